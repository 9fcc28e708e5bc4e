import CephEncoding
import NIOCore

/// Keys under a prefix of the config-key store, for a manager that subscribed to them
/// (src/messages/MKVData.h).
public struct MKVData: CephMessage, Equatable {
    public static let type = MessageType.kvData
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var version: UInt64
    public var prefix: String
    /// Whether ``values`` are changes, or all there is.
    public var isIncremental: Bool
    /// nil for a key that was removed.
    public var values: CephMap<String, ByteBuffer?>

    public init(
        version: UInt64 = 0, prefix: String = "", isIncremental: Bool = false,
        values: CephMap<String, ByteBuffer?> = [:]
    ) {
        self.version = version
        self.prefix = prefix
        self.isIncremental = isIncremental
        self.values = values
    }
}

extension MKVData {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        self.version = try decoder.decode("version")
        prefix = try decoder.decode("prefix")
        isIncremental = try decoder.decode("incremental")
        values = try decoder.decode("data")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(version)
        encoder.encode(prefix)
        encoder.encode(isIncremental)
        encoder.encode(values)
        return Self.current
    }
}

extension MKVData: CustomStringConvertible {
    public var description: String {
        "kv_data(v\(version) prefix \(prefix), \(isIncremental ? "incremental" : "full"), \(values.count) keys)"
    }
}
