import CephEncoding

/// `pool_opts_t`: settings of a pool that few pools have, by number (src/osd/osd_types.h).
public struct PoolOptions: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        case string(String)
        case int(Int64)
        case double(Double)
    }

    /// `pool_opts_t::key_t`; a newer Ceph may have given a number that has no name here.
    public struct Key: RawRepresentable, Hashable, Sendable, CephOrdered {
        public let rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static func precedes(_ left: Key, _ right: Key) -> Bool { left.rawValue < right.rawValue }
    }

    public var values: CephMap<Key, Value>

    public init() { values = [:] }

    public subscript(key: Key) -> Value? {
        get { values[key] }
        set { values[key] = newValue }
    }

    public var isEmpty: Bool { values.isEmpty }
}

extension PoolOptions.Key {
    /// The options that 16.2 knows. `kind` is the type of its values.
    public enum Kind: Sendable { case string, int, double }

    private static let table: [(name: String, kind: Kind)] = [
        ("scrub_min_interval", .double), ("scrub_max_interval", .double), ("deep_scrub_interval", .double),
        ("recovery_priority", .int), ("recovery_op_priority", .int), ("scrub_priority", .int),
        ("compression_mode", .string), ("compression_algorithm", .string),
        ("compression_required_ratio", .double), ("compression_max_blob_size", .int),
        ("compression_min_blob_size", .int), ("csum_type", .int), ("csum_max_block", .int),
        ("csum_min_block", .int), ("fingerprint_algorithm", .string), ("pg_num_min", .int),
        ("target_size_bytes", .int), ("target_size_ratio", .double), ("pg_autoscale_bias", .double),
        ("read_lease_interval", .double), ("dedup_tier", .int), ("dedup_chunk_algorithm", .string),
        ("dedup_cdc_chunk_size", .int), ("pg_num_max", .int), ("read_ratio", .int),
    ]

    /// The options in the order of their names, in which Ceph shows them.
    static let byName: [(name: String, key: PoolOptions.Key)] = table.enumerated()
        .map { ($1.name, PoolOptions.Key(rawValue: Int32($0))) }
        .sorted { $0.0 < $1.0 }

    public var name: String? {
        Self.table.indices.contains(Int(rawValue)) ? Self.table[Int(rawValue)].name : nil
    }
    public var kind: Kind? {
        Self.table.indices.contains(Int(rawValue)) ? Self.table[Int(rawValue)].kind : nil
    }

    public init?(name: some StringProtocol) {
        guard let index = Self.table.firstIndex(where: { $0.name == name }) else { return nil }
        self.init(rawValue: Int32(index))
    }
}

extension PoolOptions: CephCodable, CephDumpable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2) { version, body in
            var options = PoolOptions()
            for _ in 0..<(try body.count(minimumSize: 12)) {
                let key = Key(rawValue: try body.decode("key"))
                options[key] = try Value(version: version, from: &body)
            }
            return options
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(encoder.features.contains(.serverNautilus) ? 2 : 1, compatible: 1) { body in
            body.count(values.count)
            for (key, value) in values {
                body.integer(key.rawValue)
                value.encode(into: &body)
            }
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        for (name, key) in Key.byName {
            switch values[key] {
            case .string(let text): formatter.string(name, text)
            case .int(let number): formatter.int(name, number)
            case .double(let number): formatter.float(name, number)
            case nil: break
            }
        }
    }
}

extension PoolOptions.Value {
    fileprivate init(version: UInt8, from body: inout CephDecoder) throws {
        switch try body.decode("type", as: Int32.self) {
        case 0: self = .string(try body.decode("value"))
        case 1: self = .int(version >= 2 ? try body.integer() : Int64(try body.integer(Int32.self)))
        case 2: self = .double(try body.decode("value"))
        case let type: throw body.failure("expected an option's type (0 to 2), found \(type)")
        }
    }

    fileprivate func encode(into body: inout CephEncoder) {
        switch self {
        case .string(let text):
            body.integer(Int32(0))
            body.encode(text)
        case .int(let number):
            body.integer(Int32(1))
            if body.features.contains(.serverNautilus) {
                body.integer(number)
            } else {
                body.integer(Int32(truncatingIfNeeded: number))
            }
        case .double(let number):
            body.integer(Int32(2))
            body.encode(number)
        }
    }
}

extension PoolOptions: CustomStringConvertible {
    /// ` pg_autoscale_bias 4 pg_num_min 16`, with a blank in front of each.
    public var description: String {
        Key.byName.compactMap { name, key in
            switch values[key] {
            case .string(let text): " \(name) \(text)"
            case .int(let number): " \(name) \(number)"
            case .double(let number): " \(name) \(CephNumber.general(number))"
            case nil: nil
            }
        }.joined()
    }
}
