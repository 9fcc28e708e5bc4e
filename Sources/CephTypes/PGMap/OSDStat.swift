import CephEncoding

/// `osd_stat_t` (src/osd/osd_types.h): what an OSD reports of itself, or the sum over OSDs.
public struct OSDStat: Equatable, Sendable {
    public var statfs = StoreStatFS()
    /// OSDs that it exchanges heartbeats with.
    public var heartbeatPeers: [Int32] = []
    public var snapTrimQueueLength: Int32 = 0
    public var numSnapTrimming: Int32 = 0
    public var numShardsRepaired: UInt64 = 0
    /// Ages of waiting operations, in milliseconds.
    public var opQueueAges = Pow2Histogram()
    public var perf = ObjectStorePerfStat()
    /// Alerts of the object store, name and text, by OSD (its own are under -1).
    public var alerts: CephMap<Int32, CephMap<String, String>> = [:]
    public var upFrom: UInt32 = 0
    /// Number of the report; its upper half is ``upFrom``.
    public var seq: UInt64 = 0
    public var numPGs: UInt32 = 0
    // One or none in an OSD's own report; a sum counts with them how many it holds.
    public var numOSDs: UInt32 = 0
    public var numPerPoolOSDs: UInt32 = 0
    public var numPerPoolOmapOSDs: UInt32 = 0
    /// Heartbeat round trips by peer.
    public var pingTimes: CephMap<Int32, PingTimes> = [:]

    public init() {}

    /// Adds another OSD's numbers; who it is, its peers and its pings don't add up and are left.
    public mutating func add(_ other: OSDStat) {
        statfs.add(other.statfs)
        snapTrimQueueLength &+= other.snapTrimQueueLength
        numSnapTrimming &+= other.numSnapTrimming
        numShardsRepaired &+= other.numShardsRepaired
        opQueueAges.add(other.opQueueAges)
        perf.add(other.perf)
        numPGs &+= other.numPGs
        numOSDs &+= other.numOSDs
        numPerPoolOSDs &+= other.numPerPoolOSDs
        numPerPoolOmapOSDs &+= other.numPerPoolOmapOSDs
        for (osd, theirs) in other.alerts {
            for (name, text) in theirs where alerts[osd]?[name] == nil {
                alerts[osd, default: [:]][name] = text
            }
            if alerts[osd] == nil { alerts[osd] = [:] }
        }
    }

    public mutating func subtract(_ other: OSDStat) {
        statfs.subtract(other.statfs)
        snapTrimQueueLength &-= other.snapTrimQueueLength
        numSnapTrimming &-= other.numSnapTrimming
        numShardsRepaired &-= other.numShardsRepaired
        opQueueAges.subtract(other.opQueueAges)
        perf.subtract(other.perf)
        numPGs &-= other.numPGs
        numOSDs &-= other.numOSDs
        numPerPoolOSDs &-= other.numPerPoolOSDs
        numPerPoolOmapOSDs &-= other.numPerPoolOmapOSDs
        for (osd, theirs) in other.alerts {
            for (name, _) in theirs { alerts[osd]?.removeValue(forKey: name) }
            if alerts[osd]?.isEmpty ?? false { alerts[osd] = nil }
        }
    }
}

extension OSDStat: CephRecord {
    public static let cephTypeName = "osd_stat_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 14, compatSince: 2, lengthSince: 2, OSDStat.init(version:_:))
    }

    private init(version: UInt8, _ decoder: inout CephDecoder) throws {
        let kb: Int64 = try decoder.decode("kb")
        let kbUsed: Int64 = try decoder.decode("kb_used")
        let kbAvailable: Int64 = try decoder.decode("kb_avail")
        snapTrimQueueLength = try decoder.decode("snap_trim_queue_len")
        numSnapTrimming = try decoder.decode("num_snap_trimming")
        heartbeatPeers = try decoder.decode("hb_peers")
        _ = try decoder.decode("hb_out", as: [Int32].self)
        if version >= 3 { opQueueAges = try decoder.decode("op_queue_age_hist") }
        if version >= 4 { perf = try decoder.decode("os_perf_stat") }
        if version >= 6 {
            upFrom = try decoder.decode("up_from")
            seq = try decoder.decode("seq")
        }
        if version >= 7 { numPGs = try decoder.decode("num_pgs") }
        var kbData = kbUsed
        var kbOmap: Int64 = 0
        var kbMetadata: Int64 = 0
        if version >= 8 {
            kbData = try decoder.decode("kb_used_data")
            kbOmap = try decoder.decode("kb_used_omap")
            kbMetadata = try decoder.decode("kb_used_meta")
        }
        if version >= 9 {
            statfs = try decoder.decode("statfs")
        } else {
            statfs = StoreStatFS(kb: kb, available: kbAvailable, used: kbUsed)
            statfs.allocated = kbData << 10
            statfs.omapAllocated = kbOmap << 10
            statfs.internalMetadata = kbMetadata << 10
        }
        if version >= 10 { alerts = try decoder.decode("os_alerts") }
        if version >= 11 { numShardsRepaired = try decoder.decode("num_shards_repaired") }
        if version >= 12 {
            numOSDs = try decoder.decode("num_osds")
            numPerPoolOSDs = try decoder.decode("num_per_pool_osds")
        }
        if version >= 13 { numPerPoolOmapOSDs = try decoder.decode("num_per_pool_omap_osds") }
        if version >= 14 { pingTimes = try decoder.decode("hb_pingtime") }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(14, compatible: 2) { body in
            // For readers that know sizes in KiB only.
            body.integer(statfs.kb)
            body.integer(statfs.kbUsedRaw)
            body.integer(statfs.kbAvailable)
            body.integer(snapTrimQueueLength)
            body.integer(numSnapTrimming)
            body.encode(heartbeatPeers)
            body.count(0)
            body.encode(opQueueAges)
            body.encode(perf)
            body.integer(upFrom)
            body.integer(seq)
            body.integer(numPGs)
            body.integer(statfs.kbUsedData)
            body.integer(statfs.kbUsedOmap)
            body.integer(statfs.kbUsedInternalMetadata)
            body.encode(statfs)
            body.encode(alerts)
            body.integer(numShardsRepaired)
            body.integer(numOSDs)
            body.integer(numPerPoolOSDs)
            body.integer(numPerPoolOmapOSDs)
            body.encode(pingTimes)
        }
    }
}

extension StoreStatFS {
    /// The sizes of a report in KiB; what is neither available nor used is the store's own.
    fileprivate init(kb: Int64, available kbAvailable: Int64, used kbUsed: Int64) {
        self.init()
        total = UInt64(bitPattern: kb << 10)
        available = UInt64(bitPattern: kbAvailable << 10)
        let taken = total > available ? total &- available : 0
        let used = kbUsed << 10
        if Int64(bitPattern: taken) > used { internallyReserved = taken &- UInt64(bitPattern: used) }
    }
}
