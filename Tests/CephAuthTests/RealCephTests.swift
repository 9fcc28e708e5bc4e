import CephAuth
import CephEncoding
import CephTypes
import Foundation
import NIOCore
import TestSupport
import Testing

/// Sessions before Ceph's own monitor and its own clients, over msgr2.
@Suite(.enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"), .serialized)
struct RealCephTests {
    private let cluster: RealCluster
    private let admin = AuthEntityName(.client, "admin")

    init() throws { cluster = try RealCluster() }

    private var keyring: KeyRing { cluster.keyring }
    private var port: UInt16 { cluster.port }
    private var now: @Sendable () -> UTime { RealCluster.now }

    private func client(
        _ name: AuthEntityName, keyring: KeyRing? = nil, wanted: [EntityType] = [.mon, .osd, .mgr]
    ) -> KeyringAuthClient {
        var policy = AuthPolicy(ownType: .client)
        policy.monClientModes = [.crc]
        return KeyringAuthClient(
            name: name, keyring: keyring ?? self.keyring, wanted: wanted, policy: policy, now: now)
    }

    /// Connects, and stays connected while the connection is held.
    private func connect(_ client: KeyringAuthClient) throws -> (AuthResult, WireConnection) {
        let connection = try WireConnection(port: port)
        #expect(try connection.greet(as: .client) == .mon)
        var session = client.makeSession(peer: .mon, peerAddresses: EntityAddressVector())
        let result = try connection.authenticate(&session)
        try connection.exchangeSignatures(try #require(result.sessionKey))
        try connection.identify(globalID: result.globalID, port: port)
        try connection.askForMonMap()
        return (result, connection)
    }

    @Test func `A real monitor lets a client in, and its tickets open with the keys of its store`() throws {
        let monitor = try cluster.startMonitor()
        let client = client(admin)
        let (first, _) = try connect(client)
        #expect(first.globalID >= AuthFull.firstGlobalID)
        #expect(
            client.tickets.needed(of: EntityType.auth.rawValue | EntityType.osd.rawValue, now: now()) == 0)
        // Back again, with the old ticket.
        let tickets = client.tickets
        let (second, connection) = try connect(client)
        #expect(second.globalID == first.globalID)
        #expect(second.sessionKey != first.sessionKey)
        let sessions = try monitor.ceph("tell", "mon.a", "sessions").text
        #expect(sessions.contains("\"global_id\": \(first.globalID),"), "\(sessions)")
        #expect(sessions.contains("\"global_id_status\": \"reclaim_ok\""), "\(sessions)")
        withExtendedLifetime(connection) {}

        var random = SystemRandomNumberGenerator()
        let stranger = KeyRing([admin: EntityAuth(key: .generate(now: now(), using: &random))])
        let denied = BadMethod(result: -13, methods: [2], modes: [2, 1])
        #expect(throws: denied) { try connect(self.client(admin, keyring: stranger)) }
        #expect(throws: denied) { try connect(self.client(AuthEntityName(.client, "powerless"))) }
        let nobody = AuthEntityName(.client, "nobody")
        let unknown = KeyRing([nobody: EntityAuth(key: .generate(now: now(), using: &random))])
        #expect(throws: denied) { try connect(self.client(nobody, keyring: unknown)) }
        let (common, _) = try connect(self.client(AuthEntityName(.mon)))
        #expect(common.globalID != first.globalID)

        // A service without keys spoils its list of tickets; here it would be left out.
        #expect(throws: AuthError.self) { try connect(self.client(admin, wanted: [.mon, .client])) }

        monitor.stop()
        let keys = try cluster.keysInStore()
        let services: [EntityType] = [.auth, .mon, .osd, .mgr]
        for service in services {
            let held = try #require(tickets[service])
            let secret = try #require(keys.serviceSecret(service.rawValue, id: held.blob.secretID))
            let info = try secret.open(CephXServiceTicketInfo.self, from: held.blob.blob)
            #expect(info.ticket.name == admin)
            #expect(info.ticket.globalID == first.globalID)
            #expect(info.sessionKey == held.sessionKey)
            let lifetime: UInt32 = service == .auth ? 72 * 3600 : 3600
            #expect(info.ticket.expires.seconds - info.ticket.created.seconds == lifetime)
            let caps =
                [EntityType.osd, .mgr].contains(service) ? EntityAuth.encodeCap("allow *") : ByteBuffer()
            #expect(info.ticket.caps == AuthCapsInfo(caps: caps))
            // What is sealed here is what the real monitor sealed, byte for byte.
            #expect(try secret.seal(info) == held.blob.blob)
            #expect(
                keys.serviceSecret(service, now: now(), policy: AuthPolicy())?.id == held.blob.secretID)
        }
    }

    @Test func `A real monitor takes this monitor for one of its quorum`() throws {
        let monitor = try cluster.startMonitor()
        let keys = KeyServer(keyring: keyring)
        let environment = MonitorAuthServer.Environment(
            now: now, random: .system,
            policy: {
                var policy = AuthPolicy()
                policy.monClusterModes = [.crc]
                return policy
            }, keys: { keys }, allocateGlobalID: { $0(nil) })
        let peer = MonitorPeerAuthClient(name: AuthEntityName(.mon, "b"), environment: environment)
        let connection = try WireConnection(port: port)
        #expect(try connection.greet(as: .mon) == .mon)
        var session = peer.makeSession(peer: .mon, peerAddresses: EntityAddressVector())
        let result = try connection.authenticate(&session)
        try connection.exchangeSignatures(try #require(result.sessionKey))
        // With another key for `mon.`:
        var random = SystemRandomNumberGenerator()
        let foreign = KeyServer(
            keyring: KeyRing([AuthEntityName(.mon): EntityAuth(key: .generate(now: now(), using: &random))]))
        var wrong = environment
        wrong.keys = { foreign }
        let stranger = MonitorPeerAuthClient(name: AuthEntityName(.mon, "b"), environment: wrong)
        var other = stranger.makeSession(peer: .mon, peerAddresses: EntityAddressVector())
        let second = try WireConnection(port: port)
        _ = try second.greet(as: .mon)
        #expect(throws: BadMethod(result: -13, methods: [2], modes: [2, 1])) {
            try second.authenticate(&other)
        }
        withExtendedLifetime(monitor) {}
    }

    @Test func `A real client is let in here, and believes it`() throws {
        let listener = try WireListener()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.installed("ceph") ?? "/usr/bin/ceph")
        process.arguments = [
            "-m", "v2:127.0.0.1:\(listener.port)", "-k", "\(cluster.folder.path)/keyring", "-n",
            "client.admin",
            "--connect-timeout", "20", "-c", "/dev/null", "-s",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.start()
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let server = cluster.server(try cluster.keys())
        let connection = try listener.accept()
        #expect(try connection.greet(as: .mon) == .client)
        let result = try connection.serve(server, peer: .client)
        #expect(result.entityName == admin)
        #expect(result.globalID == 4711)
        #expect(result.serverSession?.globalIDStatus == .newOK)
        try connection.exchangeSignatures(try #require(result.sessionKey))
        // It goes on only if it could read its tickets.
        _ = try connection.readFrame(WireConnection.Tag.clientIdent)
    }

    @Test func `A real monitor shows itself here as one of the quorum`() throws {
        let listener = try WireListener()
        try cluster.makeStore(others: [("b", listener.port)])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.installed("ceph-mon") ?? "/usr/bin/ceph-mon")
        process.arguments = [
            "-c", "\(cluster.folder.path)/mkfs.conf", "-i", "a", "-f", "--public-addrv",
            "[v2:127.0.0.1:\(port)]",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.start()
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let connection = try listener.accept(limit: 60)
        #expect(try connection.greet(as: .mon) == .mon)
        let result = try connection.serve(cluster.server(KeyServer(keyring: keyring)), peer: .mon)
        #expect(result.entityName.description == "mon.")
        #expect(result.globalID == 0)
        try connection.exchangeSignatures(try #require(result.sessionKey))
        _ = try connection.readFrame(WireConnection.Tag.clientIdent)
    }
}
