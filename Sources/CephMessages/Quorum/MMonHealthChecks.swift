import CephEncoding
import CephTypes

/// A monitor tells the leader what it finds wrong with itself (src/messages/MMonHealthChecks.h).
public struct MMonHealthChecks: PaxosServiceMessage, Equatable {
    public static let type = MessageType.monHealthChecks
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var healthChecks: HealthCheckMap

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), healthChecks: HealthCheckMap = HealthCheckMap()
    ) {
        self.paxos = paxos
        self.healthChecks = healthChecks
    }
}

extension MMonHealthChecks {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        healthChecks = try decoder.decode("health_checks")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encodeAsPacific(healthChecks)
        return Self.current
    }
}

extension MMonHealthChecks: CustomStringConvertible {
    public var description: String { "mon_health_checks(\(healthChecks.checks.count) checks)" }
}
