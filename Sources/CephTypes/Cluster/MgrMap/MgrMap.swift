import CephEncoding

/// Which manager is active, which ones wait, and what modules they run (src/mon/MgrMap.h).
public struct MgrMap: Hashable, Sendable {
    /// A client that a module of the active manager has opened; blocklisted when the manager fails.
    public struct Client: Hashable, Sendable {
        public var name: String
        public var addresses: EntityAddressVector

        public init(name: String, addresses: EntityAddressVector) {
            self.name = name
            self.addresses = addresses
        }
    }

    public var epoch: UInt32 = 0
    public var activeAddresses = EntityAddressVector()
    /// 0 for none.
    public var activeGID: UInt64 = 0
    /// Whether the active manager has finished starting.
    public var isAvailable = false
    public var activeName = ""
    /// When the active manager became active, or was lost.
    public var activeChange: UTime = .zero
    public var activeFeatures: UInt64 = 0
    /// By gid.
    public var standbys: CephMap<UInt64, MgrStandby> = [:]
    /// Modules that an operator enabled.
    public var modules: CephSet<String> = []
    /// By release number: modules that always run.
    public var alwaysOnModules: CephMap<UInt32, CephSet<String>> = [:]
    public var availableModules: [ModuleInfo] = []
    /// Module to URI.
    public var services: CephMap<String, String> = [:]
    public var lastFailureOSDEpoch: UInt32 = 0
    /// In the order of their names.
    public var clients: [Client] = []

    public init() {}

    public func module(named name: String) -> ModuleInfo? { availableModules.first { $0.name == name } }

    /// Whether the active manager and every standby have the module.
    public func allSupport(module name: String) -> Bool {
        module(named: name) != nil
            && standbys.allSatisfy { $0.value.availableModules.contains { $0.name == name } }
    }

    /// Whether the active manager or a standby has the module.
    public func anySupports(module name: String) -> Bool {
        module(named: name) != nil
            || standbys.contains { $0.value.availableModules.contains { $0.name == name } }
    }

    public func hasDaemon(named name: String) -> Bool {
        activeName == name || standbys.contains { $0.value.name == name }
    }

    /// The active manager's name and the standbys'.
    public var allNames: CephSet<String> {
        CephSet((activeName.isEmpty ? [] : [activeName]) + standbys.values.map(\.name))
    }

    /// The modules that always run in this release, or in the newest before it.
    public func alwaysOnModules(for release: CephRelease) -> CephSet<String> {
        let number = UInt32(release.rawValue)
        if let exact = alwaysOnModules[number] { return exact }
        guard let newest = alwaysOnModules.last, newest.key < number else { return [] }
        return newest.value
    }
}

extension MgrMap: CephRecord {
    public static let cephTypeName = "MgrMap"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 12, named: Self.cephTypeName) { version, body in
            var map = MgrMap()
            try map.decodeBody(version, &body)
            return map
        }
    }

    private mutating func decodeBody(_ version: UInt8, _ body: inout CephDecoder) throws {
        epoch = try body.decode("epoch")
        activeAddresses = try body.decode("active_addrs")
        activeGID = try body.decode("active_gid")
        isAvailable = try body.decode("available")
        activeName = try body.decode("active_name")
        standbys = try body.decode("standbys")
        if version >= 2 {
            modules = try body.decode("modules")
            if version < 6 {
                let names: CephSet<String> = try body.decode("old_available_modules")
                if version < 4 { availableModules = names.map { ModuleInfo(name: $0) } }
            }
        }
        if version >= 3 { services = try body.decode("services") }
        if version >= 4 { availableModules = try body.decode("available_modules") }
        if version >= 7 { activeChange = try body.decode("active_change") }
        if version >= 8 { alwaysOnModules = try body.decode("always_on_modules") }
        if version >= 9 { activeFeatures = try body.decode("active_mgr_features") }
        if version >= 10 { lastFailureOSDEpoch = try body.decode("last_failure_osd_epoch") }
        if version >= 11 { try decodeClients(version, &body) }
    }

    private mutating func decodeClients(_ version: UInt8, _ body: inout CephDecoder) throws {
        let addresses: [EntityAddressVector] = try body.decode("clients_addrs")
        let names: [String] =
            version >= 12 ? try body.decode("clients_names") : addresses.map { _ in "" }
        guard names.count == addresses.count else {
            throw body.failure("\(addresses.count) clients, but \(names.count) names")
        }
        clients = zip(names, addresses).map { Client(name: $0, addresses: $1) }
    }

    /// 16.2's version 12, or what it writes for readers from before nautilus; or version 8, the form of 14.2,
    /// for stores that a 14.2 monitor wrote.
    public func encode(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.serverNautilus) else { return encodeBeforeNautilus(into: &encoder) }
        let isNautilus = encoder.features.areNautilus
        encoder.versioned(isNautilus ? 8 : 12, compatible: 6) { body in
            body.integer(epoch)
            body.encode(activeAddresses)
            encodeActive(into: &body)
            body.encode(services)
            body.encode(availableModules)
            body.encode(activeChange)
            body.encode(alwaysOnModules)
            if isNautilus { return }
            body.integer(activeFeatures)
            body.integer(lastFailureOSDEpoch)
            body.encode(clients.map(\.addresses))
            body.encode(clients.map(\.name))
        }
    }

    private func encodeActive(into encoder: inout CephEncoder) {
        encoder.integer(activeGID)
        encoder.encode(isAvailable)
        encoder.encode(activeName)
        encoder.encode(standbys)
        encoder.encode(modules)
    }

    private func encodeBeforeNautilus(into encoder: inout CephEncoder) {
        encoder.versioned(5, compatible: 1) { body in
            body.integer(epoch)
            body.encode(activeAddresses.legacy ?? EntityAddress())
            encodeActive(into: &body)
            body.encode(CephSet(availableModules.map(\.name)))
            body.encode(services)
            body.encode(availableModules)
        }
    }
}
