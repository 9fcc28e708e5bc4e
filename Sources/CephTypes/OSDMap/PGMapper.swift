import CephEncoding

/// Where a placement group is. -1 stands for no primary, ``CrushMapper/none`` for a place without an OSD.
public struct PGPlacement: Hashable, Sendable {
    /// What CRUSH says, of OSDs that exist.
    public var raw: [Int32] = []
    public var rawPrimary: Int32 = -1
    /// Where the group shall be: with exceptions, without OSDs that are down.
    public var up: [Int32] = []
    public var upPrimary: Int32 = -1
    /// Which OSDs serve it now.
    public var acting: [Int32] = []
    public var actingPrimary: Int32 = -1

    public init() {}
}

extension PGPlacement: CustomStringConvertible {
    /// As `osdmaptool --test-map-pgs-dump-all` prints it: `raw ([1,2], p1) up ([1], p1) acting ([1], p1)`.
    public var description: String {
        func set(_ osds: [Int32], _ primary: Int32) -> String {
            "([\(osds.map(String.init).joined(separator: ","))], p\(primary))"
        }
        return "raw \(set(raw, rawPrimary)) up \(set(up, upPrimary)) acting \(set(acting, actingPrimary))"
    }
}

/// Finds the OSDs of placement groups (`OSDMap::pg_to_up_acting_osds` in src/osd/OSDMap.cc).
///
/// What the map says is laid out once, so that a group costs no allocation. A mapper is for one thread; the
/// map may change meanwhile, the mapper stays with what it was made of.
public final class PGMapper {
    let map: OSDMap
    private let crush: CrushMapper
    private let workspace = CrushWorkspace()
    private let weights: [UInt32]
    private var current: PoolContext?
    /// The last group's placement; its arrays are used again for the next group.
    public private(set) var placement = PGPlacement()

    /// What all groups of a pool have in common.
    private struct PoolContext {
        let number: Int64
        let pool: PGPool
        let rule: Int?
        let arguments: CrushMapperArguments?
        let pgNumMask: UInt32
        let pgpNumMask: UInt32
        let size: Int
        let canShift: Bool
        let hashesPool: Bool
    }

    /// - Parameter crush: a mapper of the same map's CRUSH map, if there is one already.
    public init(_ map: OSDMap, crush: CrushMapper? = nil) {
        self.map = map
        self.crush = crush ?? CrushMapper(map.crush)
        weights = map.osdWeights
    }

    /// The group's placement, or one without OSDs where its pool does not exist.
    public func placement(of pg: PGID) -> PGPlacement {
        locate(pg)
        return placement
    }

    /// Puts the group's placement into ``placement``. A seed beyond the pool's groups falls into one of them.
    public func locate(_ pg: PGID) {
        clear()
        guard let context = context(of: pg.pool) else { return }
        let pg = PGID(
            pool: pg.pool, seed: PGPool.stableMod(pg.seed, context.pool.pgNum, context.pgNumMask))
        let seed = placementSeed(pg, context)
        findRaw(seed, context)
        findUp(pg, seed, context)
        findActing(pg, context)
    }

    private func clear() {
        placement.raw.removeAll(keepingCapacity: true)
        placement.up.removeAll(keepingCapacity: true)
        placement.acting.removeAll(keepingCapacity: true)
        placement.rawPrimary = -1
        placement.upPrimary = -1
        placement.actingPrimary = -1
    }

    private func context(of number: Int64) -> PoolContext? {
        if let current, current.number == number { return current }
        guard let pool = map.pools[number] else { return nil }
        let context = PoolContext(
            number: number, pool: pool,
            rule: map.crush.findRule(ruleset: Int(pool.crushRule), type: pool.type, size: Int(pool.size)),
            arguments: crush.arguments(forPool: number), pgNumMask: pool.pgNumMask,
            pgpNumMask: pool.pgpNumMask,
            size: Int(pool.size), canShift: pool.canShiftOSDs, hashesPool: pool.flags.contains(.hashPSPool))
        current = context
        return context
    }

    private func placementSeed(_ pg: PGID, _ context: PoolContext) -> UInt32 {
        let seed = PGPool.stableMod(pg.seed, context.pool.pgpNum, context.pgpNumMask)
        let pool = UInt32(truncatingIfNeeded: pg.pool)
        return context.hashesPool ? CrushHash.hash(seed, pool) : seed &+ pool
    }

    // MARK: Raw

    private func findRaw(_ seed: UInt32, _ context: PoolContext) {
        guard let rule = context.rule, context.size > 0 else { return }
        let crush = crush
        let workspace = workspace
        let weights = weights
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: context.size) { buffer in
            let count = weights.withUnsafeBufferPointer {
                crush.map(
                    rule: rule, x: Int32(bitPattern: seed), into: buffer, weights: $0,
                    arguments: context.arguments, workspace: workspace)
            }
            for osd in buffer.prefix(count) { append(osd, if: map.exists(osd), context, to: \.raw) }
        }
        placement.rawPrimary = Self.first(of: placement.raw)
    }

    /// Adds an OSD that may be used, or for one that may not a gap, where places have a meaning.
    private func append(
        _ osd: Int32, if usable: Bool, _ context: PoolContext, to set: WritableKeyPath<PGPlacement, [Int32]>
    ) {
        if usable {
            placement[keyPath: set].append(osd)
        } else if !context.canShift {
            placement[keyPath: set].append(CrushMapper.none)
        }
    }

    private static func first(of osds: [Int32]) -> Int32 {
        osds.first { $0 != CrushMapper.none } ?? -1
    }

    // MARK: Up

    private func findUp(_ pg: PGID, _ seed: UInt32, _ context: PoolContext) {
        if map.pgUpmap.isEmpty && map.pgUpmapItems.isEmpty {
            for osd in placement.raw { append(osd, if: map.isUp(osd), context, to: \.up) }
        } else {
            for osd in upmapped(pg) { append(osd, if: map.isUp(osd), context, to: \.up) }
        }
        placement.upPrimary = Self.first(of: placement.up)
        if !map.osdPrimaryAffinities.isEmpty { applyPrimaryAffinity(seed, context) }
    }

    /// What CRUSH says for a group, and that with the map's exceptions, OSDs that are down among them
    /// (`OSDMap::pg_to_raw_upmap`).
    public func rawSets(of pg: PGID) -> (raw: [Int32], upmapped: [Int32]) {
        locate(pg)
        guard let pool = map.pools[pg.pool] else { return ([], []) }
        return (placement.raw, upmapped(pool.actualPG(pg)))
    }

    /// The raw set with the map's exceptions; one that leads to an OSD which is out does not count.
    private func upmapped(_ pg: PGID) -> [Int32] {
        var osds = placement.raw
        if let whole = map.pgUpmap[pg] {
            guard !whole.contains(where: isMarkedOut) else { return osds }
            osds = whole
        }
        for item in map.pgUpmapItems[pg] ?? [] {
            guard !osds.contains(item.second), !isMarkedOut(item.second),
                let place = osds.firstIndex(of: item.first)
            else { continue }
            osds[place] = item.second
        }
        return osds
    }

    private func isMarkedOut(_ osd: Int32) -> Bool {
        osd != CrushMapper.none && osd >= 0 && osd < map.maxOSD && map.weight(of: osd) == OSDWeight.out
    }

    /// Lets an OSD be primary of only as many of its groups as its affinity says: each pair of group and
    /// OSD has a number that must be below it. If all refuse, the first is it.
    private func applyPrimaryAffinity(_ seed: UInt32, _ context: PoolContext) {
        func affinity(_ osd: Int32) -> UInt32 { map.primaryAffinity(of: osd) }
        let candidates = placement.up.lazy.filter { $0 != CrushMapper.none }
        guard candidates.contains(where: { affinity($0) != OSDWeight.defaultPrimaryAffinity }) else { return }
        var chosen: Int?
        for (place, osd) in placement.up.enumerated() where osd != CrushMapper.none {
            let limit = affinity(osd)
            let refuses =
                limit < OSDWeight.maxPrimaryAffinity
                && CrushHash.hash(seed, UInt32(bitPattern: osd)) >> 16 >= limit
            if !refuses {
                chosen = place
                break
            }
            chosen = chosen ?? place
        }
        guard let chosen else { return }
        placement.upPrimary = placement.up[chosen]
        guard context.canShift, chosen > 0 else { return }
        placement.up.remove(at: chosen)
        placement.up.insert(placement.upPrimary, at: 0)
    }

    // MARK: Acting

    private func findActing(_ pg: PGID, _ context: PoolContext) {
        if !map.pgTemp.isEmpty, let temporary = map.pgTemp[pg] {
            for osd in temporary { append(osd, if: map.isUp(osd), context, to: \.acting) }
        }
        if !map.primaryTemp.isEmpty, let primary = map.primaryTemp[pg] {
            placement.actingPrimary = primary
        } else {
            placement.actingPrimary = Self.first(of: placement.acting)
        }
        guard placement.acting.isEmpty else { return }
        placement.acting.append(contentsOf: placement.up)
        if placement.actingPrimary == -1 { placement.actingPrimary = placement.upPrimary }
    }
}

extension OSDMap {
    /// The placement of one group. For many use a ``PGMapper``.
    public func placement(of pg: PGID) -> PGPlacement { PGMapper(self).placement(of: pg) }

    /// The placement group of an object, with a 32-bit seed; ``PGPool/actualPG(_:)`` gives the one it falls
    /// into. Nil where the pool does not exist.
    /// - Parameters:
    ///   - key: hashed in place of the name (object locators have it), unless empty.
    ///   - hash: taken as the seed, if it is there.
    public func pg(
        ofObject name: String, pool number: Int64, key: String = "", namespace: String = "",
        hash: UInt32? = nil
    ) -> PGID? {
        guard let pool = pools[number] else { return nil }
        return PGID(pool: number, seed: hash ?? pool.hashKey(key.isEmpty ? name : key, namespace: namespace))
    }
}
