/// The options that Ceph exposes for a monitor's LevelDB (`leveldb_*`, in older releases
/// `mon_leveldb_*`), with the defaults of 16.2. Zero leaves LevelDB's own default.
public struct LevelDBOptions: Sendable {
    /// Bytes kept in memory, and in the log, before they become a table.
    public var writeBufferSize = 8 << 20
    /// Bytes of uncompressed blocks that are kept for reading.
    public var cacheSize = 128 << 20
    /// Bytes of a block before compression.
    public var blockSize = 0
    /// Bits a key of the filter that spares look-ups.
    public var bloomSize = 0
    /// Snappy.
    public var compression = true
    /// Stop at the first sign of damage.
    public var paranoid = false
    /// Tables that are kept open.
    public var maxOpenFiles = 0
    /// Makes a database where there is none, instead of refusing.
    public var createIfMissing = false

    /// The defaults of 16.2.
    public init() {}

    /// Sets one of Ceph's options by its name.
    /// - Returns: false if there is no such option or the value is none for it.
    public mutating func set(_ name: String, to text: String) -> Bool {
        let name = name.hasPrefix("mon_leveldb_") ? String(name.dropFirst(4)) : name
        switch name {
        case "leveldb_compression": return Self.assign(Bool(cephOption: text), to: &compression)
        case "leveldb_paranoid": return Self.assign(Bool(cephOption: text), to: &paranoid)
        case "leveldb_write_buffer_size": return Self.assign(Self.size(text), to: &writeBufferSize)
        case "leveldb_cache_size": return Self.assign(Self.size(text), to: &cacheSize)
        case "leveldb_block_size": return Self.assign(Self.size(text), to: &blockSize)
        case "leveldb_bloom_size": return Self.assign(Self.size(text), to: &bloomSize)
        case "leveldb_max_open_files": return Self.assign(Self.size(text), to: &maxOpenFiles)
        default: return false
        }
    }

    private static func assign<T>(_ value: T?, to option: inout T) -> Bool {
        guard let value else { return false }
        option = value
        return true
    }

    /// A number with Ceph's binary suffixes: `8388608`, `8M`, `8Mi`, `8MB`.
    private static func size(_ text: String) -> Int? {
        let digits = text.prefix(while: \.isNumber)
        guard let number = Int(digits) else { return nil }
        let units = ["": 0, "B": 0, "K": 10, "M": 20, "G": 30]
        var suffix = text.dropFirst(digits.count)
        if suffix.count > 1 { suffix = suffix.prefix(1) }
        guard let shift = units[suffix.uppercased()] else { return nil }
        let (result, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        // LevelDB's C interface takes some of these as an int.
        return overflow || result > Int(Int32.max) ? nil : result
    }
}

extension Bool {
    /// How Ceph's options spell a truth value.
    init?(cephOption text: String) {
        switch text.lowercased() {
        case "true", "yes", "on", "1": self = true
        case "false", "no", "off", "0": self = false
        default: return nil
        }
    }
}
