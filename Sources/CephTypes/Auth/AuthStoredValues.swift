import CephEncoding

/// What prefix `auth` has under a version's number: the changes of one commit.
///
/// Stored: version byte 1, then incrementals to the end of the value (src/mon/AuthMonitor.cc).
/// Beside them lie `full_N` (an ``AuthFull``) for the newest full one, `full_latest`, `first_committed`,
/// `last_committed` and `format_version`, each a u64.
public struct AuthVersion: Hashable, Sendable {
    /// What 16.2 leaves under `format_version`.
    public static let formatVersion: UInt64 = 3

    public var changes: [AuthMonitorIncremental]

    public init(_ changes: [AuthMonitorIncremental] = []) { self.changes = changes }
}

extension AuthVersion: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        changes = []
        while decoder.remaining > 0 {
            let index = changes.count
            changes.append(try decoder.field("[\(index)]") { try AuthMonitorIncremental(from: &$0) })
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        for change in changes { encoder.encode(change) }
    }
}

/// What prefix `auth` has under `full_N`: all keys as they were in version N.
///
/// Stored: version byte 1, highest global id u64, ``KeyServerData``.
public struct AuthFull: Hashable, Sendable {
    /// Where global ids begin: `MIN_GLOBAL_ID`.
    public static let firstGlobalID: UInt64 = 0x1000

    public var maxGlobalID: UInt64
    public var keys: KeyServerData

    public init(maxGlobalID: UInt64 = 0, keys: KeyServerData = KeyServerData()) {
        self.maxGlobalID = maxGlobalID
        self.keys = keys
    }

    /// Goes on to the next version.
    /// - Throws: `CephDecodingError` when what a cephx change says cannot be read.
    public mutating func apply(_ version: AuthVersion) throws {
        // What was there before the first version are keys of the bootstrap.
        if keys.version == 0 { keys.secrets.removeAll() }
        for change in version.changes {
            switch change {
            case .globalID(let max): maxGlobalID = max
            case .authData(_, let data): try keys.apply(KeyServerData.Incremental.decode(from: data))
            }
        }
        keys.version &+= 1
    }
}

extension AuthFull: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        try decoder.skip(1)
        maxGlobalID = try decoder.decode("max_global_id")
        keys = try decoder.decode("key_server")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(1))
        encoder.integer(maxGlobalID)
        encoder.encode(keys)
    }
}
