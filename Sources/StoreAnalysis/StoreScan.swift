import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// What the first pass over a store keeps.
struct StoreScan {
    var keys: UInt64 = 0
    var values: UInt64 = 0
    /// By prefix, in the database's order: of Paxos and the services.
    var versions: [String: [UInt64]] = [:]
    var fulls: [String: [UInt64]] = [:]
    /// Values that do not decode.
    var damaged: Set<StoreKey> = []
    /// Prefixes that have any key.
    var prefixes: [String: UInt64] = [:]
    /// Values that this library would write otherwise, by prefix: how many, and the first.
    var rewritten: [String: (count: Int, first: String)] = [:]
    /// Keys of Paxos and the services that hold nothing known, by prefix: how many, and the first.
    var strangers: [String: (count: Int, first: String)] = [:]
    /// By cluster id: how many values have it, and the first.
    var fsids: [CephUUID: (count: Int, first: String)] = [:]

    /// Services that have something in the store, `pgmap` (before luminous) with them.
    var services: [StoreService] {
        (StoreService.all + [StoreService(prefix: "pgmap", stashesFullMaps: false)])
            .filter { prefixes[$0.prefix] != nil }
    }

    /// Versions that are there and decode.
    func usable(_ prefix: String) -> VersionRuns {
        VersionRuns((versions[prefix] ?? []).filter { !damaged.contains(StoreKey(prefix, "\($0)")) })
    }

    func usableFulls(_ prefix: String) -> VersionRuns {
        VersionRuns((fulls[prefix] ?? []).filter { !damaged.contains(StoreKey(prefix, "full_\($0)")) })
    }

    /// Keys of services that have a check of their own.
    static let untyped: Set<StoreKey> = [StoreKey("osdmap", "osdmap_manifest")]

    static let versionedPrefixes = Set(StoreService.all.map(\.prefix) + ["pgmap", "paxos"])

    /// Prefixes of releases up to 20, the services' apart.
    static let otherPrefixes: Set<String> = [
        "paxos", "monitor", "mkfs", "mon_sync", "monitor_store", "mon_config_key", "mds_metadata",
        "mds_health", "osd_metadata", "mgr_metadata", "mgr_command_descs", "osd_pg_creating", "osd_snap",
        "pgmap_meta", "pgmap_pg", "pgmap_osd", "device", "nvmegw", "nvmegwmap",
    ]
}

extension StoreChecker {
    /// Reads every key, and decodes every value whose form is known.
    mutating func scanValues() throws {
        let cursor = try reader.makeCursor()
        try cursor.seekToFirst()
        while cursor.isValid {
            scan.keys += 1
            if cursor.rawKey.contains(0) {
                let key = StoreKey(combined: cursor.rawKey)
                scan.prefixes[key.prefix, default: 0] += 1
                note(key)
                try checkValue(key, ByteBuffer(bytes: cursor.rawValue))
            } else {
                list.add(
                    .error, String(cephBytes: cursor.rawKey),
                    "the key has no zero byte between prefix and key: no monitor wrote it",
                    mend: .advice("ceph-kvstore-tool can remove it once its origin is known"))
            }
            try cursor.next()
        }
        reportPrefixes()
    }

    private mutating func note(_ key: StoreKey) {
        guard StoreScan.versionedPrefixes.contains(key.prefix) else { return }
        if let version = versionNumber(key.key) {
            scan.versions[key.prefix, default: []].append(version)
        } else if let version = fullNumber(key.key) {
            scan.fulls[key.prefix, default: []].append(version)
        }
    }

    private mutating func checkValue(_ key: StoreKey, _ value: ByteBuffer) throws {
        guard let type = Self.type(of: key) else {
            guard StoreService.all.contains(where: { $0.prefix == key.prefix }) || key.prefix == "paxos",
                !StoreScan.untyped.contains(key)
            else { return }
            let first = scan.strangers[key.prefix]?.first ?? key.description
            scan.strangers[key.prefix] = ((scan.strangers[key.prefix]?.count ?? 0) + 1, first)
            return
        }
        scan.values += 1
        let record: any CephRecord
        do {
            record = try type.decode(from: value)
        } catch let error as CephDecodingError {
            return damaged(key, error.description)
        }
        guard checkContents(key, record) else { return }
        if Self.encode(record) != value {
            let first = scan.rewritten[key.prefix]?.first ?? key.description
            scan.rewritten[key.prefix] = ((scan.rewritten[key.prefix]?.count ?? 0) + 1, first)
        }
    }

    mutating func damaged(_ key: StoreKey, _ reason: String) {
        scan.damaged.insert(key)
        list.add(.error, key, "the value is damaged: \(reason)", mend: .advice(Self.elsewhere))
    }

    static let elsewhere =
        "nothing in this store says what it was: restore it from a backup, or give the cluster a new monitor "
        + "in this one's place, which copies from the others"

    static func type(of key: StoreKey) -> (any CephRecord.Type)? {
        if key.prefix == "paxos", versionNumber(key.key) != nil { return StoreTransaction.self }
        return StoredValues.type(prefix: key.prefix, key: key.key)
    }

    /// The bytes as the monitors of that time write them.
    private static func encode(_ record: any CephRecord) -> ByteBuffer {
        switch record {
        case let map as OSDMap: map.encoded(features: map.encodingFeatures)
        case let change as OSDMap.Incremental: change.encoded(features: change.encodeFeatures)
        default: record.encoded()
        }
    }

    /// What a value says of itself.
    /// - Returns: whether it can be relied on.
    private mutating func checkContents(_ key: StoreKey, _ record: any CephRecord) -> Bool {
        let facts = RecordFacts(record)
        if facts.checksumIsWrong {
            damaged(key, "its checksum is not that of its bytes")
            return false
        }
        if let fsid = facts.fsid {
            let first = scan.fsids[fsid]?.first ?? key.description
            scan.fsids[fsid] = ((scan.fsids[fsid]?.count ?? 0) + 1, first)
        }
        let number = versionNumber(key.key) ?? fullNumber(key.key)
        if let number, let epoch = facts.epoch, number != epoch {
            damaged(key, "it is of epoch \(epoch), not \(number)")
            return false
        }
        return true
    }

    private mutating func reportPrefixes() {
        let known = StoreScan.versionedPrefixes.union(StoreScan.otherPrefixes)
        for (prefix, count) in scan.prefixes.sorted(by: { $0.key < $1.key }) where !known.contains(prefix) {
            list.add(.info, prefix, "a prefix that this tool does not know, with \(count) keys")
        }
        for (prefix, found) in scan.strangers.sorted(by: { $0.key < $1.key }) {
            list.add(
                .info, found.first,
                "a key that this tool does not know, as are \(found.count - 1) more of \(prefix)")
        }
        for (prefix, found) in scan.rewritten.sorted(by: { $0.key < $1.key }) {
            list.add(
                .info, found.first,
                "written in another form than 16.2 writes it, as are \(found.count - 1) more of \(prefix)")
        }
    }
}

/// What some records say of their own place.
private struct RecordFacts {
    var epoch: UInt64?
    var fsid: CephUUID?
    var checksumIsWrong = false

    init(_ record: any CephRecord) {
        switch record {
        case let map as OSDMap:
            (epoch, fsid) = (UInt64(map.epoch), map.fsid)
            checksumIsWrong = map.verifiedCRC == false
        case let change as OSDMap.Incremental:
            (epoch, fsid) = (UInt64(change.epoch), change.fsid)
            checksumIsWrong = change.verifiedCRC == false
        case let map as MonMap: (epoch, fsid) = (UInt64(map.epoch), map.fsid)
        case let map as FSMap: epoch = UInt64(map.epoch)
        case let map as MgrMap: epoch = UInt64(map.epoch)
        case let summary as LogSummary: epoch = summary.version
        case let full as AuthFull: epoch = full.keys.version
        default: break
        }
    }
}
