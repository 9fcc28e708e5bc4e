import CephEncoding

/// How full a monitor's data folder is (src/mon/mon_types.h).
public struct DataStats: Hashable, Sendable {
    public var bytesTotal: UInt64 = 0
    public var bytesUsed: UInt64 = 0
    public var bytesAvailable: UInt64 = 0
    public var availablePercent: Int32 = 0
    public var lastUpdate: UTime = .zero
    public var storeStats = LevelDBStoreStats()

    public init() {}
}

/// How large a monitor's store is, by kind of file.
public struct LevelDBStoreStats: Hashable, Sendable {
    public var bytesTotal: UInt64 = 0
    public var bytesTables: UInt64 = 0
    public var bytesLog: UInt64 = 0
    public var bytesOther: UInt64 = 0
    public var lastUpdate: UTime = .zero

    public init() {}
}

extension DataStats: CephRecord {
    public static let cephTypeName = "DataStats"

    /// Up to version 2 sizes count KiB; version 1 has no ``storeStats``.
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 3, named: Self.cephTypeName) { version, body in
            var stats = DataStats()
            let unit: UInt64 = version > 2 ? 1 : 1024
            stats.bytesTotal = try body.decode("total", as: UInt64.self) &* unit
            stats.bytesUsed = try body.decode("used", as: UInt64.self) &* unit
            stats.bytesAvailable = try body.decode("avail", as: UInt64.self) &* unit
            stats.availablePercent = try body.decode("avail_percent")
            stats.lastUpdate = try body.decode("last_update")
            if version > 1 { stats.storeStats = try body.decode("store_stats") }
            return stats
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(3, compatible: 1) { body in
            body.integer(bytesTotal)
            body.integer(bytesUsed)
            body.integer(bytesAvailable)
            body.integer(availablePercent)
            body.encode(lastUpdate)
            body.encode(storeStats)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("kb_total", bytesTotal / 1024)
        formatter.int("kb_used", bytesUsed / 1024)
        formatter.int("kb_avail", bytesAvailable / 1024)
        formatter.int("avail_percent", availablePercent)
        formatter.stream("last_updated", lastUpdate)
        formatter.dump("store_stats", storeStats)
    }
}

extension LevelDBStoreStats: CephRecord {
    public static let cephTypeName = "LevelDBStoreStats"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: Self.cephTypeName) { _, body in
            var stats = LevelDBStoreStats()
            stats.bytesTotal = try body.decode("bytes_total")
            stats.bytesTables = try body.decode("bytes_sst")
            stats.bytesLog = try body.decode("bytes_log")
            stats.bytesOther = try body.decode("bytes_misc")
            stats.lastUpdate = try body.decode("last_update")
            return stats
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(bytesTotal)
            body.integer(bytesTables)
            body.integer(bytesLog)
            body.integer(bytesOther)
            body.encode(lastUpdate)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("bytes_total", bytesTotal)
        formatter.int("bytes_sst", bytesTables)
        formatter.int("bytes_log", bytesLog)
        formatter.int("bytes_misc", bytesOther)
        formatter.stream("last_updated", lastUpdate)
    }
}
