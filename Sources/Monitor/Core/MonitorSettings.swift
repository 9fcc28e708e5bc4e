import CephTypes

/// The options that a monitor runs with, by Ceph's names.
public struct MonitorSettings: Sendable {
    /// Where each value comes from, and what it stands for.
    public var options: MonitorOptions {
        didSet { values = options.texts }
    }
    /// Options that were set somewhere, and their texts: those that are at their defaults are absent.
    public private(set) var values: [String: String]

    public init(_ options: MonitorOptions) {
        self.options = options
        values = options.texts
    }

    /// - Parameter values: as a configuration file has them.
    public init(_ values: [String: String] = [:]) {
        var options = MonitorOptions(monitor: .init(name: AuthEntityName(.mon, "")))
        for (name, text) in values {
            do throws(MonitorOptions.SetError) {
                try options.set(name, to: text, at: .file)
            } catch {
                preconditionFailure("\(name) = \(text): \(error)")
            }
        }
        self.init(options)
    }
}

extension MonitorOptions {
    /// What counts of the options that were set somewhere.
    fileprivate var texts: [String: String] {
        Dictionary(namesSet.map { ($0, string($0)) }, uniquingKeysWith: { first, _ in first })
    }

    fileprivate func duration(_ name: String) -> Duration { Duration(seconds: float(name)) }
    fileprivate func count(_ name: String) -> UInt64 { UInt64(clamping: int(name)) }
}

extension MonitorTunables {
    init(_ settings: MonitorSettings) {
        self.init()
        let options = settings.options
        readQuorumOptions(options)
        readPaxosOptions(options)
        tickInterval = options.duration("mon_tick_interval")
        subscribeInterval = options.duration("mon_subscribe_interval")
        sessionTimeout = options.duration("mon_session_timeout")
        compactOnBootstrap = options.bool("mon_compact_on_bootstrap")
        compactOnStart = options.bool("mon_compact_on_start")
        compactOnTrim = options.bool("mon_compact_on_trim")
        scrubInterval = options.duration("mon_scrub_interval")
        scrubTimeout = options.duration("mon_scrub_timeout")
        scrubMaxKeys = options.int("mon_scrub_max_keys")
    }

    private mutating func readQuorumOptions(_ options: MonitorOptions) {
        lease = options.duration("mon_lease")
        leaseRenewIntervalFactor = options.float("mon_lease_renew_interval_factor")
        leaseAckTimeoutFactor = options.float("mon_lease_ack_timeout_factor")
        acceptTimeoutFactor = options.float("mon_accept_timeout_factor")
        electionTimeout = options.duration("mon_election_timeout")
        probeTimeout = options.duration("mon_probe_timeout")
        syncTimeout = options.duration("mon_sync_timeout")
        syncMaxPayloadSize = options.int("mon_sync_max_payload_size")
        syncMaxPayloadKeys = options.int("mon_sync_max_payload_keys")
        timeCheckInterval = options.duration("mon_timecheck_interval")
        timeCheckSkewInterval = options.duration("mon_timecheck_skew_interval")
        clockDriftAllowed = options.duration("mon_clock_drift_allowed")
        electorPingTimeout = options.duration("mon_elector_ping_timeout")
        electorScoreHalfLife = options.float("mon_con_tracker_score_halflife")
        electorPingDivisor = max(options.int("mon_elector_ping_divisor"), 1)
        electorIgnoreProposeMargin = options.float("mon_elector_ignore_propose_margin")
        forceQuorumJoin = options.bool("mon_force_quorum_join")
        fastFailover = options.bool("mon_fast_failover")
    }

    private mutating func readPaxosOptions(_ options: MonitorOptions) {
        proposeInterval = options.duration("paxos_propose_interval")
        minWait = options.duration("paxos_min_wait")
        paxosMin = options.count("paxos_min")
        paxosTrimMin = options.count("paxos_trim_min")
        paxosTrimMax = options.count("paxos_trim_max")
        serviceTrimMin = options.count("paxos_service_trim_min")
        serviceTrimMax = options.count("paxos_service_trim_max")
        serviceTrimMaxMultiplier = options.count("paxos_service_trim_max_multiplier")
        stashFullInterval = options.count("paxos_stash_full_interval")
        maxJoinDrift = options.count("paxos_max_join_drift")
    }
}
