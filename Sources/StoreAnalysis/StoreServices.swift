import CephTypes
import MonitorStore

/// A service whose versions a store keeps, as one looks at them offline.
public struct StoreService: Sendable, Hashable {
    /// Its prefix in the store: `osdmap`.
    public let prefix: String
    /// Whether it keeps whole maps (`full_N`) beside the changes.
    public let stashesFullMaps: Bool

    /// The services of a 16.2 monitor, in the order in which a monitor refreshes them
    /// (src/mon/mon_types.h, `PAXOS_*`).
    public static let all: [StoreService] = [
        StoreService(prefix: "mdsmap", stashesFullMaps: false),
        StoreService(prefix: "osdmap", stashesFullMaps: true),
        StoreService(prefix: "logm", stashesFullMaps: true),
        StoreService(prefix: "monmap", stashesFullMaps: false),
        StoreService(prefix: "auth", stashesFullMaps: true),
        StoreService(prefix: "mgr", stashesFullMaps: false),
        StoreService(prefix: "mgrstat", stashesFullMaps: false),
        StoreService(prefix: "health", stashesFullMaps: false),
        StoreService(prefix: "config", stashesFullMaps: false),
        StoreService(prefix: "kv", stashesFullMaps: false),
    ]
}
