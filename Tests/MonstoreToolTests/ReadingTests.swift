import Foundation
import TestSupport
import Testing

@Suite struct ReadingTests {
    @Test func `Listings equal those of Ceph's tools to the byte`() throws {
        #expect(try Tool.run(SmallStore.path, "dump-keys").output == SmallStore.expected("dump-keys.txt"))
        #expect(try Tool.run(SmallStore.path, "list-crc").output == SmallStore.expected("list-crc.txt"))
        #expect(
            try Tool.run(SmallStore.path, "dump-paxos", "--", "--start", "1").output
                == SmallStore.expected("dump-paxos.txt"))
    }

    @Test(arguments: ["monmap", "osdmap", "mdsmap", "mgr", "crushmap"])
    func `A map and its versions equal what Ceph's tool gives`(_ map: String) throws {
        let folder = try TemporaryFolder()
        let said = try Tool.run(SmallStore.path, "get", map, "--", "--out", "\(folder.path)/map")
        #expect(said.status == 0)
        #expect(said.text.hasPrefix("wrote \(map) version "))
        #expect(
            FileManager.default.contents(atPath: "\(folder.path)/map")
                == (try SmallStore.expected("\(map).bin")))
        #expect(
            try Tool.run(SmallStore.path, "show-versions", "--", "--map-type=\(map)").output
                == SmallStore.expected("show-versions-\(map).txt"))
    }

    @Test(arguments: [
        ["dump-keys"], ["list"], ["list-crc", "paxos"], ["dump", "monmap"], ["exists", "paxos"],
        ["get", "paxos", "last_committed"], ["crc", "paxos", "last_committed"], ["get-size"],
        ["get", "osdmap"],
        ["show-versions", "osdmap"], ["dump-paxos", "--start", "1"], ["stats", "-f", "json"], ["summary"],
        ["summary", "-f", "json-pretty"], ["store-copy"], ["store-crc"],
    ])
    func `Reading changes no byte, name or time in the folder`(_ command: [String]) throws {
        let folder = try TemporaryFolder()
        let store = try SmallStore.copy(in: folder)
        // An access time before the last change is what reading would move first.
        for name in try FileManager.default.subpathsOfDirectory(atPath: store) {
            var times = [timespec(tv_sec: 1_000_000, tv_nsec: 0), timespec(tv_sec: 2_000_000, tv_nsec: 0)]
            #expect(utimensat(AT_FDCWD, "\(store)/\(name)", &times, 0) == 0)
        }
        let before = try FileState.all(below: store)
        var arguments = [store] + command
        if command[0].hasPrefix("store-") { arguments.append("\(folder.path)/target") }
        let result = try Program.run(Tool.path, arguments)
        #expect(result.status == 0, "\(result.errorText)")
        #expect(!result.output.isEmpty)
        #expect(try FileState.all(below: store) == before)
    }

    @Test func `Ceph's order of words and ours mean the same`() throws {
        let ceph = try Tool.run(SmallStore.path, "get", "paxos", "last_committed")
        #expect(try Tool.run("get", SmallStore.path, "paxos", "last_committed").output == ceph.output)
        #expect(
            try Tool.run("\(SmallStore.path)/store.db", "get", "paxos", "last_committed").output
                == ceph.output)
    }

    @Test(arguments: [
        ["list"], ["dump-keys"], ["list-crc"], ["dump", "monmap"], ["exists", "paxos", "1"],
        ["crc", "paxos", "pending_v"],
        ["get-size"], ["get", "paxos", "pending_v"], ["show-versions", "paxos"], ["dump-paxos"], ["stats"],
        ["summary"],
    ])
    func `Every output is also JSON`(_ command: [String]) throws {
        let result = try Program.run(Tool.path, [SmallStore.path] + command + ["-f", "json"])
        let value = try JSONSerialization.jsonObject(with: result.output)
        #expect((value as? [Any])?.isEmpty != true)
    }

    @Test func `What is absent is said, with status 1`() throws {
        let key = try Tool.run(SmallStore.path, "get", "paxos", "nope")
        #expect(key.status == 1)
        #expect(key.text == "(paxos, nope) does not exist\n")
        let prefix = try Tool.run(SmallStore.path, "exists", "nope")
        #expect(prefix.status == 1)
        #expect(prefix.text == "(nope, ) does not exist\n")
        let map = try Tool.run(SmallStore.path, "get", "osdmap", "--version", "99999")
        #expect(map.status == 1)
        #expect(map.output.isEmpty)
        #expect(map.errorText.contains("osdmap/full_99999"))
    }

    @Test(arguments: [
        ["bogus"], ["get"], ["set", "a", "b", "c", "d"], ["get", "a", "b", "up", "f"], ["exists"],
        ["dump-paxos", "--start", "5", "--end", "2"], ["get-size", "paxos"], ["list", "%zz"], ["list", "%"],
        ["--leveldb_nope=1", "list"], ["list", "-f", "yaml"], [],
    ])
    func `Bad usage is refused with status 64 and a sentence`(_ command: [String]) throws {
        let result = try Program.run(Tool.path, [SmallStore.path] + command)
        #expect(result.status == 64)
        #expect(result.errorText.contains("Error:"))
        #expect(result.output.isEmpty)
    }

    @Test func `Help is there for the tool and for each command`() throws {
        let all = try Tool.run("--help")
        #expect(all.status == 0 && all.text.contains("COPY AND MEND"))
        let one = try Tool.run("help", "repair")
        #expect(one.status == 0 && one.text.contains("--in-place"))
    }
}
