import CephEncoding

// `ceph df` (src/mon/PGMap.cc: dump_cluster_stats, dump_pool_stats_full, dump_object_stat_sum).
extension PGMapDigest {
    /// `stats` and `stats_by_class` of `ceph df -f json`, in the section that is open.
    public func dumpClusterStats(to formatter: inout CephFormatter) {
        formatter.object("stats") {
            osdSum.statfs.dumpTotals(to: &$0)
            $0.float("total_used_raw_ratio", Double(osdSum.statfs.usedRawRatio))
            $0.int("num_osds", osdSum.numOSDs)
            $0.int("num_per_pool_osds", osdSum.numPerPoolOSDs)
            $0.int("num_per_pool_omap_osds", osdSum.numPerPoolOmapOSDs)
        }
        formatter.object("stats_by_class") { classes in
            for (name, stat) in osdSumByClass {
                classes.object(name) {
                    stat.statfs.dumpTotals(to: &$0)
                    $0.float("total_used_raw_ratio", Double(stat.statfs.usedRawRatio))
                }
            }
        }
    }

    /// The first table of `ceph df`, with its heading.
    public var clusterStats: String {
        var table = TextTable()
        table.column("CLASS", .left, .left)
        for heading in ["SIZE", "AVAIL", "USED", "RAW USED", "%RAW USED"] {
            table.column(heading, .right, .right)
        }
        for (name, stat) in osdSumByClass { table.row([name] + stat.statfs.cells) }
        table.row(["TOTAL"] + osdSum.statfs.cells)
        return "--- RAW STORAGE ---\n\(table)"
    }

    /// `pools` of `ceph df -f json`, in the section that is open.
    /// - Parameters:
    ///   - pools: of the OSD map; those without a sum here are left out.
    ///   - detailed: as `ceph df detail` has them.
    public func dumpPoolUsage(_ pools: [PoolFacts], detailed: Bool, to formatter: inout CephFormatter) {
        formatter.array("pools") { list in
            for usage in usage(of: pools) {
                list.object("pool") { section in
                    section.string("name", usage.pool.name)
                    section.int("id", usage.pool.id)
                    section.object("stats") { usage.dump(detailed: detailed, to: &$0) }
                }
            }
        }
    }

    /// The second table of `ceph df`, with its heading.
    public func poolUsage(_ pools: [PoolFacts], detailed: Bool) -> String {
        var table = TextTable()
        table.column("POOL", .left, .left)
        var headings = ["ID", "PGS", "STORED"]
        if detailed { headings += ["(DATA)", "(OMAP)"] }
        headings += ["OBJECTS", "USED"]
        if detailed { headings += ["(DATA)", "(OMAP)"] }
        headings += ["%USED", "MAX AVAIL"]
        if detailed { headings += ["QUOTA OBJECTS", "QUOTA BYTES", "DIRTY", "USED COMPR", "UNDER COMPR"] }
        for heading in headings { table.column(heading, .right, .right) }
        for usage in usage(of: pools) { table.row(usage.cells(detailed: detailed)) }
        return "--- POOLS ---\n\(table)"
    }

    private func usage(of pools: [PoolFacts]) -> [PoolUsage] {
        pools.compactMap { pool in
            guard pool.id >= 0, let stat = poolSum[Int32(truncatingIfNeeded: pool.id)] else { return nil }
            return PoolUsage(
                pool: pool, stat: stat, rawAvailable: UInt64(available(rule: pool.crushRule)),
                perPool: usesPerPoolStats, perPoolOmap: usesPerPoolOmapStats)
        }
    }
}

/// What a pool stores and takes, in bytes. Ceph computes with rates in single precision, and so do we: it shows.
private struct PoolUsage {
    let pool: PoolFacts
    let sum: ObjectStatSum
    let compressedAllocated: Int64
    let compressedOriginal: Int64
    let storedData: UInt64
    let storedOmap: UInt64
    let usedData: UInt64
    let usedOmap: UInt64
    /// Raw bytes that a stored byte takes now.
    let rate: Float
    /// Raw bytes that the pool's rule can still place.
    let rawAvailable: UInt64

    init(pool: PoolFacts, stat: PoolStat, rawAvailable: UInt64, perPool: Bool, perPoolOmap: Bool) {
        self.pool = pool
        self.rawAvailable = rawAvailable
        sum = stat.stats.sum
        // What is degraded is not stored as often as it should be.
        var rate = pool.rawUsedRate
        if sum.numObjectCopies > 0 {
            rate *= Float(sum.numObjectCopies &- sum.numObjectsDegraded) / Float(sum.numObjectCopies)
        }
        self.rate = rate
        compressedAllocated = stat.storeStats.dataCompressedAllocated
        compressedOriginal = stat.storeStats.dataCompressedOriginal
        storedData = stat.userDataBytes(rawUsedRate: rate, perPool: perPool)
        storedOmap = stat.userOmapBytes(rawUsedRate: rate, perPoolOmap: perPoolOmap)
        usedData = stat.allocatedDataBytes(perPool: perPool)
        usedOmap = stat.allocatedOmapBytes(perPoolOmap: perPoolOmap)
    }

    var stored: UInt64 { storedData &+ storedOmap }
    var used: UInt64 { usedData &+ usedOmap }
    var storedRaw: UInt64 { UInt64(saturating: Float(stored) * rate) }

    var usedRatio: Float {
        guard rawAvailable != 0 else { return used == 0 ? 0 : 1 }
        let used = Float(used)
        return used / (used + Float(rawAvailable))
    }

    var maxAvailable: UInt64 {
        rate == 0 ? 0 : UInt64(saturating: Float(rawAvailable) / rate)
    }

    /// KiB, rounded up.
    private var usedKB: UInt64 { used / 1024 + (used % 1024 == 0 ? 0 : 1) }

    func dump(detailed: Bool, to formatter: inout CephFormatter) {
        formatter.int("stored", stored)
        if detailed {
            formatter.int("stored_data", storedData)
            formatter.int("stored_omap", storedOmap)
        }
        formatter.int("objects", sum.numObjects)
        formatter.int("kb_used", usedKB)
        formatter.int("bytes_used", used)
        if detailed {
            formatter.int("data_bytes_used", usedData)
            formatter.int("omap_bytes_used", usedOmap)
        }
        formatter.float("percent_used", Double(usedRatio))
        formatter.int("max_avail", maxAvailable)
        guard detailed else { return }
        formatter.int("quota_objects", pool.quotaMaxObjects)
        formatter.int("quota_bytes", pool.quotaMaxBytes)
        formatter.int("dirty", pool.isTier ? sum.numObjectsDirty : 0)
        formatter.int("rd", sum.numRd)
        formatter.int("rd_bytes", sum.numRdKB &* 1024)
        formatter.int("wr", sum.numWr)
        formatter.int("wr_bytes", sum.numWrKB &* 1024)
        formatter.int("compress_bytes_used", compressedAllocated)
        formatter.int("compress_under_bytes", compressedOriginal)
        formatter.int("stored_raw", storedRaw)
        formatter.int("avail_raw", rawAvailable)
    }

    func cells(detailed: Bool) -> [String] {
        var cells = [pool.name, "\(pool.id)", "\(pool.pgNum)", CephUnits.bytes(stored)]
        if detailed { cells += [CephUnits.bytes(storedData), CephUnits.bytes(storedOmap)] }
        cells += [CephUnits.count(UInt64(bitPattern: sum.numObjects)), CephUnits.bytes(used)]
        if detailed { cells += [CephUnits.bytes(usedData), CephUnits.bytes(usedOmap)] }
        cells += [percentCell(usedRatio * 100), CephUnits.bytes(maxAvailable)]
        guard detailed else { return cells }
        cells.append(pool.quotaMaxObjects == 0 ? "N/A" : CephUnits.count(pool.quotaMaxObjects))
        cells.append(pool.quotaMaxBytes == 0 ? "N/A" : CephUnits.bytes(pool.quotaMaxBytes))
        cells.append(pool.isTier ? CephUnits.count(UInt64(bitPattern: sum.numObjectsDirty)) : "N/A")
        cells.append(CephUnits.bytes(UInt64(bitPattern: compressedAllocated)))
        cells.append(CephUnits.bytes(UInt64(bitPattern: compressedOriginal)))
        return cells
    }
}

/// Two digits behind the point; `0` for less than a hundredth.
private func percentCell(_ percent: Float) -> String {
    Double(percent) < 0.01 ? "0" : CephNumber.fixed(Double(percent), precision: 2)
}

extension StoreStatFS {
    fileprivate func dumpTotals(to formatter: inout CephFormatter) {
        formatter.int("total_bytes", total)
        formatter.int("total_avail_bytes", available)
        formatter.int("total_used_bytes", used)
        formatter.int("total_used_raw_bytes", usedRaw)
    }

    fileprivate var cells: [String] {
        [
            CephUnits.bytes(total), CephUnits.bytes(available), CephUnits.bytes(used),
            CephUnits.bytes(usedRaw),
            percentCell(usedRawRatio * 100),
        ]
    }
}
