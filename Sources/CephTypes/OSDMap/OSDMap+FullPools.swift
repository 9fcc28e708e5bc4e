import CephEncoding

extension OSDMap {
    /// Pools of which an OSD is too full (`OSDMap::get_full_pools`): each pool of the worst kind only.
    public func fullPools() -> (full: Set<Int64>, backfillFull: Set<Int64>, nearFull: Set<Int64>) {
        let states: OSDState = [.full, .backfillFull, .nearFull]
        let bad = osdNumbers.filter { exists($0) && !state(of: $0).isDisjoint(with: states) }
        guard !bad.isEmpty else { return ([], [], []) }
        func osds(_ state: OSDState) -> [Int32] {
            bad.filter { osd in
                isUp(osd) && isIn(osd) && worst(self.state(of: osd)) == state
            }
        }
        var result: (full: Set<Int64>, backfillFull: Set<Int64>, nearFull: Set<Int64>) = ([], [], [])
        let lists = (osds(.full), osds(.backfillFull), osds(.nearFull))
        for (number, pool) in pools {
            let rule = crush.findRule(ruleset: Int(pool.crushRule), type: pool.type, size: Int(pool.size))
            guard let shares = rule.flatMap(crush.deviceShares(ofRule:)) else { continue }
            func uses(_ osds: [Int32]) -> Bool { osds.contains { shares.contains($0) } }
            if uses(lists.0) { result.full.insert(number) }
            if uses(lists.1) { result.backfillFull.insert(number) }
            if uses(lists.2) { result.nearFull.insert(number) }
        }
        return result
    }

    private func worst(_ state: OSDState) -> OSDState {
        for kind in [OSDState.full, .backfillFull, .nearFull] where state.contains(kind) { return kind }
        return []
    }

    /// OSDs that are up and in and too full, by the worst of it (`OSDMap::get_full_osd_counts`).
    public var fullOSDs: (full: [Int32], backfillFull: [Int32], nearFull: [Int32]) {
        let used = osdNumbers.filter { exists($0) && isUp($0) && isIn($0) }
        func of(_ kind: OSDState) -> [Int32] { used.filter { worst(state(of: $0)) == kind } }
        return (of(.full), of(.backfillFull), of(.nearFull))
    }
}

extension OSDMap.Incremental {
    /// Gives pools the flags that their OSDs call for, and takes back those that they no longer do. A pool
    /// that is out of its quota stays full.
    /// - Parameter next: the map that this incremental makes as it is now.
    public mutating func updateFullFlags(next: OSDMap) {
        let kinds: PGPool.Flags = [.full, .backfillFull, .nearFull]
        let found = next.fullPools()
        for (number, pool) in next.pools {
            guard !pool.flags.contains(.fullQuota) else { continue }
            let wanted: PGPool.Flags =
                if found.full.contains(number) {
                    .full
                } else if found.backfillFull.contains(number) {
                    .backfillFull
                } else if found.nearFull.contains(number) {
                    .nearFull
                } else { [] }
            guard pool.flags.intersection(kinds) != wanted else { continue }
            withPool(number, of: next) {
                $0.flags.subtract(kinds)
                $0.flags.formUnion(wanted)
            }
        }
    }
}
