import CephEncoding

// Recovery, and rates of recovery, clients and cache tiers: lines of text for people, fields for programs.
extension PGMapDigest {
    /// A part of all that is not as it should be: `184/236 objects misplaced (77.966%)`.
    struct Share {
        let name: String
        let part: Int64
        let whole: Int64

        var ratio: Double { Double(part) / Double(whole) * 100.0 / 100.0 }
        /// `77.966%`
        var percentage: String { CephNumber.fixed(Double(part) / Double(whole) * 100, precision: 3) + "%" }
        var text: String { "\(part)/\(whole) objects \(name) (\(percentage))" }

        func dump(to formatter: inout CephFormatter) {
            formatter.int("\(name)_objects", UInt64(bitPattern: part))
            formatter.int("\(name)_total", UInt64(bitPattern: whole))
            formatter.float("\(name)_ratio", ratio)
        }
    }

    /// What is degraded, misplaced and unfound of a sum.
    static func shares(of sum: ObjectStatSum) -> [Share] {
        [
            Share(name: "degraded", part: sum.numObjectsDegraded, whole: sum.numObjectCopies),
            Share(name: "misplaced", part: sum.numObjectsMisplaced, whole: sum.numObjectCopies),
            Share(name: "unfound", part: sum.numObjectsUnfound, whole: sum.numObjects),
        ].filter { $0.part != 0 && ($0.name == "unfound" ? $0.whole != 0 : $0.whole > 0) }
    }

    /// A sum's change over a span, as numbers a second.
    struct Rates {
        let sum: ObjectStatSum
        private let seconds: Double

        /// Negative changes count as none.
        init(_ delta: PoolStat, over span: UTime) {
            sum = delta.positive.stats.sum
            seconds = span.asSeconds
        }

        /// A count a second; without a fraction.
        func perSecond(_ count: Int64) -> Int64 {
            Int64(clamping: UInt64(saturating: Double(count) / seconds))
        }
        /// Bytes a second of a count in KiB.
        func bytesPerSecond(_ kb: Int64) -> Int64 { perSecond(kb << 10) }

        func size(_ bytes: Int64) -> String { CephUnits.bytes(UInt64(bitPattern: bytes)) }
        func count(_ number: Int64) -> String { CephUnits.count(UInt64(bitPattern: number)) }
    }

    var rates: Rates { Rates(pgSumDelta, over: deltaSpan) }

    /// A pool's rates; nil before it has any.
    func rates(pool: Int64) -> Rates? {
        guard let delta = poolDelta[pool], let span = poolDeltaSpan[pool] else { return nil }
        return Rates(delta.first, over: span)
    }
}

// MARK: Recovery

extension PGMapDigest.Rates {
    private var recovers: Bool {
        sum.numObjectsRecovered != 0 || sum.numBytesRecovered != 0 || sum.numKeysRecovered != 0
    }

    /// `1.1 MiB/s, 2 keys/s, 13 objects/s`; empty if nothing recovers.
    var recoveryText: String {
        guard recovers else { return "" }
        var text = size(perSecond(sum.numBytesRecovered)) + "/s"
        if sum.numKeysRecovered != 0 { text += ", \(count(perSecond(sum.numKeysRecovered))) keys/s" }
        return text + ", \(count(perSecond(sum.numObjectsRecovered))) objects/s"
    }

    func dumpRecovery(to formatter: inout CephFormatter) {
        guard recovers else { return }
        formatter.int("recovering_objects_per_sec", perSecond(sum.numObjectsRecovered))
        formatter.int("recovering_bytes_per_sec", perSecond(sum.numBytesRecovered))
        formatter.int("recovering_keys_per_sec", perSecond(sum.numKeysRecovered))
        formatter.int("num_objects_recovered", sum.numObjectsRecovered)
        formatter.int("num_bytes_recovered", sum.numBytesRecovered)
        formatter.int("num_keys_recovered", sum.numKeysRecovered)
    }
}

// MARK: Clients

extension PGMapDigest.Rates {
    /// `41 KiB/s wr, 0 op/s rd, 11 op/s wr`; empty if no client does anything.
    var clientText: String {
        guard sum.numRd != 0 || sum.numWr != 0 else { return "" }
        var text = ""
        if sum.numRd != 0 { text += size(bytesPerSecond(sum.numRdKB)) + "/s rd, " }
        if sum.numWr != 0 { text += size(bytesPerSecond(sum.numWrKB)) + "/s wr, " }
        return text + "\(count(perSecond(sum.numRd))) op/s rd, \(count(perSecond(sum.numWr))) op/s wr"
    }

    func dumpClient(to formatter: inout CephFormatter) {
        guard sum.numRd != 0 || sum.numWr != 0 else { return }
        if sum.numRd != 0 { formatter.int("read_bytes_sec", bytesPerSecond(sum.numRdKB)) }
        if sum.numWr != 0 { formatter.int("write_bytes_sec", bytesPerSecond(sum.numWrKB)) }
        formatter.int("read_op_per_sec", perSecond(sum.numRd))
        formatter.int("write_op_per_sec", perSecond(sum.numWr))
    }

    /// The same in one number of operations, as `pg stat` has it.
    var briefClientText: String {
        guard sum.numRd != 0 || sum.numWr != 0 else { return "" }
        var text = ""
        if sum.numRd != 0 { text += size(bytesPerSecond(sum.numRdKB)) + "/s rd, " }
        if sum.numWr != 0 { text += size(bytesPerSecond(sum.numWrKB)) + "/s wr, " }
        return text + "\(count(perSecond(sum.numRd &+ sum.numWr))) op/s"
    }

    func dumpBriefClient(to formatter: inout CephFormatter) {
        guard sum.numRd != 0 || sum.numWr != 0 else { return }
        if sum.numRd != 0 { formatter.int("read_bytes_sec", bytesPerSecond(sum.numRdKB)) }
        if sum.numWr != 0 { formatter.int("write_bytes_sec", bytesPerSecond(sum.numWrKB)) }
        formatter.int("io_sec", perSecond(sum.numRd &+ sum.numWr))
    }
}

// MARK: Cache tiers

extension PGMapDigest.Rates {
    /// `1 MiB/s flush, 3 op/s promote, 2 PGs flushing`; empty if no cache tier does anything.
    var cacheText: String {
        var parts: [String] = []
        if sum.numFlush != 0 { parts.append(size(bytesPerSecond(sum.numFlushKB)) + "/s flush") }
        if sum.numEvict != 0 { parts.append(size(bytesPerSecond(sum.numEvictKB)) + "/s evict") }
        if sum.numPromote != 0 { parts.append(count(perSecond(sum.numPromote)) + " op/s promote") }
        let modes = [
            (sum.numFlushModeLow, "flushing"), (sum.numFlushModeHigh, "flushing (high)"),
            (sum.numEvictModeSome, "evicting"), (sum.numEvictModeFull, "evicting (full)"),
        ]
        for (number, doing) in modes where number != 0 {
            parts.append("\(count(Int64(number))) PGs \(doing)")
        }
        return parts.joined(separator: ", ")
    }

    func dumpCache(to formatter: inout CephFormatter) {
        if sum.numFlush != 0 { formatter.int("flush_bytes_sec", bytesPerSecond(sum.numFlushKB)) }
        if sum.numEvict != 0 { formatter.int("evict_bytes_sec", bytesPerSecond(sum.numEvictKB)) }
        if sum.numPromote != 0 { formatter.int("promote_op_per_sec", perSecond(sum.numPromote)) }
        if sum.numFlushModeLow != 0 { formatter.int("num_flush_mode_low", sum.numFlushModeLow) }
        if sum.numFlushModeHigh != 0 { formatter.int("num_flush_mode_high", sum.numFlushModeHigh) }
        if sum.numEvictModeSome != 0 { formatter.int("num_evict_mode_some", sum.numEvictModeSome) }
        if sum.numEvictModeFull != 0 { formatter.int("num_evict_mode_full", sum.numEvictModeFull) }
    }
}
