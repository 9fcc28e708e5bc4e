import CephEncoding
import CephMessages
import CephTypes

// Who wants to know of new epochs, and of groups to create.

extension OSDMapService {
    /// Sends `osdmap` and `osd_pg_creates` subscribers what they lack.
    func tell(_ session: Session) {
        guard map.epoch > 0 else { return }
        reportingErrors {
            try tellMaps(to: session)
            tellCreates(to: session)
        }
    }

    private func reportingErrors(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            environment.log(0, .mon, "osdmap: subscribers cannot be told: \(error)")
        }
    }

    /// Gives each new epoch to one OSD that is up, whichever: OSDs ask for maps one at a time, and tell each other
    /// of new ones (`share_map_with_random_osd`). That it has the epoch is not noted: it may ask for older ones.
    func shareWithSomeOSD() {
        guard map.epoch > sharedEpoch else { return }
        sharedEpoch = map.epoch
        let candidates = monitor.sessionsInOrder
            .filter { $0.name.type == .osd && map.isUp(Int32(clamping: $0.name.number)) }
        var random = EnvironmentRandom(environment)
        guard let chosen = candidates.randomElement(using: &random) else { return }
        reportingErrors { monitor.push(try buildMaps(from: map.epoch &- 1, to: map.epoch), to: chosen) }
    }

    private func tellMaps(to session: Session) throws {
        guard let subscription = session.subscriptions["osdmap"], subscription.next <= UInt64(map.epoch)
        else {
            return
        }
        if subscription.next >= 1 {
            let first = UInt32(truncatingIfNeeded: subscription.next)
            for message in try mapMessages(for: session, from: first, single: subscription.incrementalOnly) {
                monitor.push(message, to: session)
            }
        } else {
            monitor.push(try buildLatestFullMap(), to: session)
        }
        session.subscriptions["osdmap"] =
            subscription.isOneTime ? nil : Subscription(next: UInt64(map.epoch) + 1, isOneTime: false)
    }

    // MARK: Creating groups

    /// Which OSD is to create which groups, by the epoch in which it became its task (`update_creating_pgs`).
    private func updateCreates() {
        guard createsEpoch != map.epoch || createsScan != creating.lastScanEpoch else { return }
        createsEpoch = map.epoch
        createsScan = creating.lastScanEpoch
        guard !creating.pgs.isEmpty else {
            creates = [:]
            return
        }
        var before: [ShardedPGID: (osd: Int32, epoch: UInt32)] = [:]
        for (osd, byEpoch) in creates {
            for (epoch, pgs) in byEpoch { for pg in pgs { before[pg] = (osd, epoch) } }
        }
        var next: [Int32: CephMap<UInt32, [ShardedPGID]>] = [:]
        let mapper = PGMapper(map)
        for (pg, info) in creating.pgs where map.pgExists(pg) {
            mapper.locate(pg)
            let primary = mapper.placement.actingPrimary
            var target = ShardedPGID(pg)
            if map.pools[pg.pool]?.isErasure ?? false,
                let place = mapper.placement.acting.firstIndex(of: primary)
            {
                target.shard = Int8(clamping: place)
            }
            var epoch = before.isEmpty ? info.createEpoch : map.epoch
            if let known = before[target], known.osd == primary { epoch = known.epoch }
            next[primary, default: [:]][epoch, default: []].append(target)
        }
        creates = next
    }

    private func tellCreates(to session: Session) {
        guard var subscription = session.subscriptions["osd_pg_creates"], session.name.type == .osd else {
            return
        }
        updateCreates()
        guard let osd = Int32(exactly: session.name.number), map.isUp(osd), let tasks = creates[osd]
        else { return }
        var message = MOSDPGCreate2(epoch: map.epoch)
        var last: UInt32?
        for (epoch, pgs) in tasks where UInt64(epoch) >= subscription.next {
            last = epoch
            for pg in pgs {
                guard let info = creating.pgs[pg.pgid] else { continue }
                message.pgs[pg] = Pair(info.createEpoch, info.createStamp)
                if info.history.epochCreated != 0 {
                    message.pgExtra[pg] = Pair(info.history, info.pastIntervals)
                }
            }
        }
        guard let last else { return }
        monitor.push(message, to: session)
        subscription.next = UInt64(last) + 1
        session.subscriptions["osd_pg_creates"] = subscription
    }
}
