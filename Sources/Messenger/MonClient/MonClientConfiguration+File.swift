import CephAuth
import CephEncoding
import CephTypes
import FoundationEssentials
import NIOCore

extension MonClientConfiguration {
    /// A cluster as its `ceph.conf` tells of it: `mon_host`, `keyring`, what the client insists on.
    /// - Parameters:
    ///   - path: the configuration file.
    ///   - name: whose key is used, `client.admin` most often.
    ///   - overrides: options that go before the file's, as from a command line.
    /// - Throws: ``ClusterFileError`` where the file, its monitors or the key cannot be had.
    public init(
        file path: String, name: String = "client.admin", overrides: [(name: String, value: String)] = []
    ) throws {
        guard let entity = AuthEntityName(name) else {
            throw ClusterFileError("\(name) is no name such as client.admin")
        }
        var options = MonitorOptions(identity: MonitorOptions.Identity(name: entity), isDaemon: false)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ClusterFileError("\(path) cannot be read")
        }
        for complaint in options.read(try ConfigFile(bytes: data)) {
            throw ClusterFileError("\(path): \(complaint)")
        }
        for (name, value) in overrides { try options.set(name, to: value, at: .cmdline) }
        let monitors = try MonHost.resolve(options.string("mon_host"))
        guard !monitors.isEmpty else { throw ClusterFileError("\(path) has no mon_host") }
        self.init(monitors: monitors, name: entity, keyring: try Self.keyring(options, path))
        policy = AuthPolicy(ownType: .client, options: options)
    }

    private static func keyring(_ options: MonitorOptions, _ path: String) throws -> KeyRing {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let names = options.expand(options.string("keyring")).split(separator: ",").map(String.init)
        for name in names {
            let file = name.hasPrefix("/") ? name : "\(folder)/\(name)"
            guard let data = FileManager.default.contents(atPath: file) else { continue }
            return try KeyRing(bytes: ByteBuffer(bytes: data))
        }
        throw ClusterFileError("\(path): no keyring at \(names.joined(separator: ", "))")
    }
}

/// Why a `ceph.conf` is not enough to reach its cluster.
public struct ClusterFileError: Error, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}
