import CephEncoding
import CephTypes
import FoundationEssentials
import Glibc
import Messenger

/// Where this monitor listens, and what it tells others of that (src/ceph_mon.cc, src/common/pick_address.cc).
struct OwnAddresses: Equatable {
    /// What others are told.
    var announced: EntityAddressVector
    /// What is listened at: another where something in between translates addresses (`public_bind_addr`).
    var bound: EntityAddressVector

    /// The monmap says it. A monitor that is not in it yet is where `public_addrv` or `public_addr` say, or at its
    /// host's address in `public_network`, or where `mon_host` has it under its name.
    init(_ configuration: DaemonConfiguration, monmap: MonMap) throws {
        if let info = monmap.monitors[configuration.id] {
            announced = info.publicAddresses
        } else {
            announced = try Self.configured(configuration)
        }
        bound =
            try configuration.address("public_bind_addr").map { [announced] in
                Self.addresses($0, for: announced)
            } ?? announced
    }

    /// Without a port, the announced ones are listened at.
    private static func addresses(
        _ bind: EntityAddress, for announced: EntityAddressVector
    ) -> EntityAddressVector {
        guard bind.socket.port == 0 else { return addresses(of: bind) }
        return EntityAddressVector(
            announced.addresses.map { own in
                var copy = own
                copy.socket = bind.socket
                copy.socket.port = own.socket.port
                return copy
            })
    }

    private static func configured(_ configuration: DaemonConfiguration) throws -> EntityAddressVector {
        if let all = try configuration.addresses("public_addrv") { return all }
        if let one = try configuration.address("public_addr") { return addresses(of: one) }
        if let host = try PublicNetwork(configuration.options)?.pick(from: HostAddress.all()) {
            return addresses(of: EntityAddress(kind: .any, socket: host))
        }
        let map = try InitialMonMap.fromHosts(configuration)
        guard let info = map.monitors[configuration.id] else {
            throw UsageError(
                "no public_addr or public_network specified, and mon.\(configuration.id) not present in"
                    + " monmap or ceph.conf")
        }
        return info.publicAddresses
    }

    /// One address stands for both protocols at their ports; a port tells the protocol (`make_mon_addrs`).
    static func addresses(of address: EntityAddress) -> EntityAddressVector {
        switch address.socket.port {
        case 0: address.atMonitorPorts
        case MonitorPort.legacy: EntityAddressVector([address.with(kind: .legacy)])
        default: EntityAddressVector([address.with(kind: .msgr2)])
        }
    }
}

extension DaemonConfiguration {
    /// Nil where the option has no address.
    func addresses(_ option: String) throws -> EntityAddressVector? {
        guard case .addresses(let vector)? = options[option] else { return nil }
        let set = vector.addresses.filter { $0.socket.family != 0 }
        return set.isEmpty ? nil : EntityAddressVector(set)
    }

    func address(_ option: String) throws -> EntityAddress? {
        guard case .address(let address)? = options[option], address.socket.family != 0 else { return nil }
        return address
    }
}

/// An address that one of this host's interfaces has.
struct HostAddress: Equatable {
    let interface: String
    let address: SocketAddress

    static func all() -> [HostAddress] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        return sequence(first: first) { $0?.pointee.ifa_next }.compactMap { entry in
            guard let entry, let address = entry.pointee.ifa_addr else { return nil }
            guard let host = NumericHost.text(address) else { return nil }
            // A link-local address needs its interface, which no monmap can say.
            guard !host.contains("%") else { return nil }
            return SocketAddress("\(host):0").map {
                HostAddress(interface: String(cString: entry.pointee.ifa_name), address: $0)
            }
        }
    }
}

/// `public_network`: in which of the networks a daemon is met.
struct PublicNetwork {
    private struct Network {
        var bytes: [UInt8]
        var length: Int
        var family: UInt16
    }
    private let text: String
    private let networks: [Network]
    private let interfaces: Set<String>
    private let takesIPv4: Bool
    private let takesIPv6: Bool

    /// Nil where the option is not set.
    init?(_ options: MonitorOptions) throws {
        text = options.string("public_network")
        func list(_ text: String) -> [String] {
            text.split(whereSeparator: { ", ;\t\n".contains($0) }).map(String.init)
        }
        interfaces = Set(list(options.string("public_network_interface")))
        (takesIPv4, takesIPv6) = (options.bool("ms_bind_ipv4"), options.bool("ms_bind_ipv6"))
        let parts = list(text)
        guard !parts.isEmpty else { return nil }
        networks = try parts.map(Self.network)
    }

    private static func network(_ text: String) throws -> Network {
        let parts = text.split(separator: "/", maxSplits: 1)
        let host = parts.first.map(String.init) ?? ""
        guard parts.count == 2, let length = Int(parts[1]),
            let socket = SocketAddress(host.contains(":") ? "[\(host)]:0" : "\(host):0"),
            (0...socket.host.count * 8).contains(length)
        else { throw UsageError("unable to parse network: \(text)") }
        return Network(bytes: socket.host, length: length, family: socket.family)
    }

    /// The first of the host's addresses that lies in one of the networks, in their order.
    func pick(from addresses: [HostAddress]) throws -> SocketAddress {
        for network in networks {
            for candidate in addresses {
                guard interfaces.isEmpty || interfaces.contains(candidate.interface) else { continue }
                let isWanted = candidate.address.family == SocketAddress.ipv4 ? takesIPv4 : takesIPv6
                if isWanted, contains(candidate.address, network) { return candidate.address }
            }
        }
        let family = takesIPv6 && !takesIPv4 ? "IPv6" : "IPv4"
        let place = interfaces.isEmpty ? "" : " interfaces '\(interfaces.sorted().joined(separator: ","))'"
        throw UsageError("unable to find any \(family) address in networks '\(text)'\(place)")
    }

    private func contains(_ address: SocketAddress, _ network: Network) -> Bool {
        guard address.family == network.family else { return false }
        let bytes = address.host
        return bytes.indices.allSatisfy { index in
            let bits = min(max(network.length - index * 8, 0), 8)
            let mask = UInt8(truncatingIfNeeded: 0xff00 >> bits)
            return bytes[index] & mask == network.bytes[index] & mask
        }
    }
}
