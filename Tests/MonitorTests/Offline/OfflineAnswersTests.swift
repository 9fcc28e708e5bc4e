import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import TestSupport
import Testing

@testable import Monitor

/// A store answers as the monitor did that wrote it, but for the fields in `differing-fields.txt`.
@Suite struct OfflineAnswersTests {
    /// About when the answers were recorded: ages are counted from here.
    private static let recorded = UTime(seconds: 1_795_247_245)

    private let cluster: RecordedCluster

    init() throws { cluster = try RecordedCluster.shared.get() }

    /// Before the last commit came, behind the last answer.
    private func store() throws -> any KeyValueReader {
        let snapshot = try SnapshotStore(path: try MonitorDirectory(path: cluster.store).database)
        let (past, unknown) = try PastStore.make(from: snapshot, at: 389)
        #expect(unknown.isEmpty)
        return past
    }

    /// As `ceph` prints it.
    private func ask(_ command: String, asJSON: Bool, of monitor: Monitor) throws -> String {
        var arguments = try monitor.commands.match(command.split(separator: " ").map(String.init))
        if asJSON { arguments["format"] = .string("json") }
        let reply = try #require(monitor.answer(arguments), "\(command)")
        #expect(reply.code == 0, "\(command): \(reply.status)")
        let output = String(cephBytes: reply.output.byteArray)
        return asJSON && !output.isEmpty ? "\n" + output : output
    }

    @Test func `every answer has the running monitor's bytes, outside the fields that are listed`() throws {
        let differing = try DifferingFields()
        let monitor = try Monitor.offline(store: try store(), name: nil, now: Self.recorded)
        var seen: Set<DifferingFields.Field> = []
        var count = 0
        for command in cluster.commands {
            for asJSON in [true, false] {
                guard let wanted = cluster.answer(command, asJSON: asJSON) else { continue }
                count += 1
                let got = try ask(command, asJSON: asJSON, of: monitor)
                let (cutWanted, found) = differing.cut(from: wanted, of: command)
                let (cutGot, _) = differing.cut(from: got, of: command)
                #expect(cutGot == cutWanted, "\(command)\(asJSON ? " -f json" : "")")
                if got != wanted { seen.formUnion(found) }
            }
        }
        #expect(count == 116)
        // A field that never differs has no place in the list.
        #expect(seen == Set(differing.fields))
    }

    @Test func `the list of differing fields hides nothing but these fields`() throws {
        let differing = try DifferingFields()
        let json = #"{"epoch":3,"quorum_age":12,"a":[{"quorum_age":3}],"quorum":[0]}"#
        #expect(differing.cut(from: json, of: "status").text == #"{"epoch":3,"a":[{}],"quorum":[0]}"#)
        #expect(differing.cut(from: json, of: "health").text == json)
        let report = "{\n    \"osd_epochs\": [\n        {\n            \"id\": 0\n        }\n    ]\n}"
        #expect(differing.cut(from: report, of: "report").text == "{\n    \n}")
        let text = "mon: 1 daemons, quorum a (age 42m)\nmgr: no daemons active (since 29m)"
        #expect(
            differing.cut(from: text, of: "status").text
                == "mon: 1 daemons, quorum a\nmgr: no daemons active (since 29m)")
    }
}
