import CephEncoding
import CephTypes

/// The options that the state machine itself looks at on every step, ready to use. Ceph's names and defaults
/// (src/common/options.cc, 16.2).
public struct MonitorTunables: Sendable {
    /// `mon_lease`: how long peons may answer reads without hearing from the leader.
    public var lease = Duration.seconds(5)
    /// `mon_lease_renew_interval_factor`
    public var leaseRenewIntervalFactor = 0.6
    /// `mon_lease_ack_timeout_factor`
    public var leaseAckTimeoutFactor = 2.0
    /// `mon_accept_timeout_factor`
    public var acceptTimeoutFactor = 2.0
    /// `mon_election_timeout`
    public var electionTimeout = Duration.seconds(5)
    /// `mon_probe_timeout`
    public var probeTimeout = Duration.seconds(2)
    /// `mon_sync_timeout`
    public var syncTimeout = Duration.seconds(60)
    /// `mon_sync_max_payload_size`
    public var syncMaxPayloadSize = 1 << 20
    /// `mon_sync_max_payload_keys`
    public var syncMaxPayloadKeys = 2000
    /// `mon_tick_interval`
    public var tickInterval = Duration.seconds(5)
    /// `mon_subscribe_interval`
    public var subscribeInterval = Duration.seconds(86400)
    /// `paxos_propose_interval`: how long changes are gathered after a commit.
    public var proposeInterval = Duration.seconds(1)
    /// `paxos_min_wait`: how long changes are gathered after a period of inactivity.
    public var minWait = Duration.milliseconds(50)
    /// `paxos_min`: so many versions stay in the log.
    public var paxosMin: UInt64 = 500
    /// `paxos_trim_min`: fewer are not worth a trim.
    public var paxosTrimMin: UInt64 = 250
    /// `paxos_trim_max`: more are not trimmed at once.
    public var paxosTrimMax: UInt64 = 500
    /// `paxos_service_trim_min`
    public var serviceTrimMin: UInt64 = 250
    /// `paxos_service_trim_max`
    public var serviceTrimMax: UInt64 = 500
    /// `paxos_service_trim_max_multiplier`
    public var serviceTrimMaxMultiplier: UInt64 = 20
    /// `paxos_stash_full_interval`
    public var stashFullInterval: UInt64 = 25
    /// `paxos_max_join_drift`
    public var maxJoinDrift: UInt64 = 10
    /// `mon_compact_on_bootstrap`
    public var compactOnBootstrap = false
    /// `mon_compact_on_start`
    public var compactOnStart = false
    /// `mon_compact_on_trim`
    public var compactOnTrim = true
    /// `mon_timecheck_interval`
    public var timeCheckInterval = Duration.seconds(300)
    /// `mon_timecheck_skew_interval`
    public var timeCheckSkewInterval = Duration.seconds(30)
    /// `mon_clock_drift_allowed`
    public var clockDriftAllowed = Duration.milliseconds(50)
    /// `mon_session_timeout`
    public var sessionTimeout = Duration.seconds(300)
    /// `mon_elector_ping_timeout`
    public var electorPingTimeout = Duration.seconds(2)
    /// `mon_con_tracker_score_halflife`
    public var electorScoreHalfLife = 43200.0
    /// `mon_elector_ping_divisor`: so many pings in a timeout.
    public var electorPingDivisor = 2
    /// `mon_elector_ignore_propose_margin`
    public var electorIgnoreProposeMargin = 0.0005
    /// `mon_force_quorum_join`: ask to be added again to a monmap that this monitor was taken out of.
    public var forceQuorumJoin = false
    /// `mon_fast_failover` (not in Ceph): elect at once when nothing listens at a lost peer's address any more.
    public var fastFailover = true
    /// How long a vote waits for a better candidate.
    public var voteDelay = Duration.milliseconds(50)
    /// How long a candidate with a majority waits before it looks whether the silent ones are there at all.
    public var absenceProbeDelay = Duration.milliseconds(200)
    /// `mon_scrub_interval`
    public var scrubInterval = Duration.seconds(86400)
    /// `mon_scrub_timeout`
    public var scrubTimeout = Duration.seconds(300)
    /// `mon_scrub_max_keys`
    public var scrubMaxKeys = 100

    public init() {}

    /// How long a leader waits for `accept`.
    var acceptTimeout: Duration { lease * acceptTimeoutFactor }
    /// How long a leader waits for lease acknowledgements, and a peon for a lease.
    var leaseAckTimeout: Duration { lease * leaseAckTimeoutFactor }
    /// How often a leader renews.
    var leaseRenewInterval: Duration { lease * leaseRenewIntervalFactor }
}
