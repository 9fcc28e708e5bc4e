import CephEncoding
import CephTypes

/// How full the sender's data folder is, before luminous (src/messages/MMonHealth.h).
public struct MMonHealth: CephMessage, Equatable {
    public static let type = MessageType.monHealth
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var epoch: UInt32
    public var round: UInt64
    public var serviceType: Int32
    public var serviceOp: Int32
    public var dataStats: DataStats

    public init(
        epoch: UInt32 = 0, round: UInt64 = 0, serviceType: Int32 = 0, serviceOp: Int32 = 0,
        dataStats: DataStats = DataStats()
    ) {
        self.epoch = epoch
        self.round = round
        self.serviceType = serviceType
        self.serviceOp = serviceOp
        self.dataStats = dataStats
    }
}

extension MMonHealth {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        epoch = try decoder.decode("epoch")
        round = try decoder.decode("round")
        serviceType = try decoder.decode("service_type")
        serviceOp = try decoder.decode("service_op")
        dataStats = try decoder.decode("data_stats")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(epoch)
        encoder.integer(round)
        encoder.integer(serviceType)
        encoder.integer(serviceOp)
        encoder.encode(dataStats)
        return Self.current
    }
}

extension MMonHealth: CustomStringConvertible {
    public var description: String { "mon_health( e \(epoch) r \(round) )" }
}
