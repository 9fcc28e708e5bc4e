import CephEncoding

extension OSDMap.Incremental {
    /// Takes back temporary placements that mean nothing in the map that this incremental makes
    /// (`OSDMap::clean_temps`): of pools that are gone, of OSDs that are all down, too long ones, and those
    /// that CRUSH would give as well.
    public mutating func cleanTemporaries(old: OSDMap, next: OSDMap) {
        guard !next.pgTemp.isEmpty || !next.primaryTemp.isEmpty else { return }
        let mapper = PGMapper(next)
        for (pg, osds) in next.pgTemp where isUseless(pg, osds, mapper) {
            newPGTemp[pg] = old.pgTemp.contains(pg) ? [] : nil
        }
        for (pg, primary) in next.primaryTemp
        where next.isDown(primary) || isUseless(primaryOf: pg, mapper) {
            newPrimaryTemp[pg] = old.primaryTemp.contains(pg) ? -1 : nil
        }
    }

    private func isUseless(_ pg: PGID, _ osds: [Int32], _ mapper: PGMapper) -> Bool {
        guard let pool = mapper.map.pools[pg.pool] else { return true }
        guard osds.contains(where: mapper.map.isUp), osds.count <= pool.size else { return true }
        mapper.locate(pg)
        return mapper.placement.up == osds
    }

    private func isUseless(primaryOf pg: PGID, _ mapper: PGMapper) -> Bool {
        mapper.locate(pg)
        return mapper.placement.actingPrimary == mapper.placement.upPrimary
    }
}
