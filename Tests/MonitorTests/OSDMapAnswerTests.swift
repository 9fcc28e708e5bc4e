import CephEncoding
import CephTypes
import Testing

@testable import Monitor

/// Questions about a real cluster's OSD map, and what Ceph 16.2.15's monitor answered at that very epoch
/// (Tests/Fixtures/osdmap/answers: as `ceph` printed it, JSON behind a line break).
@Suite struct OSDMapAnswerTests {
    struct Question: CustomStringConvertible, Sendable {
        let file: String
        let prefix: String
        var arguments: [String: CommandValue] = [:]
        /// `ceph` ends text that has no line break with one.
        var description: String { file }
    }

    static let questions: [Question] = [
        Question(file: "osd-blocklist-ls", prefix: "osd blocklist ls"),
        Question(file: "osd-crush-class-ls", prefix: "osd crush class ls"),
        Question(file: "osd-crush-dump", prefix: "osd crush dump"),
        Question(file: "osd-crush-rule-dump", prefix: "osd crush rule dump"),
        Question(file: "osd-crush-rule-ls", prefix: "osd crush rule ls"),
        Question(file: "osd-crush-show-tunables", prefix: "osd crush show-tunables"),
        Question(file: "osd-crush-tree", prefix: "osd crush tree"),
        Question(file: "osd-crush-weight-set-dump", prefix: "osd crush weight-set dump"),
        Question(file: "osd-tree", prefix: "osd tree"),
        Question(
            file: "osd-erasure-code-profile-get-small", prefix: "osd erasure-code-profile get",
            arguments: ["name": .string("small")]),
        Question(file: "osd-erasure-code-profile-ls", prefix: "osd erasure-code-profile ls"),
        Question(file: "osd-find-1", prefix: "osd find", arguments: ["id": .int(1)]),
        Question(
            file: "osd-get-require-min-compat-client", prefix: "osd get-require-min-compat-client"),
        Question(file: "osd-getmaxosd", prefix: "osd getmaxosd"),
        Question(file: "osd-ls", prefix: "osd ls"),
        Question(file: "osd-lspools", prefix: "osd lspools"),
        Question(
            file: "osd-map-rbd-object-1", prefix: "osd map",
            arguments: ["pool": .string("rbd"), "object": .string("object-1")]),
        Question(file: "osd-metadata", prefix: "osd metadata"),
        Question(file: "osd-numa-status", prefix: "osd numa-status"),
        Question(file: "osd-pool-application-get", prefix: "osd pool application get"),
        Question(
            file: "osd-pool-get-rbd-all", prefix: "osd pool get",
            arguments: ["pool": .string("rbd"), "var": .string("all")]),
        Question(
            file: "osd-pool-ls-detail", prefix: "osd pool ls", arguments: ["detail": .string("detail")]),
        Question(file: "osd-pool-ls", prefix: "osd pool ls"),
        Question(file: "osd-utilization", prefix: "osd utilization"),
        Question(file: "pg-map-1.0", prefix: "pg map", arguments: ["pgid": .string("1.0")]),
    ]

    @Test(arguments: questions)
    func `answers are those of Ceph's monitor`(_ question: Question) throws {
        let (monitor, _) = try OSDMapCluster.pacificRich()
        let plain = try monitor.ask(question.prefix, question.arguments)
        var arguments = question.arguments
        arguments["format"] = .string("json")
        let json = try monitor.ask(question.prefix, arguments)
        #expect(plain.code == 0 && json.code == 0)
        #expect(String(buffer: plain.output) == (try OSDMapCluster.text("answers/\(question.file).txt")))
        #expect(
            "\n" + String(buffer: json.output) == (try OSDMapCluster.text("answers/\(question.file).json")))
    }

    @Test func `the map is dumped as Ceph's monitor does`() throws {
        let (monitor, _) = try OSDMapCluster.pacificRich()
        let plain = try monitor.ask("osd dump")
        let json = try monitor.ask("osd dump", ["format": .string("json")])
        #expect(String(buffer: plain.output) == (try OSDMapCluster.text("pacific-rich.osd-dump.txt")))
        #expect("\n" + String(buffer: json.output) == (try OSDMapCluster.text("pacific-rich.osd-dump.json")))
        let stat = try monitor.ask("osd stat")
        #expect(
            String(buffer: stat.output)
                == "4 osds: 1 up (since 27m), 2 in (since 31m); epoch: e70; 24 remapped pgs\nflags noscrub\n")
    }

    @Test func `any epoch's map is there`() throws {
        let (monitor, _) = try OSDMapCluster.pacificRich()
        let old = try monitor.ask("osd getmap", ["epoch": .int(35)])
        #expect(old.status == "got osdmap epoch 35")
        #expect(try OSDMap.decode(from: old.output).epoch == 35)
        let none = try monitor.ask("osd dump", ["epoch": .int(999)])
        #expect(none.code == -2)
        #expect(none.status == "there is no map for epoch 999")
    }
}
