import CephEncoding
import CephTypes
import Foundation
import Messenger
import NIOCore

/// A cluster as its `ceph.conf` tells of it.
struct ClusterTarget {
    let path: String
    private let configuration: MonClientConfiguration

    /// - Parameter name: whose key is used, `client.admin` most often.
    init(path: String, name: String) throws {
        self.path = path
        guard let data = FileManager.default.contents(atPath: path) else {
            throw BenchError("\(path) cannot be read")
        }
        guard let entity = AuthEntityName(name) else {
            throw BenchError("\(name) is no name such as client.admin")
        }
        let file = try ConfigFile(bytes: data)
        var options = MonitorOptions(identity: MonitorOptions.Identity(name: entity), isDaemon: false)
        for complaint in options.read(file) { throw BenchError("\(path): \(complaint)") }
        let monitors = try MonHost.parse(options.string("mon_host"))
        guard !monitors.isEmpty else { throw BenchError("\(path) has no mon_host") }
        configuration = MonClientConfiguration(
            monitors: monitors, name: entity, keyring: try Self.keyring(options, path))
    }

    private static func keyring(_ options: MonitorOptions, _ path: String) throws -> KeyRing {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let names = options.expand(options.string("keyring")).split(separator: ",").map(String.init)
        for name in names {
            let file = name.hasPrefix("/") ? name : "\(folder)/\(name)"
            guard let data = FileManager.default.contents(atPath: file) else { continue }
            return try KeyRing(bytes: ByteBuffer(bytes: data))
        }
        throw BenchError("\(path): no keyring at \(names.joined(separator: ", "))")
    }

    /// A connection of its own to the cluster.
    func connect(_ group: any EventLoopGroup) async throws -> MonClient {
        let client = MonClient(group: group, configuration: configuration)
        try await client.connect()
        return client
    }
}
