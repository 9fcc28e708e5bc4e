import CephEncoding
import NIOCore

/// One step of Paxos between the leader and a peon (src/messages/MMonPaxos.h).
public struct MMonPaxos: CephMessage, Equatable {
    public static let type = MessageType.monPaxos
    public static let headVersion: UInt16 = 4
    public static let compatVersion: UInt16 = 3

    public enum Op: Int32, CustomStringConvertible, Sendable {
        /// Leader: who has accepted what, under a higher number?
        case collect = 1
        /// Peon: this is what I have.
        case last = 2
        /// Leader: accept this value.
        case begin = 3
        /// Peon: accepted.
        case accept = 4
        /// Leader: the value is agreed.
        case commit = 5
        /// Leader: you may serve reads until then.
        case lease = 6
        /// Peon: heard it.
        case leaseAck = 7

        public var description: String {
            switch self {
            case .collect: "collect"
            case .last: "last"
            case .begin: "begin"
            case .accept: "accept"
            case .commit: "commit"
            case .lease: "lease"
            case .leaseAck: "lease_ack"
            }
        }
    }

    public var op: Op
    /// The election epoch it is said in.
    public var epoch: UInt32
    public var firstCommitted: UInt64
    public var lastCommitted: UInt64
    /// The proposal number that the sender has accepted up to now.
    public var pnFrom: UInt64
    /// The proposal number that this is about.
    public var pn: UInt64
    /// In ``Op/last``: under which number the value was proposed that was not committed; else 0.
    public var uncommittedPN: UInt64
    /// Until when the lease holds, by the leader's clock.
    public var leaseTimestamp: UTime
    public var sentTimestamp: UTime
    /// The version whose full value is in ``latestValue``; 0 for none.
    public var latestVersion: UInt64
    public var latestValue: ByteBuffer
    /// Store transactions by version: what is proposed, committed, or shared with one that lacks it.
    public var values: CephMap<UInt64, ByteBuffer>
    /// In ``Op/leaseAck``: the encoded feature map of the peon's sessions.
    public var featureMap: ByteBuffer

    public init(
        op: Op = .collect, epoch: UInt32 = 0, firstCommitted: UInt64 = 0, lastCommitted: UInt64 = 0,
        pnFrom: UInt64 = 0, pn: UInt64 = 0, uncommittedPN: UInt64 = 0, leaseTimestamp: UTime = .zero,
        sentTimestamp: UTime = .zero, latestVersion: UInt64 = 0, latestValue: ByteBuffer = ByteBuffer(),
        values: CephMap<UInt64, ByteBuffer> = [:], featureMap: ByteBuffer = ByteBuffer()
    ) {
        self.op = op
        self.epoch = epoch
        self.firstCommitted = firstCommitted
        self.lastCommitted = lastCommitted
        self.pnFrom = pnFrom
        self.pn = pn
        self.uncommittedPN = uncommittedPN
        self.leaseTimestamp = leaseTimestamp
        self.sentTimestamp = sentTimestamp
        self.latestVersion = latestVersion
        self.latestValue = latestValue
        self.values = values
        self.featureMap = featureMap
    }
}

extension MMonPaxos {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        // Before 0.58 each service had its own Paxos.
        try decoder.require(version, atLeast: 3)
        epoch = try decoder.decode("epoch")
        op = try decoder.operation()
        firstCommitted = try decoder.decode("first_committed")
        lastCommitted = try decoder.decode("last_committed")
        pnFrom = try decoder.decode("pn_from")
        pn = try decoder.decode("pn")
        uncommittedPN = try decoder.decode("uncommitted_pn")
        leaseTimestamp = try decoder.decode("lease_timestamp")
        sentTimestamp = try decoder.decode("sent_timestamp")
        latestVersion = try decoder.decode("latest_version")
        latestValue = try decoder.decode("latest_value")
        values = try decoder.decode("values")
        featureMap = version >= 4 ? try decoder.decode("feature_map") : ByteBuffer()
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(epoch)
        encoder.integer(op.rawValue)
        encoder.integer(firstCommitted)
        encoder.integer(lastCommitted)
        encoder.integer(pnFrom)
        encoder.integer(pn)
        encoder.integer(uncommittedPN)
        encoder.encode(leaseTimestamp)
        encoder.encode(sentTimestamp)
        encoder.integer(latestVersion)
        encoder.encode(latestValue)
        encoder.encode(values)
        encoder.encode(featureMap)
        return Self.current
    }
}

extension MMonPaxos: CustomStringConvertible {
    public var description: String {
        let latest = latestVersion == 0 ? "" : " latest \(latestVersion) (\(latestValue.readableBytes) bytes)"
        return "paxos(\(op) lc \(lastCommitted) fc \(firstCommitted) pn \(pn) opn \(uncommittedPN)\(latest))"
    }
}
