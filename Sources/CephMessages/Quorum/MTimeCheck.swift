import CephEncoding

/// ``MTimeCheck2`` as it was before nautilus, with addresses in the place of ranks
/// (src/messages/MTimeCheck.h).
public struct MTimeCheck: CephMessage, Equatable {
    public static let type = MessageType.timeCheck
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var op: MTimeCheck2.Op
    /// The election epoch.
    public var epoch: UInt64
    public var round: UInt64
    /// In a pong: the peon's clock.
    public var timestamp: UTime
    /// In a report: seconds.
    public var skews: CephMap<EntityInstance, Double>
    /// In a report: seconds.
    public var latencies: CephMap<EntityInstance, Double>

    public init(
        op: MTimeCheck2.Op = .ping, epoch: UInt64 = 0, round: UInt64 = 0, timestamp: UTime = .zero,
        skews: CephMap<EntityInstance, Double> = [:], latencies: CephMap<EntityInstance, Double> = [:]
    ) {
        self.op = op
        self.epoch = epoch
        self.round = round
        self.timestamp = timestamp
        self.skews = skews
        self.latencies = latencies
    }
}

extension MTimeCheck {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        op = try decoder.operation()
        epoch = try decoder.decode("epoch")
        round = try decoder.decode("round")
        timestamp = try decoder.decode("timestamp")
        skews = try decoder.decode("skews")
        latencies = try decoder.decode("latencies")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(op.rawValue)
        encoder.integer(epoch)
        encoder.integer(round)
        encoder.encode(timestamp)
        encoder.encode(skews)
        encoder.encode(latencies)
        return Self.current
    }
}

extension MTimeCheck: CustomStringConvertible {
    public var description: String {
        var text = "time_check( \(op) e \(epoch) r \(round)"
        if op == .pong { text += " ts \(timestamp)" }
        if op == .report { text += " #skews \(skews.count) #latencies \(latencies.count)" }
        return text + " )"
    }
}
