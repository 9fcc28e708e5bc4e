import Foundation
import TestSupport
import Testing

/// `monstore-tool` beside Ceph's own store tools, on the same stores.
@Suite(.enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"))
struct StoreToolsTests {
    private let folder: TemporaryFolder
    /// For Ceph's tools, which write into what they read.
    private let theirs: String
    private let ours = "\(Fixtures.folder)/stores/small"

    init() throws {
        folder = try TemporaryFolder()
        theirs = try folder.copy(of: "\(Fixtures.folder)/stores/small", as: "theirs")
    }

    private func tool(_ store: String, _ arguments: [String]) throws -> ProgramResult {
        try Program.run(Program.built("monstore-tool"), [store] + arguments)
    }

    private func kvstore(_ database: String, _ arguments: [String]) throws -> ProgramResult {
        try Program.run("ceph-kvstore-tool", ["leveldb", database] + arguments)
    }

    private func monstore(_ store: String, _ arguments: [String]) throws -> ProgramResult {
        try Program.run("ceph-monstore-tool", [store] + arguments)
    }

    @Test(arguments: [
        ["list"], ["list", "paxos"], ["list", "nope"], ["list-crc"], ["list-crc", "osdmap"], ["dump"],
        ["dump", "logm"],
        ["exists", "paxos"], ["exists", "paxos", "last_committed"], ["exists", "nope"],
        ["exists", "paxos", "x"],
        ["get", "paxos", "last_committed"], ["get", "paxos", "nope"], ["get", "monmap", "1"],
        ["get", "osdmap", "full_1"],
        ["crc", "paxos", "last_committed"], ["crc", "paxos", "nope"], ["stats"],
    ])
    func `ceph-kvstore-tool's reading commands have the same output and status`(_ command: [String]) throws {
        let expected = try kvstore("\(theirs)/store.db", command)
        let found = try tool("\(ours)/store.db", command)
        #expect(found.output == expected.output)
        #expect(found.status == expected.status)
    }

    @Test(arguments: [
        ["dump-keys"], ["show-versions", "--", "--map-type=osdmap"],
        ["show-versions", "--", "--map-type", "logm"],
        ["dump-paxos", "--", "--start", "1"], ["dump-paxos", "--", "-s", "3", "-e", "5"], ["dump-paxos"],
        ["get", "monmap"], ["get", "osdmap", "--", "--version", "2"], ["get", "mdsmap"], ["get", "mgr"],
        ["get", "crushmap"],
    ])
    func `ceph-monstore-tool's reading commands have the same output`(_ command: [String]) throws {
        #expect(try tool(ours, command).output == monstore(theirs, command).output)
    }

    @Test func `Odd prefixes and keys are escaped as Ceph escapes them`() throws {
        let mine = try folder.copy(of: ours, as: "mine")
        for (prefix, key) in [("a%20b%25", "k/%c3%bc:~-_.+@="), ("x", "%01%ff%7f"), ("plus+", "%25%25")] {
            _ = try kvstore("\(theirs)/store.db", ["set", prefix, key, "ver", "3"])
            #expect(try tool(mine, ["set", prefix, key, "ver", "3", "--no-undo"]).status == 0)
            for command in [
                ["list", prefix], ["list-crc", prefix], ["get", prefix, key], ["exists", prefix, key],
            ] {
                #expect(try tool(mine, command).output == kvstore("\(theirs)/store.db", command).output)
            }
        }
        #expect(try tool(theirs, ["list-crc"]).output == kvstore("\(mine)/store.db", ["list-crc"]).output)
    }

    @Test func `Rows of zeros are dumped as Ceph dumps them`() throws {
        let mine = try folder.copy(of: ours, as: "mine")
        for (index, length) in [0, 1, 15, 16, 17, 31, 32, 33, 100, 112, 113].enumerated() where length > 0 {
            let file = "\(folder.path)/value"
            try (Data(count: length) + Data([7])).write(to: URL(fileURLWithPath: file))
            _ = try kvstore("\(theirs)/store.db", ["set", "z", "\(index)", "in", file])
            _ = try tool(mine, ["set", "z", "\(index)", "in", file, "--no-undo"])
        }
        #expect(try tool(mine, ["dump", "z"]).output == kvstore("\(theirs)/store.db", ["dump", "z"]).output)
    }

    @Test func `Stores that we write open in Ceph's tools with the same checksums`() throws {
        let folderCopy = "\(folder.path)/copy"
        #expect(try tool(ours, ["store-copy", folderCopy]).status == 0)
        let bareCopy = "\(folder.path)/copy.db"
        #expect(try tool("\(ours)/store.db", ["store-copy", bareCopy]).status == 0)
        let random = "\(folder.path)/random"
        let generate = ["random-gen", "--", "-k", "30", "-s", "300", "-n", "30", "--no-undo"]
        #expect(try tool(random, generate).status == 0)
        for (store, database) in [
            (folderCopy, "\(folderCopy)/store.db"), (bareCopy, bareCopy), (random, "\(random)/store.db"),
        ] {
            let mine = try tool(store, ["list-crc"]).output
            #expect(mine.count > 100)
            #expect(try kvstore(database, ["list-crc"]).output == mine)
        }
        #expect(try monstore(folderCopy, ["dump-keys"]).output == tool(ours, ["dump-keys"]).output)
    }

    @Test func `Stores that Ceph's tools write open in ours with the same checksums`() throws {
        let bareCopy = "\(folder.path)/copy.db"
        #expect(try kvstore("\(theirs)/store.db", ["store-copy", bareCopy]).status == 0)
        _ = try monstore(theirs, ["random-gen", "--", "-k", "20", "-s", "500", "-n", "30"])
        for (store, database) in [(bareCopy, bareCopy), (theirs, "\(theirs)/store.db")] {
            let mine = try tool(store, ["list-crc"]).output
            #expect(mine.count > 100)
            #expect(try kvstore(database, ["list-crc"]).output == mine)
        }
    }

    @Test func `Ceph's tools go on from a store that we compacted`() throws {
        let mine = try folder.copy(of: ours, as: "mine")
        let database = "\(mine)/store.db"
        let before = try tool(ours, ["list-crc"]).output
        func checksums() throws -> Data { try kvstore(database, ["list-crc"]).output }
        #expect(before.count > 100)
        for _ in 0..<2 {
            #expect(try tool(mine, ["compact"]).status == 0)
            #expect(try checksums() == before)
            #expect(try monstore(mine, ["dump-keys"]).output == tool(ours, ["dump-keys"]).output)
            // Theirs are newer than all that we wrote, and stay so through either's compactions.
            _ = try kvstore(database, ["set", "osdmap", "last_committed", "ver", "77"])
            _ = try kvstore(database, ["set", "zz", "new", "ver", "1"])
            _ = try kvstore(database, ["rm", "paxos", "first_committed"])
            let changed = try checksums()
            #expect(changed != before)
            #expect(try kvstore(database, ["exists", "paxos", "first_committed"]).status != 0)
            #expect(try kvstore(database, ["compact"]).status == 0)
            #expect(try checksums() == changed)
            #expect(try tool(mine, ["compact"]).status == 0)
            #expect(try checksums() == changed)
            #expect(try tool(mine, ["list-crc"]).output == changed)
            let get = ["get", "zz", "new"]
            #expect(try kvstore(database, get).output == tool(mine, get).output)
            for (prefix, key) in [("osdmap", "last_committed"), ("paxos", "first_committed")] {
                let file = "\(folder.path)/value"
                #expect(try tool(ours, ["get", prefix, key, "out", file]).status == 0)
                _ = try kvstore(database, ["set", prefix, key, "in", file])
            }
            _ = try kvstore(database, ["rm", "zz", "new"])
            #expect(try checksums() == before)
        }
    }

    @Test(arguments: [
        ["mon", "128"], ["mon", "7"], ["mon", "227"], ["mon", "226"], ["empty", "128"], ["random", "1"],
    ])
    func `A database is copied with the same words`(_ arguments: [String]) throws {
        var database = "\(theirs)/store.db"
        if arguments[0] != "mon" {
            let made = "\(folder.path)/made"
            database = "\(made)/store.db"
            let transactions = arguments[0] == "empty" ? "0" : "3"
            _ = try tool(
                made, ["random-gen", "--", "-k", "5", "-s", "9999", "-n", transactions, "--no-undo"])
        }
        func lines(_ result: ProgramResult) -> [String] {
            // Times are not the same on any two runs.
            result.text.split(separator: "\n").map { line in
                line.hasPrefix("ts = ")
                    ? String(line.drop { $0 != "," }) : line.hasPrefix("  duration") ? "" : String(line)
            }
        }
        // To the same path, for it is printed as well.
        let target = "\(folder.path)/target.db"
        let copy = [database, "store-copy", target, arguments[1]]
        let expected = try kvstore(copy[0], Array(copy[1...]))
        try FileManager.default.removeItem(atPath: target)
        let found = try tool(copy[0], Array(copy[1...]))
        #expect(found.status == 0 && expected.status == 0)
        #expect(lines(found) == lines(expected))
        #expect(lines(found).count >= 7)
    }

    @Test func `A trace is dumped and replayed as Ceph does`() throws {
        let mine = try folder.copy(of: ours, as: "mine")
        // An undo file is a trace: that of a removed prefix holds real values.
        #expect(try tool(mine, ["rm-prefix", "osdmap", "--undo-file", "\(folder.path)/trace"]).status == 0)
        let dump = ["dump-trace", "\(folder.path)/trace"]
        let expected = try monstore(theirs, dump)
        #expect(try tool(mine, dump).output == expected.output)
        #expect(expected.output.count > 100)
        let replay = ["replay-trace", "\(folder.path)/trace"]
        _ = try monstore(theirs, replay)
        #expect(try tool(mine, replay + ["--no-undo"]).status == 0)
        #expect(try tool(mine, ["list-crc"]).output == tool(ours, ["list-crc"]).output)
        #expect(try tool(theirs, ["list-crc"]).output == tool(ours, ["list-crc"]).output)
    }

    @Test func `The checksum over a store is Ceph's`() throws {
        let expected = try kvstore("\(theirs)/store.db", ["store-crc", "\(folder.path)/list"])
        let list = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/list"))
        #expect(try tool("\(ours)/store.db", ["store-crc", "\(folder.path)/list"]).output == expected.output)
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/list")) == list)
    }
}
