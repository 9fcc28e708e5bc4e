import CephEncoding
import CephTypes

/// An OSD is alive, which luminous and later OSDs tell the monitors so (src/messages/MOSDBeacon.h).
public struct MOSDBeacon: PaxosServiceMessage, Equatable {
    public static let type = MessageType.osdBeacon
    public static let headVersion: UInt16 = 3
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    /// Those that it is the primary of.
    public var pgs: [PGID]
    /// Of ``pgs``: OSD maps before it are no longer needed for them.
    public var minLastEpochClean: UInt32
    public var lastPurgedSnapsScrub: UTime
    /// Seconds.
    public var reportInterval: Int32

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), pgs: [PGID] = [], minLastEpochClean: UInt32 = 0,
        lastPurgedSnapsScrub: UTime = .zero, reportInterval: Int32 = 0
    ) {
        self.paxos = paxos
        self.pgs = pgs
        self.minLastEpochClean = minLastEpochClean
        self.lastPurgedSnapsScrub = lastPurgedSnapsScrub
        self.reportInterval = reportInterval
    }
}

extension MOSDBeacon {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        pgs = try decoder.decode("pgs")
        minLastEpochClean = try decoder.decode("min_last_epoch_clean")
        lastPurgedSnapsScrub = version >= 2 ? try decoder.decode("last_purged_snaps_scrub") : .zero
        reportInterval = version >= 3 ? try decoder.decode("osd_beacon_report_interval") : 0
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(pgs)
        encoder.integer(minLastEpochClean)
        encoder.encode(lastPurgedSnapsScrub)
        encoder.integer(reportInterval)
        return Self.current
    }
}

extension MOSDBeacon: CustomStringConvertible {
    public var description: String {
        "osd_beacon(pgs \(pgs.streamText) lec \(minLastEpochClean)"
            + " last_purged_snaps_scrub \(lastPurgedSnapsScrub)"
            + " osd_beacon_report_interval \(reportInterval) v\(paxos.version))"
    }
}
