import CephEncoding

/// The monitors of a cluster and how they elect their leader (src/mon/MonMap.h).
public struct MonMap: Hashable, Sendable {
    /// `election_strategy`: how monitors choose a leader.
    public struct ElectionStrategy: RawRepresentable, Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The lowest rank leads.
        public static let classic = ElectionStrategy(rawValue: 1)
        /// The lowest rank that is not disallowed leads.
        public static let disallow = ElectionStrategy(rawValue: 2)
        /// The best connected one leads.
        public static let connectivity = ElectionStrategy(rawValue: 3)
    }

    public var epoch: UInt32 = 0
    public var fsid: CephUUID = .zero
    public var lastChanged: UTime = .zero
    public var created: UTime = .zero
    public var persistentFeatures: MonFeatures = []
    public var optionalFeatures: MonFeatures = []
    /// By name.
    public internal(set) var monitors: CephMap<String, MonInfo> = [:]
    /// Names in the order of their ranks.
    public internal(set) var ranks: [String] = []
    public var minMonRelease: CephRelease = .unknown
    /// Ranks that the last change took away.
    public var removedRanks: CephSet<UInt32> = []
    public var strategy: ElectionStrategy = .classic
    public var disallowedLeaders: CephSet<String> = []
    public var stretchModeEnabled = false
    public var tiebreakerMonitor = ""
    public var stretchMarkedDownMonitors: CephSet<String> = []

    public init() {}

    /// What the whole quorum must support.
    public var requiredFeatures: MonFeatures { persistentFeatures.union(optionalFeatures) }

    public var count: Int { monitors.count }

    /// How many monitors make a quorum.
    public var majority: Int { count / 2 + 1 }

    public func contains(_ name: String) -> Bool { monitors.contains(name) }

    /// Whether one of the monitors has this address among its own.
    public func contains(_ address: EntityAddress) -> Bool { name(of: address) != nil }

    /// The monitor that listens at this address.
    public func name(of address: EntityAddress) -> String? {
        monitors.first { $0.value.publicAddresses.addresses.contains(address) }?.key
    }

    public func rank(of name: String) -> Int? { ranks.firstIndex(of: name) }

    /// The name of a rank; nil for one that there is not.
    public func name(ofRank rank: Int) -> String? { ranks.indices.contains(rank) ? ranks[rank] : nil }

    public func info(ofRank rank: Int) -> MonInfo? { name(ofRank: rank).flatMap { monitors[$0] } }

    /// Adds a monitor, at the last rank once the cluster is past nautilus, else where its address puts it.
    /// - Returns: false if the name is taken.
    @discardableResult
    public mutating func add(_ info: MonInfo) -> Bool {
        guard !contains(info.name) else { return false }
        monitors[info.name] = info
        if requiredFeatures.contains(.nautilus) {
            ranks.append(info.name)
        } else {
            calculateLegacyRanks()
        }
        return true
    }

    /// Takes a monitor away; those behind it move up a rank.
    /// - Returns: false if there is none of that name.
    @discardableResult
    public mutating func remove(_ name: String) -> Bool {
        guard monitors.removeValue(forKey: name) != nil else { return false }
        disallowedLeaders.remove(name)
        if let rank = rank(of: name) { removedRanks.insert(UInt32(clamping: rank)) }
        if requiredFeatures.contains(.nautilus) {
            ranks.removeAll { $0 == name }
        } else {
            calculateLegacyRanks()
        }
        return true
    }

    /// Gives a monitor a new name at its old rank.
    /// - Returns: false if there is none of that name, or one of the new.
    @discardableResult
    public mutating func rename(_ old: String, to new: String) -> Bool {
        guard !contains(new), var info = monitors.removeValue(forKey: old) else { return false }
        info.name = new
        monitors[new] = info
        if requiredFeatures.contains(.nautilus) {
            ranks = ranks.map { $0 == old ? new : $0 }
        } else {
            calculateLegacyRanks()
        }
        return true
    }

    /// Gives a monitor other addresses.
    public mutating func setAddresses(_ addresses: EntityAddressVector, of name: String) {
        update(name) { $0.publicAddresses = addresses }
    }

    /// Changes what is known of a monitor, except its name.
    public mutating func update(_ name: String, _ change: (inout MonInfo) -> Void) {
        guard var info = monitors[name] else { return }
        change(&info)
        info.name = name
        monitors[name] = info
        if !requiredFeatures.contains(.nautilus) { calculateLegacyRanks() }
    }

    /// Orders the ranks by address, as they were before nautilus kept them.
    public mutating func calculateLegacyRanks() {
        ranks = monitors.values.sorted { left, right in
            let (first, second) = (left.publicAddresses.legacyOrFront, right.publicAddresses.legacyOrFront)
            if EntityAddress.precedes(first, second) { return true }
            if EntityAddress.precedes(second, first) { return false }
            return String.precedes(left.name, right.name)
        }.map(\.name)
    }
}
