import CephEncoding
import NIOCore

/// A daemon, monitors among them, connects to the manager (src/messages/MMgrOpen.h).
public struct MMgrOpen: CephMessage, Equatable {
    public static let type = MessageType.mgrOpen
    public static let headVersion: UInt16 = 3
    public static let compatVersion: UInt16 = 1

    public struct Service: Hashable, Sendable {
        public var metadata: CephMap<String, String>
        public var status: CephMap<String, String>

        public init(metadata: CephMap<String, String> = [:], status: CephMap<String, String> = [:]) {
            self.metadata = metadata
            self.status = status
        }
    }

    public var daemonName: String
    /// Empty for a daemon whose type says it.
    public var serviceName: String
    /// What it says of itself, if it is a service (a gateway, say).
    public var service: Service?
    /// Its options by name and by where they come from: std::map<string,map<int32_t,string>>.
    public var config: ByteBuffer
    /// Compiled-in values: std::map<string,string>.
    public var configDefaults: ByteBuffer

    public init(
        daemonName: String = "", serviceName: String = "", service: Service? = nil,
        config: ByteBuffer = ByteBuffer(), configDefaults: ByteBuffer = ByteBuffer()
    ) {
        self.daemonName = daemonName
        self.serviceName = serviceName
        self.service = service
        self.config = config
        self.configDefaults = configDefaults
    }
}

extension MMgrOpen {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        daemonName = try decoder.decode("daemon_name")
        serviceName = version >= 2 ? try decoder.decode("service_name") : ""
        service = version >= 2 ? try decoder.decode("service_daemon") : nil
        config = version >= 3 ? try decoder.decode("config_bl") : ByteBuffer()
        configDefaults = version >= 3 ? try decoder.decode("config_defaults_bl") : ByteBuffer()
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(daemonName)
        encoder.encode(serviceName)
        encoder.encode(service)
        encoder.encode(config)
        encoder.encode(configDefaults)
        return Self.current
    }
}

extension MMgrOpen: EnvelopeDescribed {
    func described(tid: UInt64, source: EntityName) -> String {
        let service = serviceName.isEmpty ? source.type.name : serviceName
        return "mgropen(\(service).\(daemonName)\(self.service == nil ? "" : " daemon"))"
    }

    public var description: String { described(tid: 0, source: .unknown) }
}

extension MMgrOpen.Service: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        metadata = try decoder.decode("daemon_metadata")
        status = try decoder.decode("daemon_status")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.encode(metadata)
        encoder.encode(status)
    }
}
