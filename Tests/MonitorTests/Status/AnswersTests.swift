import CephEncoding
import CephTypes
import Foundation
import NIOCore
import Testing

@testable import Monitor

/// A monitor on a recorded store answers as the real one did, byte for byte.
@Suite struct AnswersTests {
    /// Command, file.
    static let questions: [(String, [String: CommandValue], String)] = [
        ("status", [:], "status"), ("health", [:], "health"),
        ("health", ["detail": .string("detail")], "health-detail"), ("df", [:], "df"),
        ("df", ["detail": .string("detail")], "df-detail"), ("features", [:], "features"),
        ("mgr dump", [:], "mgr-dump"), ("mgr stat", [:], "mgr-stat"), ("mgr metadata", [:], "mgr-metadata"),
        ("mgr module ls", [:], "mgr-module-ls"), ("mon metadata", [:], "mon-metadata"),
        ("mon dump", [:], "mon-dump"), ("mon stat", [:], "mon-stat"), ("node ls", [:], "node-ls"),
        ("time-sync-status", [:], "time-sync-status"), ("versions", [:], "versions"),
        ("quorum_status", [:], "quorum_status"),
    ]

    @Test(arguments: questions.indices)
    func `answers are those of the real monitor`(index: Int) throws {
        let (prefix, arguments, file) = Self.questions[index]
        let monitor = try RecordedStore.monitor()
        if prefix == "features" {
            // The program that asked.
            let client = Session(connection: ConnectionID(1), name: EntityName(.client, 4200))
            monitor.sessionOpened(client)
        }
        if prefix == "quorum_status" { advance(monitor, by: .seconds(3)) }
        if let expected = try RecordedStore.answer("\(file).txt") {
            #expect(text(try monitor.ask(prefix, arguments)) == withoutEnd(expected))
        }
        var formatted = arguments
        formatted["format"] = .string("json")
        let expected = try #require(try RecordedStore.answer("\(file).json"))
        #expect(text(try monitor.ask(prefix, formatted)) == withoutEnd(expected))
    }

    @Test func `a report begins with health and monitors, and has what managers report`() throws {
        let monitor = try RecordedStore.monitor()
        (monitor.environment as? TestEnvironment)?.now = UTime(
            seconds: 1_795_247_271, nanoseconds: 783_226_000)
        let reply = try monitor.ask("report", ["format": .string("json")])
        let (got, wanted) = (text(reply), try #require(try RecordedStore.answer("report.json")))
        func part(_ text: String, from start: String, to end: String) throws -> Substring {
            let first = try #require(text.range(of: start))
            let last = try #require(text.range(of: end, range: first.upperBound..<text.endIndex))
            return text[first.lowerBound..<last.lowerBound]
        }
        for (start, end) in [("{", "\"quorum\":[0]"), ("\"num_pg\":", "\"paxos\":")] {
            #expect(try part(got, from: start, to: end) == part(wanted, from: start, to: end))
        }
        #expect(reply.status.hasPrefix("report "))
    }

    @Test func `single questions are answered`() throws {
        let monitor = try RecordedStore.monitor()
        let number = try monitor.ask("osd last-stat-seq", ["id": .int(0)])
        #expect(String(buffer: number.output) == "21474836515\n")
        let compacted = try monitor.ask("compact")
        #expect(String(buffer: compacted.output) == "compacted leveldb in 0 seconds\n")
        #expect((monitor.environment as? TestEnvironment)?.compactions == 1)
        let status = String(buffer: try monitor.ask("mon_status", ["format": .string("json")]).output)
        #expect(status.hasPrefix(#"{"name":"a","rank":0,"state":"leader","election_epoch":3,"quorum":[0],"#))
        let version = String(buffer: try monitor.ask("version").output)
        #expect(
            version == "ceph version 16.2.15 (618f440892089921c3e944a991122ddc44e60516) pacific (stable)\n")
    }

    private func advance(_ monitor: Monitor, by span: Duration) {
        (monitor.environment as? TestEnvironment)?.monotonicTime += span
    }

    private func text(_ reply: CommandReply) -> String { withoutEnd(String(buffer: reply.output)) }
    /// The program ends plain answers that do not end by themselves.
    private func withoutEnd(_ text: String) -> String {
        text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
