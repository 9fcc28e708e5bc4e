import CephEncoding
import CephTypes

// Placement groups of new pools: queued, some at a time handed to their OSDs, until these have made them.

extension OSDMapService {
    /// What is to be created once `next` is the map (`update_pending_pgs`).
    func creatingPGs(in next: OSDMap) -> CreatingPGs {
        var result = creating
        if result.lastScanEpoch < pending.epoch {
            queueNewPools(map.pools, &result)
            queueNewPools(pending.newPools, &result)
            for number in pending.oldPools {
                result.remove(number)
                lastEpochClean.remove(number)
            }
            for pg in pendingCreatedPGs {
                result.createdPools.insert(pg.pool)
                result.pgs[pg] = nil
            }
            pendingCreatedPGs = []
            result.lastScanEpoch = map.epoch
        }
        result.pgs.removeAll { !next.pgExists($0.key) }
        takeFromQueue(&result)
        trackIntervals(&result, next)
        return result
    }

    private func queueNewPools(_ pools: CephMap<Int64, PGPool>, _ result: inout CreatingPGs) {
        for (number, pool) in pools {
            let rule = map.crush.findRule(
                ruleset: Int(pool.crushRule), type: pool.type, size: Int(pool.size))
            guard !result.createdPools.contains(number), rule != nil, !pending.oldPools.contains(number),
                result.lastScanEpoch == 0 || pool.lastChange > result.lastScanEpoch
            else { continue }
            var entry = result.queue[number] ?? CreatingPGs.Pool()
            entry.created = pool.lastChange
            entry.modified = pending.modified
            entry.end = UInt64(pool.pgNum)
            result.queue[number] = entry
            result.createdPools.insert(number)
        }
    }

    private func takeFromQueue(_ result: inout CreatingPGs) {
        let most = max(1, settings.maxCreatingPGs)
        while result.pgs.count < most, let (number, entry) = result.queue.first {
            var entry = entry
            let room = UInt64(most - result.pgs.count)
            let end = min(entry.end, entry.start.addingReportingOverflow(room).partialValue)
            for seed in entry.start..<max(entry.start, end) {
                let pg = PGID(pool: number, seed: UInt32(truncatingIfNeeded: seed))
                guard !result.pgs.contains(pg) else { continue }
                var info = CreatingPGs.PG()
                // The present epoch, so that OSDs need not look far back.
                info.createEpoch = pending.epoch
                info.createStamp = entry.modified
                result.pgs[pg] = info
            }
            entry.start = end
            result.queue[number] = entry.isDone ? nil : entry
        }
    }

    /// Who would have served a group while it was not created yet.
    private func trackIntervals(_ result: inout CreatingPGs, _ next: OSDMap) {
        guard !result.pgs.isEmpty, monitor.monmap.minMonRelease >= .octopus else { return }
        let mapper = PGMapper(next)
        result.pgs = CephMap(
            inAnyOrder: result.pgs.map { pg, info in
                mapper.locate(pg)
                var info = info
                info.update(mapper.placement, of: pg, old: map, next: next, epoch: pending.epoch)
                return (key: pg, value: info)
            })
    }
}

extension CreatingPGs {
    /// Whether groups of a pool are missing.
    public func isCreating(_ pool: Int64) -> Bool {
        queue.contains(pool) || pgs.contains { $0.key.pool == pool }
    }

    mutating func remove(_ pool: Int64) {
        pgs.removeAll { $0.key.pool == pool }
        createdPools.remove(pool)
        queue[pool] = nil
    }
}

extension CreatingPGs.PG {
    fileprivate mutating func update(
        _ placement: PGPlacement, of pg: PGID, old: OSDMap, next: OSDMap, epoch: UInt32
    ) {
        if history.epochCreated == 0 {
            history.epochCreated = createEpoch
            history.epochPoolCreated = createEpoch
            history.sameIntervalSince = createEpoch
            history.sameUpSince = createEpoch
            history.samePrimarySince = createEpoch
            history.lastScrubStamp = createStamp
            history.lastDeepScrubStamp = createStamp
            history.lastCleanScrubStamp = createStamp
        } else {
            guard let before = old.pools[pg.pool], let after = next.pools[pg.pool],
                isNewInterval(placement, before, after)
            else { return }
            addInterval(before, old, until: epoch &- 1)
            history.sameIntervalSince = epoch
            if up != placement.up { history.sameUpSince = epoch }
            if actingPrimary != placement.actingPrimary { history.samePrimarySince = epoch }
        }
        up = placement.up
        upPrimary = placement.upPrimary
        acting = placement.acting
        actingPrimary = placement.actingPrimary
    }

    /// Whether a change makes OSDs peer anew (`PastIntervals::is_new_interval`). The number of groups does not
    /// change while some are created.
    private func isNewInterval(_ placement: PGPlacement, _ before: PGPool, _ after: PGPool) -> Bool {
        up != placement.up || upPrimary != placement.upPrimary || acting != placement.acting
            || actingPrimary != placement.actingPrimary || before.size != after.size
            || before.minSize != after.minSize
            || before.peeringCrushBucketCount != after.peeringCrushBucketCount
            || before.peeringCrushBucketTarget != after.peeringCrushBucketTarget
            || before.peeringCrushBucketBarrier != after.peeringCrushBucketBarrier
            || before.peeringCrushMandatoryMember != after.peeringCrushMandatoryMember
    }

    /// Notes the interval that ends (`PastIntervals::check_new_interval`).
    private mutating func addInterval(_ pool: PGPool, _ old: OSDMap, until last: UInt32) {
        var content = pastIntervals.content ?? PastIntervals.Compact()
        let first = history.sameIntervalSince
        if content.first == 0 { content.first = first }
        content.last = last
        var shards: CephSet<PGShard> = []
        for (place, osd) in acting.enumerated() where osd != CrushMapper.none {
            shards.insert(PGShard(osd: osd, shard: pool.isErasure ? Int8(clamping: place) : PGShard.noShard))
        }
        for shard in shards { content.allParticipants.insert(shard) }
        let count = acting.count { $0 != CrushMapper.none }
        let info = old.osdInfos.indices.contains(Int(actingPrimary)) ? old.osdInfos[Int(actingPrimary)] : nil
        let couldServe = count > 0 && count >= Int(pool.minSize) && actingPrimary != -1
        let wasAlive = info.map { $0.upThru >= first && $0.upFrom <= first } ?? false
        let wasClean = history.lastEpochClean >= first && history.lastEpochClean <= last
        if couldServe, wasAlive || wasClean {
            content.intervals.removeAll { shards.allSatisfy($0.acting.contains) }
            content.intervals.append(PastIntervals.Interval(first: first, last: last, acting: shards))
        }
        pastIntervals.content = content
    }
}
