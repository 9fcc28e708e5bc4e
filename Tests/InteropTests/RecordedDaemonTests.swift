import Foundation
import TestSupport
import Testing

/// Our daemon on the store of a real cluster's monitor answers over the network as that monitor did. It must listen
/// where that one did: addresses are part of many answers.
@Suite(
    .enabled(
        if: CephMonitor.isInstalled && LibradosClient.isInstalled,
        "Ceph's programs and its library for Python are not installed"),
    .enabled(if: CephMonitor.isFree(6700) && CephMonitor.isFree(6701), "port 6700 or 6701 is taken"))
struct RecordedDaemonTests {
    /// What no other process than that one can say: its log goes on, it has clients, its host is another.
    private static let ofProcess: Set = ["log last 100", "features", "report", "mon metadata"]

    /// Arguments of commands that are more than words.
    private static let arguments: [String: [String: String]] = [
        "health detail": ["prefix": "health", "detail": "detail"],
        "df detail": ["prefix": "df", "detail": "detail"],
        "osd pool ls detail": ["prefix": "osd pool ls", "detail": "detail"],
        "osd erasure-code-profile get small": ["prefix": "osd erasure-code-profile get", "name": "small"],
        "osd pool get rbd all": ["prefix": "osd pool get", "pool": "rbd", "var": "all"],
        "osd map rbd object-1": ["prefix": "osd map", "pool": "rbd", "object": "object-1"],
        "pg map 1.0": ["prefix": "pg map", "pgid": "1.0"],
        "fs get fs1": ["prefix": "fs get", "fs_name": "fs1"],
        "config get osd.1": ["prefix": "config get", "who": "osd.1"],
        "config get mon.a": ["prefix": "config get", "who": "mon.a"],
    ]

    private static func json(_ command: String, asJSON: Bool) throws -> String {
        var values: [String: Any] = arguments[command] ?? ["prefix": command]
        if command == "osd find 1" { values = ["prefix": "osd find", "id": 1] }
        if asJSON { values["format"] = "json" }
        let data = try JSONSerialization.data(
            withJSONObject: values, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    /// Without ages and what counts elections; lines of blocklists in one order (Ceph's is that of a hash table).
    private static func steady(_ text: String, _ command: String, asJSON: Bool) -> String {
        var text =
            text
            .replacing(/"(election_epoch|quorum_age)":\d+/, with: "\"N\":0")
            .replacing(/election epoch \d+/, with: "election epoch N")
            .replacing(/\((age|since) [^)]*\)/, with: "(AGE)").replacing(/since [^),]*\)/, with: "AGE)")
        if command == "time-sync-status" { text = text.replacing(/"epoch": ?\d+/, with: "N") }
        guard command.hasPrefix("osd blocklist") || command == "osd dump" else {
            return text.trimmingCharacters(in: .newlines)
        }
        let separator: Character = asJSON ? "," : "\n"
        let pieces = text.trimmingCharacters(in: CharacterSet(charactersIn: "\n[]")).split(
            separator: separator)
        return pieces.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "{}[]\n")) }.sorted()
            .joined(separator: "\n")
    }

    private func start(_ recorded: RecordedCluster, in folder: TemporaryFolder) throws -> OwnMonitor {
        let store = try folder.copy(of: recorded.store, as: "mon.a")
        let configuration = "\(folder.path)/ceph.conf"
        try """
        [global]
        fsid = 648d0fe0-c41a-420b-a7b6-a1e29c8e4cf9
        mon_host = [v2:127.0.0.1:6700,v1:127.0.0.1:6701]
        mon_keyvaluedb = leveldb
        mon_data = \(store)
        keyring = \(store)/keyring
        log_file = \(folder.path)/log
        admin_socket = \(folder.path)/asok
        mon_max_pg_per_osd = 1000
        mon_data_avail_warn = 1
        mon_data_avail_crit = 1

        """.write(toFile: configuration, atomically: true, encoding: .utf8)
        return try OwnMonitor(configuration, folder)
    }

    @Test func `every recorded answer, plain and as JSON`() throws {
        let recorded = try RecordedCluster.shared.get()
        let folder = try TemporaryFolder()
        let monitor = try start(recorded, in: folder)
        #expect(try monitor.ceph("osd", "tree").text == recorded.answer("osd tree", asJSON: false))
        #expect(try monitor.ceph("fs", "ls", "-f", "json").text == recorded.answer("fs ls", asJSON: true))
        var asked: [(command: String, asJSON: Bool, expected: String)] = []
        for command in recorded.commands where !Self.ofProcess.contains(command) {
            for asJSON in [false, true] {
                guard let expected = recorded.answer(command, asJSON: asJSON) else { continue }
                asked.append((command, asJSON, expected))
            }
        }
        #expect(asked.count > 80)
        let answers = try LibradosClient.ask(
            monitor.configuration, try asked.map { try Self.json($0.command, asJSON: $0.asJSON) },
            options: ["name=mon."])
        for (question, answer) in zip(asked, answers) {
            let parts = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [Any]
            let text = try #require(parts?.last as? String, "\(question.command): \(answer)")
            let wanted = Self.steady(question.expected, question.command, asJSON: question.asJSON)
            #expect(
                Self.steady(text, question.command, asJSON: question.asJSON) == wanted,
                "\(question.command) \(question.asJSON)")
        }
        monitor.stop()
    }
}
