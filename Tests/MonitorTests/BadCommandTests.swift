import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import TestSupport
import Testing

@testable import Monitor

/// Commands that cannot be carried out: the error numbers and words are a real monitor's of 16.2.15, and nothing
/// changes.
@Suite struct BadCommandTests {
    private struct Recording: Decodable {
        /// Asked by an administrator.
        let refused: [RecordedAnswers.Answer]
        /// Asked by a client that may only read (`mon 'allow r'`).
        let denied: [RecordedAnswers.Answer]
    }

    private let recording: Recording
    private let monitor: Monitor
    private let environment: TestEnvironment

    init() throws {
        recording = try JSONDecoder().decode(Recording.self, from: Fixtures.data("commands/bad.json"))
        (monitor, environment) = try RecordedAnswers.newMonitor()
        try environment.advance(by: .seconds(10))
    }

    /// Everything in the store but the log, which tells who asked what.
    private func state() throws -> [String: ByteBuffer] {
        var values: [String: ByteBuffer] = [:]
        try environment.memory.forEach { prefix, key, value in
            let prefix = String(cephBytes: prefix)
            if !["logm", "paxos"].contains(prefix) {
                values["\(prefix)/\(String(cephBytes: key))"] = ByteBuffer(bytes: value)
            }
            return true
        }
        return values
    }

    private func check(_ answers: [RecordedAnswers.Answer], with caps: MonCap) throws {
        let before = try state()
        for answer in answers {
            let session = Session(connection: ConnectionID(.max), name: EntityName(.client, 0))
            session.authName = AuthEntityName(.client, "test")
            session.caps = caps
            session.isAuthenticated = true
            var reply: CommandReply?
            do {
                let arguments = try CommandArguments(json: [answer.command])
                monitor.execute(arguments, session: session) { reply = $0 }
            } catch let error as CommandError {
                reply = CommandReply(code: error.code, status: error.status)
            }
            try environment.completeWrites()
            if reply == nil { try environment.advance(by: .seconds(2)) }
            #expect(reply?.code == answer.code, "\(answer.command): \(reply?.status ?? "")")
            #expect(reply?.status == answer.status, "\(answer.command)")
        }
        try environment.advance(by: .seconds(10))
        #expect(try state() == before)
    }

    @Test func `unknown, incomplete, malformed and impossible commands are refused and change nothing`()
        throws
    {
        #expect(recording.refused.count > 60)
        try check(recording.refused, with: .allowAll)
    }

    @Test func `what a client has no capability for is denied and changes nothing`() throws {
        #expect(recording.denied.count > 10)
        #expect(recording.denied.allSatisfy { $0.code == -13 })
        try check(recording.denied, with: MonCap("allow r"))
    }
}
