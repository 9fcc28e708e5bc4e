import CephTypes

/// The options that the service of file systems looks at, under Ceph's names.
struct MDSMapSettings {
    let options: MonitorOptions

    private func duration(_ name: String) -> Duration { Duration(seconds: options.float(name)) }

    /// How long a server may be silent.
    var beaconGrace: Duration { duration("mds_beacon_grace") }
    /// How often servers send beacons.
    var beaconInterval: Duration { duration("mds_beacon_interval") }
    /// How long a server may be silent that perhaps talks to a monitor which is not in the quorum.
    var beaconMonitorDownGrace: Duration { duration("mds_beacon_mon_down_grace") }
    /// How long a server that failed may not write.
    var blocklistInterval: Duration { duration("mon_mds_blocklist_interval") }
    /// A server that boots replaces the one of the same name.
    var enforcesUniqueNames: Bool { options.bool("mds_enforce_unique_name") }
    /// So many versions of the map stay.
    var maxEpochs: UInt64 { UInt64(clamping: options.int("mon_max_mdsmap_epochs")) }
    /// Versions before this one go; 0 for none.
    var forcedTrimTarget: UInt64 { UInt64(clamping: options.int("mon_mds_force_trim_to")) }
    /// Goes on with a map that breaks its own rules.
    var skipsSanity: Bool { options.bool("mon_mds_skip_sanity") }
}
