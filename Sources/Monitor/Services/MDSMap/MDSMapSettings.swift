import CephTypes

/// The options that the service of file systems looks at, under Ceph's names (src/common/options.cc, 16.2).
struct MDSMapSettings {
    private let values: [String: String]

    init(_ settings: MonitorSettings) { values = settings.values }

    private func number(_ name: String, _ standard: Double) -> Double {
        values[name].flatMap(Double.init) ?? standard
    }
    private func count(_ name: String, _ standard: UInt64) -> UInt64 {
        values[name].flatMap(UInt64.init) ?? standard
    }
    private func flag(_ name: String, _ standard: Bool) -> Bool {
        values[name].map { ["true", "1", "yes", "on"].contains($0) } ?? standard
    }

    /// How long a server may be silent.
    var beaconGrace: Duration { Duration(seconds: number("mds_beacon_grace", 15)) }
    /// How often servers send beacons.
    var beaconInterval: Duration { Duration(seconds: number("mds_beacon_interval", 4)) }
    /// How long a server may be silent that perhaps talks to a monitor which is not in the quorum.
    var beaconMonitorDownGrace: Duration { Duration(seconds: number("mds_beacon_mon_down_grace", 60)) }
    /// How long a server that failed may not write.
    var blocklistInterval: Duration { Duration(seconds: number("mon_mds_blocklist_interval", 86400)) }
    /// A server that boots replaces the one of the same name.
    var enforcesUniqueNames: Bool { flag("mds_enforce_unique_name", true) }
    /// So many versions of the map stay.
    var maxEpochs: UInt64 { count("mon_max_mdsmap_epochs", 500) }
    /// Versions before this one go; 0 for none.
    var forcedTrimTarget: UInt64 { count("mon_mds_force_trim_to", 0) }
    /// Goes on with a map that breaks its own rules.
    var skipsSanity: Bool { flag("mon_mds_skip_sanity", false) }
}
