import CephEncoding
import CephTypes

/// A manager is alive (src/messages/MMgrBeacon.h).
public struct MMgrBeacon: PaxosServiceMessage, Equatable {
    public static let type = MessageType.mgrBeacon
    public static let headVersion: UInt16 = 11
    public static let compatVersion: UInt16 = 8

    public var paxos: PaxosServiceHeader
    public var serverAddresses: EntityAddressVector
    public var gid: UInt64
    /// Whether its modules run.
    public var isAvailable: Bool
    public var name: String
    public var fsid: CephUUID
    /// While it becomes active: the commands that it has.
    public var commands: [CommandDescription]
    public var metadata: CephMap<String, String>
    /// Addresses of what its modules serve.
    public var services: CephMap<String, String>
    /// Those that it has.
    public var modules: [ModuleInfo]
    public var features: UInt64
    /// Its own connections to OSDs, to be shut out when another manager takes over.
    public var clients: [MgrMap.Client]

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(),
        serverAddresses: EntityAddressVector = EntityAddressVector(), gid: UInt64 = 0,
        isAvailable: Bool = false, name: String = "", fsid: CephUUID = .zero,
        commands: [CommandDescription] = [], metadata: CephMap<String, String> = [:],
        services: CephMap<String, String> = [:], modules: [ModuleInfo] = [], features: UInt64 = 0,
        clients: [MgrMap.Client] = []
    ) {
        self.paxos = paxos
        self.serverAddresses = serverAddresses
        self.gid = gid
        self.isAvailable = isAvailable
        self.name = name
        self.fsid = fsid
        self.commands = commands
        self.metadata = metadata
        self.services = services
        self.modules = modules
        self.features = features
        self.clients = clients
    }
}

extension MMgrBeacon {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        serverAddresses = try decoder.decode("server_addrs")
        gid = try decoder.decode("gid")
        isAvailable = try decoder.decode("available")
        name = try decoder.decode("name")
        fsid = version >= 2 ? try decoder.decode("fsid") : .zero
        // Names of modules, which `modules` has too.
        if version >= 3 { _ = try decoder.decode("module_names", as: CephSet<String>.self) }
        commands = version >= 4 ? try decoder.decode("command_descs") : []
        metadata = version >= 5 ? try decoder.decode("metadata") : [:]
        services = version >= 6 ? try decoder.decode("services") : [:]
        modules = version >= 7 ? try decoder.decode("modules") : []
        features = version >= 9 ? try decoder.decode("mgr_features") : 0
        clients = version >= 10 ? try MMgrBeacon.clients(version: version, from: &decoder) : []
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        let isNautilus = encoder.features.contains(.serverNautilus)
        encoder.addresses(serverAddresses)
        encoder.integer(gid)
        encoder.encode(isAvailable)
        encoder.encode(name)
        encoder.encode(fsid)
        encoder.encode(CephSet(modules.map(\.name)))
        encoder.encode(commands)
        encoder.encode(metadata)
        encoder.encode(services)
        encoder.encode(modules)
        encoder.integer(features)
        encoder.encode(clients.map(\.addresses))
        encoder.encode(clients.map(\.name))
        return isNautilus ? Self.current : MessageVersion(version: 7, compatible: 1)
    }
}

extension MMgrBeacon: CustomStringConvertible {
    public var description: String {
        let addresses = serverAddresses.addresses.isEmpty ? "" : "\(serverAddresses)"
        return "mgrbeacon mgr.\(name)(\(fsid),\(gid), \(addresses), \(isAvailable ? 1 : 0))"
    }
}

extension MMgrBeacon {
    /// Version 10 did not have their names.
    private static func clients(version: UInt16, from decoder: inout CephDecoder) throws -> [MgrMap.Client] {
        let addresses: [EntityAddressVector] = try decoder.decode("clients_addrs")
        guard version >= 11 else { return addresses.map { MgrMap.Client(name: "", addresses: $0) } }
        let names: [String] = try decoder.decode("clients_names")
        guard names.count == addresses.count else {
            throw decoder.failure("\(names.count) names of clients, but \(addresses.count) addresses")
        }
        return zip(names, addresses).map { MgrMap.Client(name: $0, addresses: $1) }
    }
}
