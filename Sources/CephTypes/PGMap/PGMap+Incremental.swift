import CephEncoding

extension PGMap {
    /// `PGMap::Incremental`: what changes from one version of the map to the next.
    ///
    /// Ceph has encoded none since kraken; what is written here is jewel's form, with reports as they are
    /// written today.
    public struct Incremental: Equatable, Sendable {
        public var version: UInt64 = 0
        public var pgUpdates: CephMap<PGID, PGStat> = [:]
        public var pgRemovals: CephSet<PGID> = []
        public var osdUpdates: CephMap<Int32, OSDStat> = [:]
        public var osdRemovals: CephSet<Int32> = []
        public var poolStatFSUpdates: CephMap<Pair<Int64, Int32>, StoreStatFS> = [:]
        /// Zero leaves the map's as it is.
        public var osdMapEpoch: UInt32 = 0
        public var pgScan: UInt32 = 0
        public var stamp = UTime.zero

        // Before luminous only. A ratio of -1 leaves the map's as it is.
        public var fullRatio: Float = 0
        public var nearfullRatio: Float = 0
        public var osdEpochs: CephMap<Int32, UInt32> = [:]

        public init(version: UInt64 = 0) { self.version = version }

        /// Takes an OSD's report, with the epoch of its OSD map.
        public mutating func update(_ osd: Int32, _ stat: OSDStat, epoch: UInt32 = 0) {
            osdUpdates[osd] = stat
            osdEpochs[osd] = epoch
        }

        /// An OSD is out: it has nothing any more.
        public mutating func markOut(_ osd: Int32) { osdUpdates[osd] = OSDStat() }

        /// An OSD went down or came up: the operations it had waiting are gone.
        public mutating func forgetOperations(of osd: Int32, in map: PGMap) {
            guard var stat = osdUpdates[osd] ?? map.osdStats[osd] else { return }
            stat.opQueueAges.removeAll()
            osdUpdates[osd] = stat
        }

        /// An OSD does not exist any more.
        public mutating func remove(osd: Int32) {
            osdRemovals.insert(osd)
            osdUpdates[osd] = nil
            osdEpochs[osd] = nil
        }
    }
}

extension PGMap.Incremental: CephRecord {
    public static let cephTypeName = "PGMap::Incremental"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 7, compatSince: 5, lengthSince: 5, Self.init(version:_:))
    }

    private init(version: UInt8, _ decoder: inout CephDecoder) throws {
        self.version = try decoder.decode("version")
        if version >= 3 {
            pgUpdates = try decoder.decode("pg_stat_updates")
        } else {
            for _ in 0..<(try decoder.count()) {
                let id = try PGID(legacyFrom: &decoder)
                pgUpdates[id] = try decoder.decode("pg_stat_updates", as: PGStat.self)
            }
        }
        osdUpdates = try decoder.decode("osd_stat_updates")
        osdRemovals = try decoder.decode("osd_stat_rm")
        osdMapEpoch = try decoder.decode("osdmap_epoch")
        pgScan = try decoder.decode("pg_scan")
        if version >= 2 {
            fullRatio = try decoder.decode("full_ratio")
            nearfullRatio = try decoder.decode("nearfull_ratio")
        }
        if version >= 3 {
            pgRemovals = try decoder.decode("pg_remove")
        } else {
            for _ in 0..<(try decoder.count()) { pgRemovals.insert(try PGID(legacyFrom: &decoder)) }
        }
        if version < 4 {
            if fullRatio == 0 { fullRatio = -1 }
            if nearfullRatio == 0 { nearfullRatio = -1 }
        }
        if version >= 6 { stamp = try decoder.decode("stamp") }
        osdEpochs =
            version >= 7 ? try decoder.decode("osd_epochs") : osdUpdates.mapValues { _ in osdMapEpoch }
    }

    public func encode(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.monEnc) else {
            encoder.integer(UInt8(4))
            encodeChanges(into: &encoder)
            return
        }
        encoder.versioned(7, compatible: 5) { body in
            encodeChanges(into: &body)
            body.encode(stamp)
            body.encode(osdEpochs)
        }
    }

    private func encodeChanges(into body: inout CephEncoder) {
        body.integer(version)
        body.encode(pgUpdates)
        body.encode(osdUpdates)
        body.encode(osdRemovals)
        body.integer(osdMapEpoch)
        body.integer(pgScan)
        body.encode(fullRatio)
        body.encode(nearfullRatio)
        body.encode(pgRemovals)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("version", version)
        formatter.stream("stamp", stamp)
        formatter.int("osdmap_epoch", osdMapEpoch)
        formatter.int("pg_scan_epoch", pgScan)
        formatter.array("pg_stat_updates") { list in
            for (id, stat) in pgUpdates {
                list.object("pg_stat") {
                    $0.stream("pgid", id)
                    stat.dump(to: &$0)
                }
            }
        }
        formatter.array("osd_stat_updates") { list in
            for (osd, stat) in osdUpdates {
                list.object("osd_stat") {
                    $0.int("osd", osd)
                    stat.dump(to: &$0)
                }
            }
        }
        formatter.array("pool_statfs_updates") { list in
            for (place, stat) in poolStatFSUpdates {
                list.object("pool_statfs") {
                    $0.string("poolid/osd", "\(place.first),\(place.second)")
                    stat.dump(to: &$0)
                }
            }
        }
        formatter.ints("osd_stat_removals", each: "osd", osdRemovals)
        formatter.strings("pg_removals", each: "pgid", pgRemovals.map(\.description))
    }
}
