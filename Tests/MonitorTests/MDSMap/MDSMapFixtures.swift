import CephEncoding
import CephMessages
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

/// Files of `Tests/Fixtures/fsmap`: what a real 16.2.15 monitor answered to commands about file systems, one after
/// the other.
enum MDSMapFixtures {
    struct Answer: Decodable {
        var command: String
        var code: Int32
        var output: String
        var status: String
    }

    static func data(_ name: String) throws -> Data {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appendingPathComponent("Fixtures/fsmap/\(name)").path
        return try #require(FileManager.default.contents(atPath: path), "\(path)")
    }

    static func answers() throws -> [Answer] {
        try JSONDecoder().decode([Answer].self, from: try data("answers.json"))
    }
}

extension Monitor {
    var fileSystems: MDSMapService { service(MDSMapService.self) }
}

extension CommandValue: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = .string(text) }
}

/// A monitor with pools, and metadata servers that a test plays.
struct FileSystemCluster {
    let monitor: Monitor
    let environment: TestEnvironment
    var osdMaps: OSDMapService { monitor.service() }
    var service: MDSMapService { monitor.fileSystems }
    var map: FSMap { service.map }

    init(settings: [String: String] = [:]) throws {
        (monitor, environment) = try TestEnvironment.newCluster(settings: MonitorSettings(settings))
        for name in ["m", "d", "d2"] { try newPool(name) }
        try set("osd erasure-code-profile set", ["name": "k2", "profile": .strings(["k=2", "m=1"])])
        for name in ["ec", "ecow"] {
            try newPool(name, ["pool_type": "erasure", "erasure_code_profile": "k2"])
        }
        try set("osd pool set", ["pool": "ecow", "var": "allow_ec_overwrites", "val": "true"])
        for name in ["r", "app", "snap", "base", "tier", "bulk"] { try newPool(name) }
        try set("osd pool application enable", ["pool": "app", "app": "rbd"])
        try set("osd pool mksnap", ["pool": "snap", "snap": "s"])
        try set("osd tier add", ["pool": "base", "tierpool": "tier"])
        try set("osd pool set", ["pool": "bulk", "var": "bulk", "val": "true"])
    }

    private func newPool(_ name: String, _ arguments: [String: CommandValue] = [:]) throws {
        let both = arguments.merging(["pool": .string(name), "pg_num": .int(8)]) { $1 }
        try set("osd pool create", both)
    }

    private func set(_ prefix: String, _ arguments: [String: CommandValue]) throws {
        let reply = try ask(prefix, arguments)
        try #require(reply.code == 0, "\(prefix) \(arguments): \(reply.status)")
    }

    @discardableResult
    func ask(_ prefix: String, _ arguments: [String: CommandValue] = [:]) throws -> CommandReply {
        try monitor.ask(prefix, arguments)
    }

    /// A metadata server's session.
    func server(_ number: UInt64, caps: String = "allow *") throws -> Session {
        let port = 6800 + number
        let addresses = try #require(
            EntityAddressVector("[v2:127.0.0.1:\(port)/\(number),v1:127.0.0.1:\(port + 1)/\(number)]"))
        let session = Session(
            connection: ConnectionID(number), name: EntityName(.mds, -1), addresses: addresses)
        session.authName = AuthEntityName(.mds, "s\(number)")
        session.caps = try MonCap(caps)
        session.isAuthenticated = true
        monitor.sessionOpened(session)
        return session
    }

    /// Sends a beacon and lets time pass.
    /// - Parameter epoch: that the server has seen; nil for the right one.
    func beacon(
        _ session: Session, _ state: MDSState, name: String? = nil, health: [MDSHealth.Metric] = [],
        fs: String = "", epoch: UInt32? = nil, compat: CompatSet = .mdsAll, after: Duration = .seconds(2)
    ) throws {
        let gid = session.connection.rawValue
        let sequence = (map.info(ofGID: gid)?.stateSequence ?? 0) + 1
        var seen = map.standbyEpochs[gid] ?? 0
        if let fscid = map.roles[gid], let filesystem = map.filesystems[fscid] {
            seen = filesystem.mdsMap.epoch
        }
        let beacon = MMDSBeacon(
            paxos: PaxosServiceHeader(version: UInt64(epoch ?? seen)), fsid: monitor.monmap.fsid,
            globalID: gid, state: state, sequence: sequence, name: name ?? "s\(gid)", compat: compat,
            health: MDSHealth(metrics: health),
            systemInfo: state == .boot ? ["hostname": "h\(gid)", "ceph_version_short": "16.2.15"] : [:],
            features: CephFeatures.all.rawValue, fsName: fs)
        monitor.receive(MessageEnvelope(beacon, tid: sequence), on: session.connection)
        try environment.advance(by: after)
    }

    /// The last message to a session.
    func last<T: CephMessage>(_ type: T.Type, to session: Session) -> T? {
        environment.sent.last { $0.connection == session.connection && $0.message.body is T }?
            .message.body as? T
    }

    /// Lets time pass in which these servers send beacons.
    func keepAlive(_ sessions: [Session], for span: Duration) throws {
        var left = span
        while left > .zero {
            for session in sessions {
                guard let info = map.info(ofGID: session.connection.rawValue) else { continue }
                try beacon(session, info.state, after: .zero)
            }
            try environment.advance(by: .seconds(4))
            left -= .seconds(4)
        }
    }
}
