import CephEncoding
import CephTypes
import NIOCore

/// What the manager made of all statistics (src/messages/MMonMgrReport.h). The data segment is an encoded
/// `PGMapDigest`.
public struct MMonMgrReport: PaxosServiceMessage, Equatable {
    public static let type = MessageType.monMgrReport
    public static let headVersion: UInt16 = 3
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var healthChecks: HealthCheckMap
    /// An encoded `ServiceMap`.
    public var serviceMap: ByteBuffer
    public var progressEvents: CephMap<String, ProgressEvent>
    /// The manager's.
    public var gid: UInt64
    /// An encoded `PGMapDigest`.
    public var data: ByteBuffer

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), healthChecks: HealthCheckMap = HealthCheckMap(),
        serviceMap: ByteBuffer = ByteBuffer(), progressEvents: CephMap<String, ProgressEvent> = [:],
        gid: UInt64 = 0, data: ByteBuffer = ByteBuffer()
    ) {
        self.paxos = paxos
        self.healthChecks = healthChecks
        self.serviceMap = serviceMap
        self.progressEvents = progressEvents
        self.gid = gid
        self.data = data
    }
}

extension MMonMgrReport {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        healthChecks = try decoder.decode("health_checks")
        serviceMap = try decoder.decode("service_map_bl")
        progressEvents = version >= 2 ? try decoder.decode("progress_events") : [:]
        gid = version >= 3 ? try decoder.decode("gid") : 0
        data = ByteBuffer()
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encodeAsPacific(healthChecks)
        encoder.encode(serviceMap)
        encoder.encodeAsPacific(progressEvents)
        encoder.integer(gid)
        return Self.current
    }
}

extension MMonMgrReport: CustomStringConvertible {
    public var description: String {
        "monmgrreport(gid \(gid), \(healthChecks.checks.count) checks, \(progressEvents.count) progress events)"
    }
}
