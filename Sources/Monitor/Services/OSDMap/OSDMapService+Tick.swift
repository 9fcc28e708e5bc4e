import CephEncoding
import CephTypes

extension OSDMapService {
    /// What time brings, on the leader: silent OSDs go down, those that are down go out, entries of the
    /// blocklist expire, purged snapshots are taken note of, pools reach their quotas.
    func actOnTime() {
        guard isActive, isWriteable else { return }
        do {
            try loadManifest()
            var changed = markSilentOSDsDown()
            if checkFailures() { changed = true }
            if shouldPrune { changed = true }
            if markDownOSDsOut() { changed = true }
            if expireBlocklist() { changed = true }
            if try takePurgedSnaps(reportedPurgedSnaps) { changed = true }
            if updateQuotaFlags() { changed = true }
            if changed || !pending.newPGTemp.isEmpty { proposeNow() }
        } catch {
            environment.log(0, .mon, "osdmap: tick: \(error)")
        }
    }

    /// OSDs send beacons, unless they are in trouble (`handle_osd_timeouts`).
    private func markSilentOSDsDown() -> Bool {
        let timeout = Double(settings.reportTimeout)
        guard environment.now.since(monitor.leaderSince).inSeconds >= timeout else { return false }
        var changed = false
        for osd in map.osdNumbers {
            guard map.exists(osd) else {
                lastReports[osd] = nil
                continue
            }
            guard map.isUp(osd) else { continue }
            guard let last = lastReports[osd] else {
                lastReports[osd] = (environment.now, 0)
                continue
            }
            guard mayMarkDown(osd) else { continue }
            let silence = environment.now.since(last.time).inSeconds
            guard silence > max(timeout, 2 * Double(last.interval)) else { continue }
            monitor.clusterLog(
                .info,
                "osd.\(osd) marked down after no beacon for \(CephNumber.fixed(silence, precision: 6)) seconds"
            )
            pending.newState[osd] = .up
            changed = true
        }
        return changed
    }

    private func markDownOSDsOut() -> Bool {
        guard mayMarkOut(-1) else { return false }
        let limit = settings.downOutSubtreeLimit
        let limitType = limit.isEmpty ? nil : map.crush.type(named: limit)
        var changed = false
        for (osd, since) in downPendingOut.sorted(by: { $0.key < $1.key }) {
            guard map.isDown(osd), map.isIn(osd), mayMarkOut(osd) else {
                downPendingOut[osd] = nil
                continue
            }
            if let limitType, limitType > 0, map.isContainingSubtreeDown(osd, type: limitType) {
                // A whole rack is more likely to come back than to be replaced.
                downPendingOut[osd] = environment.now
                continue
            }
            let span = environment.now.since(since)
            guard isOutDue(osd, downFor: span) else { continue }
            markOutByItself(osd)
            monitor.clusterLog(
                .info,
                "Marking osd.\(osd) out (has been down for \(span.components.seconds) seconds)")
            downPendingOut[osd] = nil
            changed = true
        }
        return changed
    }

    private func isOutDue(_ osd: Int32, downFor span: Duration) -> Bool {
        let seconds = Double(span.components.seconds)
        if map.isDestroyed(osd) {
            let interval = settings.destroyedOutInterval
            return interval > 0 && seconds >= Double(interval)
        }
        let interval = settings.downOutInterval
        guard interval > 0 else { return false }
        var grace = Double(interval)
        if settings.adjustsDownOutInterval {
            grace += laggyGrace(map.osdXInfos[Int(osd)], after: span.inSeconds)
        }
        return seconds >= grace
    }

    private func markOutByItself(_ osd: Int32) {
        let weight = map.weight(of: osd)
        pending.newWeight[osd] = OSDWeight.out
        pending.setPendingState(osd, .autoOut)
        pending.withXInfo(of: osd, in: map) { $0.oldWeight = weight }
    }

    private func expireBlocklist() -> Bool {
        let now = environment.now
        let expired = map.blocklist.filter { $0.time < now }.map(\.address)
        let expiredRanges = map.rangeBlocklist.filter { $0.value < now }.keys
        pending.oldBlocklist += expired.filter { !pending.oldBlocklist.contains($0) }
        pending.oldRangeBlocklist += expiredRanges.filter { !pending.oldRangeBlocklist.contains($0) }
        return !expired.isEmpty || !expiredRanges.isEmpty
    }

    /// Pools that hold as much as they may take no more (`update_pools_status`).
    private func updateQuotaFlags() -> Bool {
        var changed = false
        for (number, pool) in map.pools {
            guard let sum = poolSum(number) else { continue }
            let bytes = UInt64(clamping: sum.numBytes)
            let objects = UInt64(clamping: sum.numObjects)
            let isOutOfBytes = pool.quotaMaxBytes > 0 && bytes >= pool.quotaMaxBytes
            let isOutOfObjects = pool.quotaMaxObjects > 0 && objects >= pool.quotaMaxObjects
            let name = poolName(number)
            if pool.flags.contains(.fullQuota) {
                guard !isOutOfBytes, !isOutOfObjects else { continue }
                monitor.clusterLog(
                    .info, "pool '\(name)' no longer out of quota; removing NO_QUOTA flag")
                withPendingPool(number) { $0.flags.subtract([.fullQuota, .full]) }
            } else {
                guard isOutOfBytes || isOutOfObjects else { continue }
                if isOutOfBytes {
                    let limit = CephUnits.bytes(pool.quotaMaxBytes)
                    monitor.clusterLog(
                        .warn, "pool '\(name)' is full (reached quota's max_bytes: \(limit))")
                }
                if isOutOfObjects {
                    monitor.clusterLog(
                        .warn,
                        "pool '\(name)' is full (reached quota's max_objects: \(pool.quotaMaxObjects))")
                }
                withPendingPool(number) {
                    $0.flags.formUnion([.fullQuota, .full])
                    $0.flags.subtract([.nearFull, .backfillFull])
                }
            }
            changed = true
        }
        return changed
    }
}
