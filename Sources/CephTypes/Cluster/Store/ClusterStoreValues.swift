import CephEncoding

/// Which record a monitor's store keeps at which key, for the prefixes that belong to the monmap, the
/// file systems, the managers, health and the monitor itself.
public enum ClusterStoreValues {
    /// The record at `prefix`/`key`; nil where another family's is, or none.
    public static func type(prefix: String, key: String) -> (any CephRecord.Type)? {
        switch prefix {
        case "monmap": key == "latest" ? LatestMonMap.self : versioned(key, MonMap.self)
        case "mdsmap": versioned(key, FSMap.self)
        case "mgr": key == "ever_had_active_mgr" ? StoredNumber.self : versioned(key, MgrMap.self)
        case "health": health(key)
        case "monitor": monitor(key)
        case "mkfs", "mon_sync": bootstrap(key)
        case "monitor_store": key == "last_metadata" ? MonitorMetadata.self : nil
        case "mds_metadata": key == "last_metadata" ? MDSMetadata.self : nil
        case "mds_health": MDSHealth.self
        case "osd_metadata", "mgr_metadata": DaemonMetadata.self
        case "mgr_command_descs": key.isEmpty ? CommandDescriptions.self : nil
        default: nil
        }
    }

    /// A Paxos service keeps a value a version, and between which versions they are.
    private static func versioned(_ key: String, _ record: any CephRecord.Type) -> (any CephRecord.Type)? {
        switch key {
        case "first_committed", "last_committed": StoredNumber.self
        default: UInt64(key) == nil ? nil : record
        }
    }

    private static func health(_ key: String) -> any CephRecord.Type {
        switch key {
        case "first_committed", "last_committed": StoredNumber.self
        case "mutes": HealthMutes.self
        case "quorum": QuorumHealth.self
        default: HealthCheckMap.self
        }
    }

    private static func monitor(_ key: String) -> (any CephRecord.Type)? {
        switch key {
        case "magic", "cluster_uuid": StoredText.self
        case "cluster_fingerprint": CephUUID.self
        case "feature_set": CompatSet.self
        case "connectivity_scores": ConnectionTracker.self
        case "election_epoch", "election_writeable_test", "joined", "min_mon_release": StoredNumber.self
        default: nil
        }
    }

    /// What `ceph-mon --mkfs` leaves for the first start, and a synchronization for its end.
    private static func bootstrap(_ key: String) -> (any CephRecord.Type)? {
        switch key {
        case "monmap", "latest_monmap", "temp_newer_monmap": MonMap.self
        case "last_committed_floor": StoredNumber.self
        default: nil
        }
    }
}
