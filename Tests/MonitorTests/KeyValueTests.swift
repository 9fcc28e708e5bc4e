import CephEncoding
import CephTypes
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

@Suite struct KeyValueTests {
    @Test func `config-key answers as Ceph 16·2 does`() throws {
        let (monitor, environment) = try TestEnvironment.newCluster()
        let set = try monitor.ask("config-key set", ["key": .string("core/a"), "val": .string("x")])
        #expect(set == CommandReply(status: "set core/a"))
        #expect(
            try monitor.ask("config-key get", ["key": .string("core/a")]).output == ByteBuffer(string: "x"))
        #expect(
            try monitor.ask("config-key exists", ["key": .string("core/a")]).status == "key 'core/a' exists")
        let exists = try monitor.ask("config-key exists", ["key": .string("none")])
        #expect(exists == CommandReply(code: -2, status: "key 'none' doesn't exist"))
        #expect(try monitor.ask("config-key get", ["key": .string("none")]) == CommandReply(code: -2))
        #expect(try monitor.ask("config-key set") == CommandReply(code: -22, status: "must specify a key"))
        let ls = try monitor.ask("config-key ls")
        #expect(ls.output == ByteBuffer(string: "[\n    \"core/a\"\n]\n"))
        #expect(try monitor.ask("config-key rm", ["key": .string("core/a")]).status == "key deleted")
        #expect(
            try monitor.ask("config-key ls", ["format": .string("json")]).output == ByteBuffer(string: "[]\n")
        )
        let long = try monitor.ask(
            "config-key set", ["key": .string("k"), "val": .string(String(repeating: "x", count: 70_000))])
        #expect(long.code == -27)
        // What each version changed, as a real store has it.
        let second = environment.memory.value(of: StoreKey("kv", "2"))
        #expect(
            second
                == ByteBuffer(
                    bytes: [1, 0, 0, 0, 6, 0, 0, 0] + Array("core/a".utf8) + [1, 1, 0, 0, 0, 0x78]))
    }

    @Test func `changes that come while a round is in flight go into one round together`() throws {
        let (monitor, environment) = try TestEnvironment.newCluster()
        let session = Session(connection: ConnectionID(1), name: EntityName(.client, 1))
        session.caps = .allowAll
        let before = monitor.paxos.counters.commits
        var answers = 0
        monitor.turn {
            for number in 0..<32 {
                let key = CommandValue.string("k\(number)")
                monitor.execute(
                    CommandArguments(prefix: "config-key set", ["key": key, "val": key]), session: session
                ) {
                    if $0.code == 0 { answers += 1 }
                }
            }
        }
        #expect(answers == 0)
        try environment.completeWrites()
        #expect(answers == 32)
        #expect(monitor.paxos.counters.commits - before <= 2)
        #expect(try environment.memory.keys(of: "mon_config_key").count == 32)
    }

    @Test func `a logged line is committed, and log last shows it after a restart`() throws {
        let (monitor, environment) = try TestEnvironment.newCluster()
        #expect(try monitor.ask("log", ["logtext": .strings(["hello", "there"])]) == CommandReply())
        monitor.shutDown()
        let second = try TestEnvironment.start(environment)
        let last = String(buffer: try second.ask("log last", ["num": .int(1)]).output)
        #expect(last.contains(" : cluster [INF] hello there\n"))
        #expect(try second.ask("log last", ["level": .string("bogus")]).status == "Invalid severity 'bogus'")
    }

    @Test func `the Paxos log is trimmed, and keeps what the options say`() throws {
        let (monitor, environment) = try TestEnvironment.newCluster()
        monitor.tunables.paxosMin = 20
        monitor.tunables.paxosTrimMin = 10
        for number in 0..<60 {
            _ = try monitor.ask("config-key set", ["key": .string("k"), "val": .string("\(number)")])
        }
        let first = monitor.paxos.firstCommitted
        #expect(first > 1)
        #expect(monitor.paxos.lastCommitted - first <= 31)
        #expect(environment.memory.value(of: StoreKey("paxos", String(first - 1))) == nil)
        #expect(environment.memory.value(of: StoreKey("paxos", String(first))) != nil)
    }
}
