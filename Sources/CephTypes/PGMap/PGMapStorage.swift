import CephEncoding
import NIOCore

/// What the `pgmap` service of jewel keeps in the store (src/mon/PGMonitor.cc), apart from each version's
/// ``PGMapStorage/Change`` under `pgmap`: every report under a key of its own, and what the map has beside them.
///
/// | prefix | key | value |
/// | --- | --- | --- |
/// | `pgmap_meta` | `version`, `last_osdmap_epoch`, `last_pg_scan` | u64 |
/// | `pgmap_meta` | `stamp` | time |
/// | `pgmap_meta` | `full_ratio`, `nearfull_ratio` | float |
/// | `pgmap_pg` | `1.f` | ``PGStat`` |
/// | `pgmap_osd` | `3` | ``OSDStat``, then the epoch of its OSD map, u32 |
public enum PGMapStorage {
    public static let meta = "pgmap_meta"
    public static let pgs = "pgmap_pg"
    public static let osds = "pgmap_osd"

    /// One change to the store; no value erases the key.
    public struct Edit: Equatable, Sendable {
        public let prefix: String
        public let key: String
        public let value: ByteBuffer?
    }

    /// Where values are read from.
    public protocol Source {
        func value(prefix: String, key: String) throws -> ByteBuffer?
        /// All keys of a prefix with their values.
        func entries(prefix: String) throws -> [(key: String, value: ByteBuffer)]
    }

    /// The value of a version: when it was made, and which reports differ from the version before. The reports
    /// themselves are found under their keys, or are gone.
    public struct Change: Equatable, Sendable {
        public var stamp: UTime
        public var pgs: [PGID]
        public var osds: [Int32]

        public init(stamp: UTime = .zero, pgs: [PGID] = [], osds: [Int32] = []) {
            self.stamp = stamp
            self.pgs = pgs
            self.osds = osds
        }
    }
}

extension PGMapStorage.Change: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        stamp = try decoder.decode("stamp")
        pgs = try decoder.field("dirty_pgs") { try $0.filled() }
        osds = try decoder.field("dirty_osds") { try $0.filled() }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.encode(stamp)
        encoder.lengthPrefixed { body in for id in pgs { body.encode(id) } }
        encoder.lengthPrefixed { body in for osd in osds { body.encode(osd) } }
    }
}

extension CephDecoder {
    /// A bufferlist full of elements without a count.
    fileprivate mutating func filled<T: CephDecodable>() throws -> [T] {
        try limited(to: try count()) { body in
            var elements: [T] = []
            while body.remaining > 0 { elements.append(try T(from: &body)) }
            return elements
        }
    }
}

extension PGMap.Incremental {
    /// The value of this version, and the edits of other keys that belong to it.
    public func stored(features: CephFeatures = .all) -> (
        change: PGMapStorage.Change, edits: [PGMapStorage.Edit]
    ) {
        var edits = metaEdits
        for (id, stat) in pgUpdates {
            let value = CephEncoder.encode(stat, features: features)
            edits.append(.init(prefix: PGMapStorage.pgs, key: id.description, value: value))
        }
        for id in pgRemovals {
            edits.append(.init(prefix: PGMapStorage.pgs, key: id.description, value: nil))
        }
        for (osd, stat) in osdUpdates {
            var encoder = CephEncoder(features: features)
            encoder.encode(stat)
            encoder.integer(osdEpochs[osd] ?? 0)
            edits.append(.init(prefix: PGMapStorage.osds, key: String(osd), value: encoder.buffer))
        }
        for osd in osdRemovals {
            edits.append(.init(prefix: PGMapStorage.osds, key: String(osd), value: nil))
        }
        let change = PGMapStorage.Change(
            stamp: stamp, pgs: pgUpdates.keys + Array(pgRemovals), osds: osdUpdates.keys + Array(osdRemovals))
        return (change, edits)
    }

    private var metaEdits: [PGMapStorage.Edit] {
        var values: [(String, ByteBuffer)] = [
            ("version", CephEncoder.encode(version)), ("stamp", CephEncoder.encode(stamp)),
        ]
        if osdMapEpoch != 0 { values.append(("last_osdmap_epoch", CephEncoder.encode(UInt64(osdMapEpoch)))) }
        if pgScan != 0 { values.append(("last_pg_scan", CephEncoder.encode(UInt64(pgScan)))) }
        if fullRatio > 0 { values.append(("full_ratio", CephEncoder.encode(fullRatio))) }
        if nearfullRatio > 0 { values.append(("nearfull_ratio", CephEncoder.encode(nearfullRatio))) }
        return values.map { .init(prefix: PGMapStorage.meta, key: $0.0, value: $0.1) }
    }

    /// What a stored version changes, with the reports as they are in the store now.
    /// - Throws: `CephDecodingError` for a report that can't be read.
    public init(
        version: UInt64, change: PGMapStorage.Change, in source: some PGMapStorage.Source
    ) throws {
        self.init(version: version)
        stamp = change.stamp
        osdMapEpoch = UInt32(truncatingIfNeeded: try source.meta("last_osdmap_epoch", or: UInt64(0)))
        pgScan = UInt32(truncatingIfNeeded: try source.meta("last_pg_scan", or: UInt64(0)))
        fullRatio = try source.meta("full_ratio", or: 0)
        nearfullRatio = try source.meta("nearfull_ratio", or: 0)
        for id in change.pgs {
            if let value = try source.value(prefix: PGMapStorage.pgs, key: id.description) {
                pgUpdates[id] = try CephDecoder.decode(PGStat.self, from: value, named: "pgmap_pg/\(id)")
            } else {
                pgRemovals.insert(id)
            }
        }
        for osd in change.osds {
            if let value = try source.value(prefix: PGMapStorage.osds, key: String(osd)) {
                let report: OSDReport = try CephDecoder.decode(from: value, named: "pgmap_osd/\(osd)")
                update(osd, report.stat, epoch: report.epoch ?? 0)
            } else {
                remove(osd: osd)
            }
        }
    }
}

extension PGMap {
    /// Reads a whole map (`read_pgmap_full`). Keys that are no placement group's or OSD's name are skipped.
    /// - Throws: `CephDecodingError` for a value that can't be read.
    public init(storedIn source: some PGMapStorage.Source) throws {
        version = try source.meta("version", or: 0)
        lastOSDMapEpoch = UInt32(truncatingIfNeeded: try source.meta("last_osdmap_epoch", or: UInt64(0)))
        lastPGScan = UInt32(truncatingIfNeeded: try source.meta("last_pg_scan", or: UInt64(0)))
        fullRatio = try source.meta("full_ratio", or: 0)
        nearfullRatio = try source.meta("nearfull_ratio", or: 0)
        stamp = try source.meta("stamp", or: .zero)
        for (key, value) in try source.entries(prefix: PGMapStorage.pgs) {
            guard let id = PGID(key) else { continue }
            pgStats[id] = try CephDecoder.decode(PGStat.self, from: value, named: "pgmap_pg/\(id)")
        }
        for (key, value) in try source.entries(prefix: PGMapStorage.osds) {
            guard let osd = Int32(key) else { continue }
            let report: OSDReport = try CephDecoder.decode(from: value, named: "pgmap_osd/\(osd)")
            osdStats[osd] = report.stat
            if let epoch = report.epoch { osdEpochs[osd] = epoch }
        }
        computeSums()
    }
}

/// The value of a key of `pgmap_osd`; the oldest have no epoch.
private struct OSDReport: CephDecodable {
    let stat: OSDStat
    let epoch: UInt32?

    init(from decoder: inout CephDecoder) throws {
        stat = try decoder.decode("osd_stat")
        epoch = decoder.remaining > 0 ? try decoder.decode("epoch", as: UInt32.self) : nil
    }
}

extension PGMapStorage.Source {
    fileprivate func meta<T: CephDecodable>(_ key: String, or absent: T) throws -> T {
        guard let value = try value(prefix: PGMapStorage.meta, key: key) else { return absent }
        return try CephDecoder.decode(from: value, named: "pgmap_meta/\(key)")
    }
}
