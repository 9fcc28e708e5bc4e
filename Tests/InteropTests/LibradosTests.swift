import Foundation
import TestSupport
import Testing

/// What programs see that use Ceph's library: our daemon and `ceph-mon` are asked the same.
@Suite(
    .enabled(
        if: CephMonitor.isInstalled && LibradosClient.isInstalled,
        "Ceph's programs and its library for Python are not installed"), .serialized)
struct LibradosTests {
    /// Two clusters that were one: the second's store is a copy, and Ceph's monitor runs on it.
    private struct Pair {
        let own: OwnCluster
        let original: CephMonitor
        let originalAdmin: [String]

        init() throws {
            own = try OwnCluster(options: "paxos_propose_interval = 0.05\npaxos_min_wait = 0.02")
            own.stop()
            let copy = try own.folder.copy(of: own.dataFolder(), as: "copy")
            original = try CephMonitor(dataFolder: copy)
            try own.start()
            originalAdmin = ["keyring=\(own.folder.path)/keyring", "paxos_propose_interval=0.05"]
        }

        func ask(_ commands: [String], as options: [String] = []) throws -> (
            own: [String], original: [String]
        ) {
            (
                try LibradosClient.ask(own.configuration, commands, options: options),
                try LibradosClient.ask(original.configuration, commands, options: originalAdmin + options)
            )
        }
    }

    /// Without what differs from one run to the next.
    private func steady(_ line: String) -> String {
        line.replacing(/until \d{4}-[^ ]*/, with: "until TIME").replacing(
            /key = [\w+\/=]*/, with: "key = KEY")
    }

    @Test func `bad commands get the numbers and sentences of ceph-mon`() throws {
        let pair = try Pair()
        let commands = try LibradosClient.commands("bad") + LibradosClient.commands("types")
        let (own, original) = try pair.ask(commands)
        #expect(own.count == commands.count)
        for (command, answers) in zip(commands, zip(own, original)) {
            #expect(steady(answers.0) == steady(answers.1), "\(command)")
        }
        // Ceph's monitor ends at these, or commits nothing any more (`osd new` leaves its Paxos plugged); ours must not.
        for command in [
            #"{"prefix": 3}"#, #"{"prefix": ["a"]}"#, #"{"prefix": {"a": 1}}"#,
            #"{"prefix": "health", "detail": 1}"#, #"{"prefix": "status", "format": 1}"#,
            #"{"prefix": "fs ls", "format": ["json"]}"#, #"{"prefix": "mon ok-to-stop", "ids": "a"}"#,
            #"{"prefix": "osd new", "uuid": 1}"#,
        ] {
            #expect(try LibradosClient.ask(pair.own.configuration, [command])[0].hasPrefix("[-22, "))
        }
        #expect(try pair.own.ceph("config-key", "set", "still", "written").status == 0)
    }

    @Test func `a wrong key, an unknown user and missing capabilities are refused as by ceph-mon`() throws {
        let pair = try Pair()
        let key = "AQAzQjBjAAAAABAAM7Fm4E1bmGqPH5TdGsy+bA=="
        let other = "AQCgvgFrymTPKBAAM25PNatzKt/GJCpU4SY19w=="
        for (name, caps) in [
            ("limited", "allow r"), ("rbd", "profile rbd"), ("role", "profile role-definer"),
            ("command", "allow command \\\"osd pool create\\\" with pool=ok"),
            ("elsewhere", "allow r network 10.0.0.0/8"),
        ] {
            let add =
                #"{"prefix": "auth get-or-create", "entity": "client.\#(name)", "caps": ["mon", "\#(caps)"]}"#
            // Both have the same users with keys of their own.
            let (own, original) = try pair.ask([add])
            #expect(steady(own[0]) == steady(original[0]))
            let (ownKey, originalKey) = (self.key(in: own[0]), self.key(in: original[0]))
            let attempts = try LibradosClient.commands("attempts")
            let mine = try LibradosClient.ask(
                pair.own.configuration, attempts, options: ["name=client.\(name)", "key=\(ownKey)"])
            let theirs = try LibradosClient.ask(
                pair.original.configuration, attempts, options: ["name=client.\(name)", "key=\(originalKey)"])
            for (command, answers) in zip(attempts, zip(mine, theirs)) {
                #expect(steady(answers.0) == steady(answers.1), "client.\(name): \(command)")
            }
        }
        for options in [
            ["name=client.limited", "key=\(key)"], ["name=client.nobody", "key=\(key)"],
            ["name=client.admin", "key=\(other)", "keyring=/nonexistent"],
            ["name=client.limited", "key=\(key)", "auth_client_required=none"],
        ] {
            let (own, original) = try pair.ask([#"{"prefix": "fsid"}"#], as: options)
            #expect(own == original, "\(options)")
            #expect(own[0].contains("PermissionDeniedError"))
        }
    }

    /// A client whose first message is lost waits for seconds, or for ever.
    @Test(arguments: ["", OwnCluster.manyThreads])
    func `clients that connect at once are all answered at once`(options: String) throws {
        let cluster = try OwnCluster(options: options)
        let script = "\(Fixtures.folder)/interop/connect.py"
        let parts = try #require(cluster.addresses.first).dropFirst().dropLast().split(separator: ",")
        for address in parts {
            let result = try Program.run(
                LibradosClient.python, [script, cluster.configuration, String(address)], limit: 100)
            let numbers = result.text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
            try #require(numbers.count == 2, "\(result.errorText)")
            #expect(numbers[0] == 90)
            #expect(numbers[1] < 15, "\(address): a client waited \(numbers[1]) s")
        }
    }

    private func key(in answer: String) -> String {
        answer.firstMatch(of: /key = ([\w+\/=]*)/).map { String($0.output.1) } ?? ""
    }
}
