import CephEncoding
import CephMessages
import CephTypes

// What OSDs tell of themselves and of each other while they are up.

extension OSDMapService {
    // MARK: Failures

    func preprocess(_ message: MOSDFailure, _ request: Request) throws -> Bool {
        guard message.fsid == monitor.monmap.fsid, let reporter = sender(of: request) else { return true }
        let target = message.targetOSD
        let isFailure = message.flags.contains(.failed)
        if !map.exists(reporter) || !addresses(of: reporter).legacyEquals(request.session.addresses)
            || map.isDown(reporter) && isFailure
        {
            try sendLatest(request, from: message.epoch &+ 1)
            return true
        }
        if map.isDown(target) || addresses(of: target) != message.targetAddresses
            || map.osdInfos[Int(target)].upFrom > message.epoch
        {
            if message.epoch < map.epoch { try sendLatest(request, from: message.epoch &+ 1) }
            return true
        }
        return !mayMarkDown(target)
    }

    func prepare(_ message: MOSDFailure, _ request: Request) -> Bool {
        let target = message.targetOSD
        guard let reporter = sender(of: request), map.isUp(target) else { return false }
        guard message.flags.contains(.failed) else {
            monitor.clusterLog(
                .debug, "osd.\(target) failure report canceled by \(request.session.name)")
            failures[target]?.cancel(reporter)
            if failures[target]?.isEmpty ?? false { failures[target] = nil }
            return false
        }
        if message.flags.contains(.immediate) {
            monitor.clusterLog(
                .debug, "osd.\(target) reported immediately failed by \(request.session.name)")
            forceFailure(of: target, by: reporter)
            return true
        }
        monitor.clusterLog(.debug, "osd.\(target) reported failed by \(request.session.name)")
        let since = environment.now.advanced(by: .seconds(-Int64(message.failedFor)))
        failures[target, default: FailureInfo()].add(reporter, failedSince: since, request)
        return checkFailure(of: target)
    }

    /// Nobody listens at its address: it is dead for certain.
    private func forceFailure(of osd: Int32, by reporter: Int32) {
        guard !(pending.newState[osd]?.contains(.up) ?? false) else { return }
        pending.newState[osd] = .up
        let epoch = pending.epoch
        pending.withXInfo(of: osd, in: map) { $0.deadEpoch = epoch }
        monitor.clusterLog(
            .info,
            "osd.\(osd) failed (\(map.crush.locationText(of: osd))) (connection refused reported by"
                + " osd.\(reporter))")
    }

    // MARK: Going down by itself

    func preprocess(_ message: MOSDMarkMeDown, _ request: Request) throws -> Bool {
        let osd = message.targetOSD
        var isDone = message.fsid != monitor.monmap.fsid || request.session.name.type != .osd
        if !isDone, map.isDown(osd) || addresses(of: osd) != message.targetAddresses {
            try sendLatest(request, from: message.epoch &+ 1)
            isDone = true
        }
        if !isDone, !mayMarkDown(osd) { isDone = true }
        if isDone, message.requestAck { acknowledge(message, request) }
        return isDone
    }

    private func acknowledge(_ message: MOSDMarkMeDown, _ request: Request) {
        var answer = message
        answer.requestAck = false
        monitor.reply(to: request, answer)
    }

    func prepare(_ message: MOSDMarkMeDown, _ request: Request) -> Bool {
        let osd = message.targetOSD
        monitor.clusterLog(
            .info, "osd.\(osd) marked itself \(message.downAndDead ? "down and dead" : "down")")
        pending.newState[osd] = .up
        if message.downAndDead {
            let epoch = message.epoch
            pending.withXInfo(of: osd, in: map) { $0.deadEpoch = epoch }
        }
        if message.requestAck {
            whenCommitted(for: request) { [weak self] in self?.acknowledge(message, request) }
        }
        return true
    }

    func preprocess(_ message: MOSDMarkMeDead, _ request: Request) throws -> Bool {
        guard message.fsid == monitor.monmap.fsid, request.session.name.type == .osd else { return true }
        guard map.exists(message.targetOSD), map.isDown(message.targetOSD) else {
            try sendLatest(request, from: message.epoch &+ 1)
            return true
        }
        return false
    }

    func prepare(_ message: MOSDMarkMeDead) -> Bool {
        monitor.clusterLog(
            .info, "osd.\(message.targetOSD) marked itself dead as of e\(message.epoch)")
        pending.withXInfo(of: message.targetOSD, in: map) { $0.deadEpoch = message.epoch }
        return true
    }

    // MARK: Fullness

    private static let fullStates: OSDState = [.nearFull, .backfillFull, .full]

    func preprocess(_ message: MOSDFull, _ request: Request) throws -> Bool {
        guard let osd = sender(of: request), map.exists(osd) else { return true }
        if map.isUp(osd) != addresses(of: osd).legacyEquals(request.session.addresses) { return true }
        if map.state(of: osd).intersection(Self.fullStates).rawValue == message.state {
            try sendLatest(request, from: UInt32(truncatingIfNeeded: message.paxos.version))
            return true
        }
        return false
    }

    func prepare(_ message: MOSDFull, _ request: Request) -> Bool {
        guard let osd = sender(of: request) else { return false }
        let wanted = OSDState(rawValue: message.state).intersection(Self.fullStates)
        let committed = map.state(of: osd).intersection(Self.fullStates)
        let pendingBits = pending.newState[osd] ?? []
        let expected = committed.symmetricDifference(pendingBits.intersection(Self.fullStates))
        if expected != wanted {
            pending.newState[osd] = pendingBits.subtracting(Self.fullStates)
                .union(committed.symmetricDifference(wanted))
        }
        replyMaps(request, from: UInt32(truncatingIfNeeded: message.paxos.version))
        return true
    }

    // MARK: Life

    func preprocess(_ message: MOSDAlive, _ request: Request) throws -> Bool {
        guard isFromUpOSD(request), let osd = sender(of: request) else { return true }
        guard map.osdInfos[Int(osd)].upThru < message.want else {
            try sendLatest(request, from: UInt32(truncatingIfNeeded: message.paxos.version))
            return true
        }
        return false
    }

    func prepare(_ message: MOSDAlive, _ request: Request) -> Bool {
        guard let osd = sender(of: request) else { return false }
        let epoch = UInt32(truncatingIfNeeded: message.paxos.version)
        raiseUpThru(of: osd, to: epoch)
        replyMaps(request, from: epoch)
        return true
    }

    private func raiseUpThru(of osd: Int32, to epoch: UInt32) {
        let old = pending.newUpThru[osd] ?? map.osdInfos[Int(osd)].upThru
        if epoch > old { pending.newUpThru[osd] = epoch }
    }

    func prepare(_ message: MOSDBeacon, _ request: Request) throws -> Bool {
        let version = UInt32(truncatingIfNeeded: message.paxos.version)
        guard isFromUpOSD(request), let osd = sender(of: request) else {
            // It may not know that it is down.
            if let osd = sender(of: request), map.isDown(osd) {
                try sendLatest(request, from: version &+ 1)
            }
            return false
        }
        lastReports[osd] = (environment.now, message.reportInterval)
        osdEpochs[osd] = version
        for pg in message.pgs {
            guard let pool = map.pools[pg.pool] else { continue }
            lastEpochClean.report(pg, message.minLastEpochClean, limit: pool.pgNum)
        }
        guard map.osdXInfos[Int(osd)].lastPurgedSnapsScrub < message.lastPurgedSnapsScrub else {
            return false
        }
        pending.withXInfo(of: osd, in: map) { $0.lastPurgedSnapsScrub = message.lastPurgedSnapsScrub }
        return true
    }

    // MARK: Groups

    func preprocess(_ message: MOSDPGTemp, _ request: Request) throws -> Bool {
        guard isFromUpOSD(request), let osd = sender(of: request) else { return true }
        if message.forced { return false }
        var ignored = 0
        let mapper = PGMapper(map)
        for (pg, osds) in message.pgTemp {
            mapper.locate(pg)
            // From another than the primary it is older than the present interval.
            guard map.pools.contains(pg.pool), mapper.placement.actingPrimary == osd else {
                ignored += 1
                continue
            }
            let hasPrimary = map.primaryTemp.contains(pg)
            if osds.isEmpty {
                if map.pgTemp.contains(pg) || hasPrimary { return false }
            } else if map.pgTemp[pg] != osds || hasPrimary {
                return false
            }
        }
        if ignored < message.pgTemp.count { try sendLatest(request, from: message.mapEpoch) }
        return true
    }

    func prepare(_ message: MOSDPGTemp, _ request: Request) -> Bool {
        for (pg, osds) in message.pgTemp
        where map.pools.contains(pg.pool) && !pending.oldPools.contains(pg.pool) {
            pending.newPGTemp[pg] = osds
            if map.primaryTemp.contains(pg) || pending.newPrimaryTemp.contains(pg) {
                pending.newPrimaryTemp[pg] = -1
            }
        }
        if let osd = sender(of: request) { raiseUpThru(of: osd, to: message.mapEpoch) }
        replyMaps(request, from: message.mapEpoch)
        return true
    }

    func prepare(_ message: MOSDPGCreated, _ request: Request) -> Bool {
        guard isFromUpOSD(request) else { return false }
        pendingCreatedPGs.append(message.pgid)
        return true
    }

    func preprocess(_ message: MOSDPGReadyToMerge) -> Bool {
        guard let pool = map.pools[message.pgid.pool] else { return true }
        return pool.pgNum != message.pgid.seed &+ 1 || pool.pgNumPending > message.pgid.seed
    }

    func prepare(_ message: MOSDPGReadyToMerge, _ request: Request) -> Bool {
        guard var pool = pending.pool(message.pgid.pool, in: map) else { return false }
        guard pool.pgNum == message.pgid.seed &+ 1, pool.pgNumPending <= message.pgid.seed else {
            retryWhenCommitted(request)
            return true
        }
        if message.isReady {
            var merge = PGMergeMeta()
            merge.sourcePGID = message.pgid
            merge.readyEpoch = pending.epoch
            merge.sourceVersion = message.sourceVersion
            merge.targetVersion = message.targetVersion
            merge.lastEpochStarted = message.lastEpochStarted
            merge.lastEpochClean = message.lastEpochClean
            pool.pgNum -= 1
            pool.lastPGMergeMeta = merge
            pool.lastChange = pending.epoch
        } else {
            pool.pgNumPending = pool.pgNum
        }
        // Clients before nautilus do not see that this begins an interval.
        pool.lastForceOpResendPreNautilus = pending.epoch
        pending.newPools[message.pgid.pool] = pool
        replyMaps(request, from: UInt32(truncatingIfNeeded: message.paxos.version))
        return true
    }
}
