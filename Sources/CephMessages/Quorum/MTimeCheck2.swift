import CephEncoding

/// The leader compares the peons' clocks with its own (src/messages/MTimeCheck2.h).
public struct MTimeCheck2: CephMessage, Equatable {
    public static let type = MessageType.timeCheck2
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public enum Op: Int32, CustomStringConvertible, Sendable {
        case ping = 1
        case pong = 2
        case report = 3

        public var description: String {
            switch self {
            case .ping: "ping"
            case .pong: "pong"
            case .report: "report"
            }
        }
    }

    public var op: Op
    /// The election epoch.
    public var epoch: UInt64
    public var round: UInt64
    /// In ``Op/pong``: the peon's clock.
    public var timestamp: UTime
    /// In ``Op/report``, by rank: seconds.
    public var skews: CephMap<Int32, Double>
    /// In ``Op/report``, by rank: seconds.
    public var latencies: CephMap<Int32, Double>

    public init(
        op: Op = .ping, epoch: UInt64 = 0, round: UInt64 = 0, timestamp: UTime = .zero,
        skews: CephMap<Int32, Double> = [:], latencies: CephMap<Int32, Double> = [:]
    ) {
        self.op = op
        self.epoch = epoch
        self.round = round
        self.timestamp = timestamp
        self.skews = skews
        self.latencies = latencies
    }
}

extension MTimeCheck2 {
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

extension MTimeCheck2: CustomStringConvertible {
    public var description: String {
        var text = "time_check( \(op) e \(epoch) r \(round)"
        if op == .pong { text += " ts \(timestamp)" }
        if op == .report { text += " #skews \(skews.count) #latencies \(latencies.count)" }
        return text + " )"
    }
}
