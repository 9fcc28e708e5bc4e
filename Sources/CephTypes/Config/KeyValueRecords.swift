import CephEncoding
import NIOCore

/// What prefix `kv` has under a version's number in 16.2: which stored keys the version changed
/// (src/mon/KVMonitor.cc). Stored: a map of key and optional bufferlist, none for a deleted key.
public struct KeyValueVersion: Hashable, Sendable {
    /// How many versions are kept besides the newest.
    public static let history: UInt64 = 50

    public var changes: CephMap<String, ByteBuffer?>

    public init(_ changes: CephMap<String, ByteBuffer?> = [:]) { self.changes = changes }
}

extension KeyValueVersion: CephCodable {
    public init(from decoder: inout CephDecoder) throws { changes = try decoder.decode("pending") }
    public func encode(into encoder: inout CephEncoder) { encoder.encode(changes) }
}

/// What `config-key` answers of stored keys (prefix `mon_config_key`).
public enum StoredKeys {
    /// `config-key ls`: an array of keys.
    public static func dumpList(_ keys: some Sequence<String>, to formatter: inout CephFormatter) {
        formatter.strings("keys", each: "key", keys)
    }

    /// `config-key dump`: an object of keys and values; a value with control characters or bytes outside
    /// ASCII is told by its length alone.
    public static func dump(
        _ keys: some Sequence<(key: String, value: ByteBuffer)>, to formatter: inout CephFormatter
    ) {
        formatter.object("config-key store") { object in
            for (key, value) in keys {
                let isText = value.readableBytesView.allSatisfy(Self.isText)
                object.string(
                    key,
                    isText
                        ? String(cephBytes: value.byteArray)
                        : "<<< binary blob of length \(value.readableBytes) >>>")
            }
        }
    }

    private static func isText(_ byte: UInt8) -> Bool {
        (0x20..<0x7f).contains(byte) || byte == 0x0a || byte == 0x09
    }
}
