import CephEncoding

/// What one monitor found when it read part of its store: checksum and number of keys by prefix.
public struct ScrubResult: Hashable, Sendable {
    /// CRC-32C over keys and values.
    public var prefixCRC: CephMap<String, UInt32>
    public var prefixKeys: CephMap<String, UInt64>

    public init(prefixCRC: CephMap<String, UInt32> = [:], prefixKeys: CephMap<String, UInt64> = [:]) {
        self.prefixCRC = prefixCRC
        self.prefixKeys = prefixKeys
    }
}

extension ScrubResult: CephRecord {
    public static let cephTypeName = "ScrubResult"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: Self.cephTypeName) { _, body in
            ScrubResult(prefixCRC: try body.decode("prefix_crc"), prefixKeys: try body.decode("prefix_keys"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.encode(prefixCRC)
            body.encode(prefixKeys)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.object("crc") { for (prefix, crc) in prefixCRC { $0.int(prefix, crc) } }
        formatter.object("keys") { for (prefix, keys) in prefixKeys { $0.int(prefix, keys) } }
    }
}

extension ScrubResult: CustomStringConvertible {
    public var description: String {
        "ScrubResult(keys \(prefixKeys.streamText) crc \(prefixCRC.streamText))"
    }
}
