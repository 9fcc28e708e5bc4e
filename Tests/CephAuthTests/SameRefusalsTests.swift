import CephAuth
import CephEncoding
import CephTypes
import Foundation
import NIOCore
import TestSupport
import Testing

/// Requests that are wrong in one way each, before a real monitor and before this one.
@Suite(.enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"))
struct SameRefusalsTests {
    /// Requests of one connection, from the first on.
    private struct Script {
        let name: String
        var method = AuthMethod.cephx
        var first: ByteBuffer
        /// What is said after the challenge.
        var second: ((CephXServerChallenge) throws -> ByteBuffer)?
    }

    private let cluster: RealCluster

    init() throws { cluster = try RealCluster() }

    private func scripts() throws -> [Script] {
        let admin = AuthEntityName(.client, "admin")
        let introduction = AuthIntroduction(name: admin).request
        func first(_ name: String, _ bytes: [UInt8], _ method: AuthMethod = .cephx) -> Script {
            Script(name: name, method: method, first: ByteBuffer(bytes: bytes))
        }
        var scripts = [
            first("nothing", []), first("mode 0", [0]), first("mode 9", [9]), first("mode 20", [20]),
            first("mode 10 alone", [10]), first("a name cut off", Array(introduction.byteArray.dropLast(9))),
            first("an authorizer cut off", [1, 0, 0, 0]),
            first("a broken authorizer", [1] + Array(repeating: 3, count: 80)),
            first("method none", introduction.byteArray, .none),
            first("an unknown method", introduction.byteArray, AuthMethod(rawValue: 99)),
            first("kerberos", introduction.byteArray, AuthMethod(rawValue: 4)),
            first("an authorizer of method none", [1] + introduction.byteArray.dropFirst(), .none),
        ]
        func second(
            _ name: String, as entity: AuthEntityName? = nil, globalID: UInt64 = 0,
            _ body: @escaping (CephXServerChallenge) throws -> ByteBuffer
        ) {
            let request = AuthIntroduction(name: entity ?? admin, globalID: globalID).request
            scripts.append(Script(name: name, first: request, second: body))
        }
        func request(_ type: UInt16, _ rest: [UInt8] = []) -> ByteBuffer {
            ByteBuffer(bytes: [UInt8(type & 0xff), UInt8(type >> 8)] + rest)
        }
        second("an empty answer") { _ in ByteBuffer() }
        second("an unknown request") { _ in request(0x300) }
        second("a proof cut off") { _ in request(0x100, [3, 1, 2]) }
        second("a wrong proof") { _ in
            request(0x100, CephEncoder.encode(CephXAuthenticate(clientChallenge: 1, key: 2)).byteArray)
        }
        second("tickets without one") { _ in request(0x200, Array(repeating: 1, count: 60)) }
        second("rotating keys of no service") { _ in request(0x400) }
        second("rotating keys of osd.0", as: AuthEntityName(.osd, "0")) { _ in request(0x400) }
        second("rotating keys of nobody", as: AuthEntityName(.osd, "9")) { _ in request(0x400) }
        let key = try #require(cluster.keyring.secret(of: admin))
        func proof(_ old: CephXTicketBlob, _ promises: Bool = true) -> (CephXServerChallenge) throws ->
            ByteBuffer
        {
            { challenge in
                let answer = CephXAuthenticate(
                    clientChallenge: 7,
                    key: try key.proof(serverChallenge: challenge.serverChallenge, clientChallenge: 7),
                    oldTicket: old, otherKeys: 0x20, promisesOldTicket: promises)
                return request(0x100, CephEncoder.encode(answer).byteArray)
            }
        }
        let bad = CephXTicketBlob(secretID: 1, blob: ByteBuffer(bytes: Array(repeating: 5, count: 32)))
        second("a new client", proof(CephXTicketBlob()))
        second("a new client with an old ticket", proof(bad))
        second("another's global id", globalID: 4097, proof(CephXTicketBlob()))
        second("another's global id with a bad ticket", globalID: 4097, proof(bad))
        second("an old client comes back", globalID: 4097, proof(CephXTicketBlob(), false))
        second("an old client with a bad ticket", globalID: 4097, proof(bad, false))
        return scripts
    }

    /// What became of a script: a frame and its result.
    private func play(_ script: Script, port: UInt16) throws -> String {
        let connection = try WireConnection(port: port)
        _ = try connection.greet(as: .client)
        try connection.writeFrame(WireConnection.Tag.authRequest) { frame in
            frame.integer(script.method.rawValue)
            frame.encode([2, 1] as [UInt32])
            frame.encode(script.first)
        }
        var (tag, body) = try connection.readFrame()
        if let second = script.second, tag == WireConnection.Tag.authReplyMore {
            var decoder = CephDecoder(body)
            let challenge = try CephDecoder.decode(
                CephXServerChallenge.self, from: ByteBuffer(from: &decoder))
            let answer = try second(challenge)
            try connection.writeFrame(WireConnection.Tag.authRequestMore) { $0.encode(answer) }
            (tag, body) = try connection.readFrame()
        }
        switch tag {
        case WireConnection.Tag.authBadMethod:
            var decoder = CephDecoder(body)
            try decoder.skip(4)
            return "refused \(try decoder.integer(Int32.self))"
        case WireConnection.Tag.authReplyMore: return "more"
        case WireConnection.Tag.authDone: return "done"
        default: return "frame \(tag)"
        }
    }

    private func play(_ script: Script, _ server: MonitorAuthServer) throws -> String {
        func answer(_ payload: ByteBuffer, first: Bool) throws -> AuthServerReply {
            try server.answer(
                AuthServerRequest(
                    connectionID: 1, isFirst: first, method: script.method, mode: .crc, payload: payload,
                    peerType: .client, peerAddress: EntityAddress()))
        }
        defer { server.connectionClosed(1) }
        guard server.pickMode(for: .client, method: script.method, preferred: [.crc]) != nil else {
            return "refused \(-AuthError.notSupported)"
        }
        var reply = try answer(script.first, first: true)
        if let second = script.second, case .more(let payload) = reply {
            reply = try answer(
                second(CephDecoder.decode(CephXServerChallenge.self, from: payload)), first: false)
        }
        switch reply {
        case .more: return "more"
        case .done: return "done"
        case .badMethod(let result, _, _): return "refused \(result)"
        case .refused(let errno, _): return "refused \(-errno)"
        }
    }

    @Test func `What a real monitor refuses is refused here, with the same number`() throws {
        let monitor = try cluster.startMonitor()
        let server = cluster.server(try cluster.keys())
        var seen: [String: Int] = [:]
        for script in try scripts() {
            let expected = try play(script, port: cluster.port)
            seen[expected, default: 0] += 1
            #expect(try play(script, server) == expected, "\(script.name)")
        }
        #expect(seen.count >= 5, "\(seen)")
        withExtendedLifetime(monitor) {}
    }
}
