import CephEncoding
import CephTypes
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

@Suite struct StandaloneTests {
    @Test func `a new cluster's only monitor leads and commits the first monmap`() throws {
        let (monitor, environment) = try TestEnvironment.newCluster()
        #expect(environment.failure == nil)
        #expect(monitor.isLeader)
        #expect(monitor.electionEpoch == 3)
        #expect(monitor.monmap.epoch == 1)
        #expect(monitor.paxos.isActive)
        #expect(try environment.memory.version("monmap", "last_committed") == 1)
        #expect(try environment.memory.version("paxos", "first_committed") == 1)
        #expect(environment.memory.value(of: StoreKey("mkfs", "monmap")) == nil)
        #expect(
            try monitor.ask("fsid").output == ByteBuffer(string: "01234567-89ab-cdef-fedc-ba9876543210\n"))
    }

    @Test func `an unknown command is refused as Ceph refuses it`() throws {
        let (monitor, _) = try TestEnvironment.newCluster()
        let answer = try monitor.ask("osd fly")
        #expect(answer.code == -22)
        #expect(answer.status == "command not known")
    }

    @Test func `a restarted monitor goes on where it was`() throws {
        let (first, environment) = try TestEnvironment.newCluster()
        let committed = first.paxos.lastCommitted
        first.shutDown()
        let second = try TestEnvironment.start(environment)
        #expect(second.isLeader)
        #expect(second.electionEpoch == 5)
        #expect(second.paxos.lastCommitted >= committed)
        #expect(second.monmap.epoch == 1)
    }

    @Test func `a value accepted before a crash is committed after it`() throws {
        let (first, environment) = try TestEnvironment.newCluster()
        let next = first.paxos.lastCommitted + 1
        first.shutDown()
        var value = StoreTransaction()
        value.put("kv-test", "key", version: 7)
        try environment.memory.apply(
            Paxos(monitor: first).accepting(CephEncoder.encode(value), as: next, pn: first.paxos.acceptedPN))
        let second = try TestEnvironment.start(environment)
        #expect(second.paxos.lastCommitted >= next)
        #expect(try environment.memory.version("kv-test", "key") == 7)
    }

    @Test func `the store is compacted on bootstrap when the option asks for it, and only then`() throws {
        let (monitor, environment) = try TestEnvironment.newCluster()
        #expect(environment.compactions == 0)
        monitor.tunables.compactOnBootstrap = true
        monitor.turn { monitor.bootstrap() }
        try environment.completeWrites()
        #expect(environment.compactions == 1)
        #expect(monitor.isLeader)
        #expect(environment.lines.contains { $0.contains("finished compaction") })
    }
}

@Suite struct DamagedCounterTests {
    @Test(arguments: ["paxos", "kv", "logm", "auth", "osdmap"])
    func `a counter that no cluster reaches keeps the monitor from starting, and is named`(_ prefix: String)
        throws
    {
        let (monitor, environment) = try TestEnvironment.newCluster()
        monitor.shutDown()
        var damage = StoreTransaction()
        damage.put(prefix, "last_committed", version: .max)
        try environment.memory.apply(damage)
        let error = #expect(throws: MonitorStartError.self) { try TestEnvironment.start(environment) }
        let text = try #require(error).description
        #expect(text.contains("\(prefix)/last_committed is 18446744073709551615"))
        #expect(text.contains("monstore-tool PATH check"))
    }

    @Test func `an earlier time is not looked for from counter to counter`() throws {
        let (_, environment) = try TestEnvironment.newCluster()
        var damage = StoreTransaction()
        damage.put("paxos", "last_committed", version: .max)
        try environment.memory.apply(damage)
        let (past, _) = try PastStore.make(from: environment.memory, at: 1)
        #expect(try past.version("paxos", "last_committed") == 1)
    }
}
