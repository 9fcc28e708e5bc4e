import CephEncoding

// Exceptions from CRUSH (`pg_upmap`, `pg_upmap_items`) outlive the hierarchy they were made for. Each commit
// takes back those that the map no longer bears out (`OSDMap::check_pg_upmaps`, `clean_pg_upmaps`).

extension OSDMap.Incremental {
    /// - Parameter next: the map that this incremental makes as it is now.
    public mutating func cleanUpmaps(next: OSDMap) {
        var check = UpmapCheck(next)
        for pg in CephSet(next.pgUpmap.keys + next.pgUpmapItems.keys) {
            switch check.verdict(on: pg) {
            case .keep: break
            case .replace(let items): newPGUpmapItems[pg] = items
            case .cancel:
                newPGUpmap[pg] = nil
                newPGUpmapItems[pg] = nil
                if next.pgUpmap.contains(pg) { oldPGUpmap.insert(pg) }
                if next.pgUpmapItems.contains(pg) { oldPGUpmapItems.insert(pg) }
            }
        }
    }
}

/// Decides on exceptions of one map.
private struct UpmapCheck {
    enum Verdict {
        case keep
        case cancel
        case replace([Pair<Int32, Int32>])
    }

    let map: OSDMap
    private let mapper: PGMapper
    private var sharesByRule: [Int: CephMap<Int32, Float>] = [:]

    init(_ map: OSDMap) {
        self.map = map
        mapper = PGMapper(map)
    }

    mutating func verdict(on pg: PGID) -> Verdict {
        guard let pool = map.pools[pg.pool], pg.seed < pool.pgNumPending, !pool.isMerging(pg) else {
            return .cancel
        }
        let (raw, upmapped) = mapper.rawSets(of: pg)
        let number = map.crush.findRule(
            ruleset: Int(pool.crushRule), type: pool.type, size: Int(pool.size))
        guard let number, map.crush.allows(upmapped, rule: number, size: Int(pool.size)) else {
            return .cancel
        }
        guard let shares = shares(ofRule: number) else { return .keep }
        // Each must be in the rule's tree and in.
        let isUsable = upmapped.allSatisfy { osd in
            guard let share = shares[osd] else { return false }
            return OSDWeight.float(map.weight(of: osd)) * Double(share) != 0
        }
        guard isUsable else { return .cancel }
        if let whole = map.pgUpmap[pg], whole == raw || whole.count != Int(pool.size) { return .cancel }
        return verdict(onItems: map.pgUpmapItems[pg], raw)
    }

    private mutating func shares(ofRule number: Int) -> CephMap<Int32, Float>? {
        if let known = sharesByRule[number] { return known }
        let shares = map.crush.deviceShares(ofRule: number)
        sharesByRule[number] = shares
        return shares
    }

    private func verdict(onItems items: [Pair<Int32, Int32>]?, _ raw: [Int32]) -> Verdict {
        guard let items else { return .keep }
        let useful = items.filter { item in
            raw.contains(item.first)
                && !(item.second != CrushMapper.none && item.second >= 0 && item.second < map.maxOSD
                    && map.weight(of: item.second) == OSDWeight.out)
        }
        if useful.isEmpty { return .cancel }
        return useful == items ? .keep : .replace(useful)
    }
}

extension PGPool {
    /// Whether a group is about to be merged, as source or as target (`pg_pool_t::is_pending_merge`).
    func isMerging(_ pg: PGID) -> Bool {
        guard pgNumPending < pgNum else { return false }
        if pg.seed >= pgNumPending { return true }
        // The parent of each group that goes.
        return (pgNumPending..<pgNum).contains { seed in
            Self.parent(ofSeed: seed, oldCount: pgNumPending) == pg.seed
        }
    }

    /// The group that a seed falls into when there are only `oldCount`.
    private static func parent(ofSeed seed: UInt32, oldCount: UInt32) -> UInt32 {
        guard oldCount > 1 else { return 0 }
        return stableMod(seed, oldCount, UInt32.max >> UInt32((oldCount - 1).leadingZeroBitCount))
    }
}
