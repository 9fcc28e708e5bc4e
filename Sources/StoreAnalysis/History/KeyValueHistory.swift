import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// The central configuration, whose history lies among the stored keys (``ConfigChangeSet``).
struct ConfigHistory: ServiceHistory {
    static let prefix = "mon_config_key"
    let service = "config"
    let reader: any KeyValueReader

    func versions() throws -> [UInt64] {
        var versions: Set<UInt64> = []
        try forEachKey(from: ConfigChangeSet.historyPrefix) { key, _ in
            if let version = Self.version(inKey: key) { versions.insert(version) }
        }
        return versions.sorted()
    }

    func moments(of version: UInt64) throws -> [HistoryMoment] {
        var keys: [(key: String, value: ByteBuffer)] = []
        try forEachKey(from: ConfigChangeSet.keyPrefix(of: version)) { keys.append(($0, $1)) }
        let set = ConfigChangeSet(version: version, keys: keys)
        var lines = set.changes.map { Self.line($0.key, $0.value) }
        if !set.name.isEmpty { lines.insert(set.name, at: 0) }
        return [
            HistoryMoment(time: set.stamp.isZero ? nil : set.stamp, lines.isEmpty ? ["no change"] : lines)
        ]
    }

    /// The version that a stored key is of: 5 for `config-history/5/+global/debug_ms`.
    static func version(inKey key: String) -> UInt64? {
        guard key.hasPrefix(ConfigChangeSet.historyPrefix) else { return nil }
        return UInt64(key.dropFirst(ConfigChangeSet.historyPrefix.count).prefix { $0 != "/" })
    }

    /// The time at a version's head; nil for its other keys.
    static func headStamp(_ key: String, _ value: ByteBuffer) -> UTime? {
        guard key.hasSuffix("/") else { return nil }
        var decoder = CephDecoder(value)
        return try? UTime(from: &decoder)
    }

    /// `osd.1/debug_ms set to '1/5'`
    private static func line(_ key: String, _ change: ConfigChangeSet.Change) -> String {
        func shown(_ value: String) -> String { SecretText.isSecret(key) ? SecretText.mask : "'\(value)'" }
        return switch (change.previous, change.new) {
        case (nil, let new?): "\(key) set to \(shown(new))"
        case (let old?, nil): "\(key) removed (was \(shown(old)))"
        case (let old?, let new?): "\(key) \(shown(old)) → \(shown(new))"
        case (nil, nil): "\(key) changed"
        }
    }

    /// Calls `body` with every stored key that begins so.
    private func forEachKey(from start: String, _ body: (String, ByteBuffer) -> Void) throws {
        let cursor = try reader.makeCursor()
        let combined = StoreKey(Self.prefix, start).combined
        try cursor.seek(combined)
        while cursor.isValid, cursor.rawKey.starts(with: combined) {
            body(StoreKey(combined: cursor.rawKey).key, ByteBuffer(bytes: cursor.rawValue))
            try cursor.next()
        }
    }
}

/// What 16.2 keeps of changes of stored keys. Their values may be anything that users and modules hide
/// there, so they are told by size.
struct KeyValueHistory: ServiceHistory {
    let service = "kv"
    let reader: any KeyValueReader

    func versions() throws -> [UInt64] { try reader.storedVersions(of: service) }

    func moments(of version: UInt64) throws -> [HistoryMoment] {
        let changes = try KeyValueVersion.decode(from: try reader.value(of: service, version)).changes
        // The configuration tells these itself, with the old values.
        let isConfiguration = changes.contains { ConfigHistory.version(inKey: $0.key) != nil }
        let lines = changes.compactMap { key, value -> String? in
            if isConfiguration && (key.hasPrefix("config/") || key.hasPrefix("config-history/")) {
                return nil
            }
            guard let value else { return "\(key) removed" }
            return "\(key) set (\(counted(value.readableBytes, "byte")))"
        }
        return lines.isEmpty && isConfiguration ? [] : [HistoryMoment(lines.isEmpty ? ["no change"] : lines)]
    }
}
