import CephEncoding
import CephMessages
import CephTypes
import NIOCore
import Testing

@testable import Monitor

/// Commands that are for one process (`ceph tell mon.a`), and the requests that it is at (`ops`).
@Suite struct TellTests {
    private func client(_ caps: String, _ number: UInt64, on monitor: Monitor) throws -> Session {
        let session = Session(connection: ConnectionID(number), name: EntityName(.client, Int64(number)))
        session.caps = try MonCap(caps)
        session.isAuthenticated = true
        monitor.sessionOpened(session)
        return session
    }

    private func tell(
        _ command: String, _ session: Session, _ monitor: Monitor, fsid: CephUUID? = nil
    ) throws -> MCommandReply {
        let environment = try #require(monitor.environment as? TestEnvironment)
        environment.sent = []
        let message = MCommand(fsid: fsid ?? monitor.monmap.fsid, command: [command])
        monitor.receive(MessageEnvelope(message, tid: 7), on: session.connection)
        let answer = try #require(environment.sent.last)
        #expect(answer.message.tid == 7)
        #expect(answer.connection == session.connection)
        return try #require(answer.message.body as? MCommandReply)
    }

    @Test func `Who may do everything is answered by the process, anybody else is not`() throws {
        let (monitor, _) = try TestEnvironment.newCluster()
        monitor.onTell = { arguments, _, done in done(CommandReply(status: "done", text: arguments.prefix)) }
        let admin = try client("allow *", 11, on: monitor)
        let reply = try tell(#"{"prefix": "config show"}"#, admin, monitor)
        #expect(reply.result == 0)
        #expect(reply.resultString == "done")
        #expect(String(buffer: reply.data) == "config show")
        #expect(try tell("{", admin, monitor).resultString == "unparseable JSON {")
        #expect(try tell(#"{"prefix": "scrub"}"#, admin, monitor).result == -95)
        let other = try tell(#"{"prefix": "ops"}"#, admin, monitor, fsid: CephUUID(high: 1, low: 2))
        #expect(other.result == -13)
        #expect(other.resultString == "wrong fsid")
        for caps in ["allow r", "allow rw", "profile osd"] {
            let refused = try tell(#"{"prefix": "ops"}"#, try client(caps, 12, on: monitor), monitor)
            #expect(refused.result == -13)
            #expect(refused.resultString == "insufficient caps")
        }
    }

    @Test func `What only a process answers is no command of the cluster`() throws {
        let (monitor, environment) = try TestEnvironment.newCluster()
        let admin = try client("allow *", 11, on: monitor)
        for prefix in ["mon_status", "quorum exit", "sync_force", "ops", "injectargs", "heap"] {
            environment.sent = []
            let command = MMonCommand(fsid: monitor.monmap.fsid, command: [#"{"prefix": "\#(prefix)"}"#])
            monitor.receive(MessageEnvelope(command, tid: 3), on: admin.connection)
            let ack = try #require(environment.sent.last?.message.body as? MMonCommandAck)
            #expect(ack.result == -22)
            #expect(ack.resultString == "unrecognized command")
        }
        #expect(monitor.isLeader)
    }

    @Test func `A request is under way until it is answered, and then among the last`() throws {
        let (monitor, environment) = try TestEnvironment.newCluster()
        let admin = try client("allow *", 11, on: monitor)
        #expect(monitor.operations.count == 0)
        let command = MMonCommand(
            fsid: monitor.monmap.fsid, command: [#"{"prefix": "config-key set", "key": "k", "val": "v"}"#])
        environment.holdsWrites = true
        monitor.receive(MessageEnvelope(command, tid: 3), on: admin.connection)
        environment.monotonicTime += .seconds(12)
        #expect(monitor.operations.count == 1)
        var formatter = CephFormatter(.json)
        formatter.object("ops") { monitor.operations.dumpInFlight(to: &$0) }
        #expect(formatter.text.contains("config-key set"))
        #expect(formatter.text.contains("\"age\":12"))
        #expect(formatter.text.hasSuffix("\"num_ops\":1}"))
        environment.holdsWrites = false
        try environment.advance(by: .seconds(2))
        #expect(monitor.operations.count == 0)
        var slow = CephFormatter(.json)
        slow.object("slow") { monitor.operations.dumpSlow(to: &$0) }
        #expect(slow.text.contains("config-key set"))
    }
}
