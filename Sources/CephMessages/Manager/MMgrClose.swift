import CephEncoding

/// A daemon leaves the manager; sent back as the answer (src/messages/MMgrClose.h).
public struct MMgrClose: CephMessage, Equatable {
    public static let type = MessageType.mgrClose
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var daemonName: String
    public var serviceName: String

    public init(
        daemonName: String = "", serviceName: String = ""
    ) {
        self.daemonName = daemonName
        self.serviceName = serviceName
    }
}

extension MMgrClose {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        daemonName = try decoder.decode("daemon_name")
        serviceName = try decoder.decode("service_name")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(daemonName)
        encoder.encode(serviceName)
        return Self.current
    }
}

extension MMgrClose: EnvelopeDescribed {
    func described(tid: UInt64, source: EntityName) -> String {
        "mgrclose(\(serviceName.isEmpty ? source.type.name : serviceName).\(daemonName))"
    }

    public var description: String { described(tid: 0, source: .unknown) }
}
