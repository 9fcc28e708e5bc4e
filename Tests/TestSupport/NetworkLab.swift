import Foundation

/// Hosts as network namespaces on one bridge, whose connections can be cut in each direction. Gone with this object.
public final class NetworkLab {
    /// Needs root, and a kernel that lets it.
    public static let isPossible: Bool = {
        guard getuid() == 0, Program.installed("ip") != nil else { return false }
        let probe = "sm-probe-\(getpid())"
        guard (try? ip("netns", "add", probe)) != nil else { return false }
        return (try? ip("netns", "del", probe)) != nil
    }()

    private let names: [String]
    private let prefix = "sm\(getpid())"
    private let network = "10.\(200 + Int(getpid()) % 50).\(Int(getpid()) / 50 % 250)"
    private var cuts: [(host: String, target: String)] = []

    public init(_ names: [String]) throws {
        self.names = names
        try Self.ip("link", "add", prefix, "type", "bridge")
        try Self.ip("addr", "add", "\(network).254/24", "dev", prefix)
        try Self.ip("link", "set", prefix, "up")
        for name in names {
            let (namespace, outside) = (namespace(name), "\(prefix)\(name)")
            try Self.ip("netns", "add", namespace)
            try Self.ip(
                "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", namespace)
            try Self.ip("link", "set", outside, "master", prefix, "up")
            try inside(name, "addr", "add", "\(address(name))/24", "dev", "eth0")
            try inside(name, "link", "set", "eth0", "up")
            try inside(name, "link", "set", "lo", "up")
        }
    }

    deinit {
        for name in names { _ = try? Self.ip("netns", "del", namespace(name)) }
        _ = try? Self.ip("link", "del", prefix)
    }

    public func namespace(_ name: String) -> String { "\(prefix)-\(name)" }

    public func address(_ name: String) -> String {
        "\(network).\((names.firstIndex(of: name) ?? 0) + 1)"
    }

    /// Packets of a host to another vanish: they go to a hardware address that nobody has.
    public func cut(_ host: String, _ target: String) throws {
        try inside(
            host, "neigh", "replace", address(target), "lladdr", "02:00:00:00:00:99", "nud", "permanent",
            "dev", "eth0")
        cuts.append((host, target))
    }

    /// Both ways, between a host and others; whoever is outside of the lab still reaches it.
    public func isolate(_ host: String, from others: [String]) throws {
        for other in others {
            try cut(host, other)
            try cut(other, host)
        }
    }

    /// Nothing at all comes or goes, as when the cable is pulled.
    public func unplug(_ host: String) throws { try Self.ip("link", "set", "\(prefix)\(host)", "down") }
    public func plug(_ host: String) throws { try Self.ip("link", "set", "\(prefix)\(host)", "up") }

    public func heal() throws {
        for (host, target) in cuts { try inside(host, "neigh", "del", address(target), "dev", "eth0") }
        cuts = []
    }

    private func inside(_ name: String, _ arguments: String...) throws {
        try Self.ip(arguments: ["-n", namespace(name)] + arguments)
    }

    private static func ip(_ arguments: String...) throws { try ip(arguments: arguments) }

    private static func ip(arguments: [String]) throws {
        let result = try Program.run("ip", arguments, limit: 20)
        guard result.status == 0 else {
            throw OwnCluster.Failure(
                description: "ip \(arguments.joined(separator: " ")): \(result.errorText)")
        }
    }
}
