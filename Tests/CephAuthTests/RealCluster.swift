import CephAuth
import CephEncoding
import CephTypes
import Foundation
import NIOCore
import TestSupport
import Testing

/// A new cluster of Ceph's own monitor, and the keys that it is made with.
final class RealCluster {
    let folder: TemporaryFolder
    let store: String
    let keyring: KeyRing
    let port: UInt16
    private let fsid = UUID().uuidString.lowercased()
    static let now: @Sendable () -> UTime = { UTime(seconds: UInt32(Date().timeIntervalSince1970)) }

    init() throws {
        folder = try TemporaryFolder()
        store = "\(folder.path)/mon.a"
        port = try CephMonitor.freePort()
        var random = SystemRandomNumberGenerator()
        let created = Self.now()
        let all = ["mds", "mgr", "mon", "osd"].map { ($0, "allow *") }
        let admin = AuthEntityName(.client, "admin")
        let powerless = AuthEntityName(.client, "powerless")
        keyring = KeyRing(
            CephMap(
                [AuthEntityName(.mon), admin, powerless, AuthEntityName(.osd, "0")].map { name in
                    let caps = name == powerless ? [("osd", "allow r")] : all
                    return (name, EntityAuth(key: .generate(now: created, using: &random), capTexts: caps))
                }))
        try keyring.plain.write(toFile: "\(folder.path)/keyring", atomically: true, encoding: .utf8)
    }

    /// Makes a monitor's store.
    /// - Parameter others: monitors of the monmap beside `a`, and their ports.
    func makeStore(others: [(String, UInt16)] = []) throws {
        let configuration = "\(folder.path)/mkfs.conf"
        try """
        [global]
        fsid = \(fsid)
        auth_cluster_required = cephx
        auth_service_required = cephx
        auth_client_required = cephx
        mon_keyvaluedb = leveldb
        mon_data = \(store)
        run_dir = \(folder.path)
        log_file = \(folder.path)/mkfs.log

        """.write(toFile: configuration, atomically: true, encoding: .utf8)
        let monmap = "\(folder.path)/monmap"
        var make = ["--create", "--fsid", fsid, "--set-min-mon-release", "16", "--enable-all-features"]
        for (name, port) in [("a", port)] + others { make += ["--addv", name, "[v2:127.0.0.1:\(port)]"] }
        let mkfs = [
            "-c", configuration, "--mkfs", "-i", "a", "--monmap", monmap, "--keyring",
            "\(folder.path)/keyring",
        ]
        for (program, arguments) in [("monmaptool", make + [monmap]), ("ceph-mon", mkfs)] {
            let result = try Program.run(program, arguments)
            #expect(result.status == 0, "\(program): \(result.errorText)")
        }
    }

    func startMonitor() throws -> CephMonitor {
        try makeStore()
        return try CephMonitor(dataFolder: store, known: (fsid, "[v2:127.0.0.1:\(port)]"))
    }

    /// The keys in the store of a monitor that has ended.
    func keysInStore() throws -> KeyServer {
        func value(_ key: String) throws -> ByteBuffer {
            let file = "\(folder.path)/value"
            let result = try Program.run(
                "ceph-kvstore-tool", ["leveldb", "\(store)/store.db", "get", "auth", key, "out", file])
            try #require(result.status == 0, "auth/\(key): \(result.errorText)")
            return ByteBuffer(bytes: try Data(contentsOf: URL(fileURLWithPath: file)))
        }
        func number(_ key: String) throws -> UInt64 {
            try CephDecoder.decode(from: value(key))
        }
        let fullVersion = try number("full_latest")
        var full = try CephDecoder.decode(AuthFull.self, from: value("full_\(fullVersion)"))
        for version in stride(from: fullVersion + 1, through: try number("last_committed"), by: 1) {
            try full.apply(CephDecoder.decode(AuthVersion.self, from: value("\(version)")))
        }
        return KeyServer(data: full.keys, keyring: keyring)
    }

    /// The same keys, with rotating ones, as this side would have them.
    func keys() throws -> KeyServer {
        var keys = KeyServer(keyring: keyring)
        var random = SystemRandomNumberGenerator()
        keys.data.secrets = keyring.keys
        let update = keys.rotatingUpdate(now: Self.now(), policy: AuthPolicy(), using: &random)
        keys.data.rotatingSecrets = try #require(update).secrets
        return keys
    }

    /// A server on this side, in mode crc where it is asked.
    func server(_ keys: KeyServer) -> MonitorAuthServer {
        MonitorAuthServer(
            MonitorAuthServer.Environment(
                now: Self.now, random: .system,
                policy: {
                    var policy = AuthPolicy()
                    policy.monServiceModes = [.crc]
                    policy.monClusterModes = [.crc]
                    return policy
                }, keys: { keys }, allocateGlobalID: { $0(4711) }))
    }
}
