import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// From the start to an election: who is there, what have they, which map counts (`Monitor::bootstrap`).
extension Monitor {
    /// Starts over: whoever lost track comes here.
    public func bootstrap() {
        guard !isBootstrapDue else { return }
        isBootstrapDue = true
        paxos.whenQuiet { [self] in bootstrapNow() }
    }

    private func bootstrapNow() {
        isBootstrapDue = false
        guard state != .shutdown else { return }
        elector.stop()
        sync.resetRequester()
        state = .probing
        leaveQuorum()
        guard takesItsRank() else { return }
        if tunables.compactOnBootstrap {
            compactBeforeQuorum()
        } else {
            findQuorum()
        }
    }

    /// False if the cluster has gone on without this monitor.
    private func takesItsRank() -> Bool {
        let newRank = monmap.rank(of: name) ?? -1
        if newRank < 0, rank >= 0 || hasEverJoined {
            environment.log(0, .mon, "I am not in the monmap any more")
            if hasEverJoined, !tunables.forceQuorumJoin {
                end(
                    asRemoved: "mon.\(name) is not in the monmap and has been in a quorum before; it must"
                        + " have been removed (mon_force_quorum_join = true lets it ask to be added again)")
                return false
            }
        }
        if newRank != rank {
            environment.log(0, .mon, "my rank is now \(newRank) (was \(rank))")
            rank = newRank
            environment.rankChanged(to: rank)
            elector.ranksChanged(removed: monmap.removedRanks)
        }
        return true
    }

    private func compactBeforeQuorum() {
        let began = environment.monotonicTime
        let before = environment.dataStatistics().storeStats.bytesTotal
        environment.log(0, .mon, "bootstrap -- triggering compaction")
        environment.compact(prefixes: nil) { [self] error in
            guard state == .probing else { return }
            turn {
                if let error { return fail("the store cannot be compacted: \(error)") }
                let after = environment.dataStatistics().storeStats.bytesTotal
                let seconds = (environment.monotonicTime - began).inSeconds
                environment.log(
                    0, .mon, "bootstrap -- finished compaction: \(before) to \(after) bytes in \(seconds) s")
                findQuorum()
            }
        }
    }

    private func findQuorum() {
        if monmap.count == 1 && rank == 0 {
            elector.winAlone()
            return winElection(
                quorum: [0], features: .all, monFeatures: .supported, release: .pacific,
                metadata: [0: ownMetadata], noCommitBefore: .zero)
        }
        resetProbeTimer()
        if monmap.contains(name) { outsideQuorum.insert(name) }
        var probe = MMonProbe(fsid: monmap.fsid, op: .probe, name: name, hasEverJoined: hasEverJoined)
        probe.monRelease = .pacific
        for peer in monmap.ranks.indices where peer != rank { send(probe, toRank: peer) }
        for addresses in extraProbePeers.sorted(by: { $0.description < $1.description })
        where rank(of: addresses) == nil {
            send(probe, to: addresses)
        }
    }

    private func resetProbeTimer() {
        cancelProbeTimer()
        probeTimer = environment.schedule(after: tunables.probeTimeout) { [self] in
            turn {
                probeTimer = nil
                guard state == .probing else { return }
                bootstrap()
            }
        }
    }

    func cancelProbeTimer() {
        if let probeTimer { environment.cancel(probeTimer) }
        probeTimer = nil
    }

    /// Back to nothing: no quorum, nothing under way (`_reset`).
    func leaveQuorum() {
        cancelProbeTimer()
        leader = -1
        quorum = []
        leaderSince = .zero
        outsideQuorum = []
        quorumMetadata = [:]
        timeCheck.stop()
        scrub.stop()
        paxos.restart()
        for service in services { service.restart() }
    }

    // MARK: Messages

    func handleProbe(_ message: MMonProbe, _ request: Request) {
        guard message.fsid == monmap.fsid else {
            return environment.log(0, .mon, "probe of another cluster, \(message.fsid), ignored")
        }
        switch message.op {
        case .probe: answerProbe(message, request)
        case .reply: handleProbeReply(message, request.session)
        case .missingFeatures:
            environment.log(0, .mon, "probe: mon.\(message.name) says that this monitor lacks features")
        case .slurp, .slurpLatest, .data:
            environment.log(0, .mon, "probe \(message.op) of a monitor older than 0.61, ignored")
        }
    }

    private func answerProbe(_ message: MMonProbe, _ request: Request) {
        let missing = requiredFeatures.subtracting(request.session.features)
        let isTooOld = message.monRelease != .unknown && message.monRelease < monmap.minMonRelease
        var reply = MMonProbe(fsid: monmap.fsid, op: .reply, name: name, hasEverJoined: hasEverJoined)
        reply.monRelease = .pacific
        if !missing.isEmpty || isTooOld {
            reply.op = .missingFeatures
            reply.requiredFeatures = requiredFeatures.rawValue
            reply.monRelease = monmap.minMonRelease
        } else {
            // One that is far ahead of us is not to be met in elections for ever: we have to copy its store.
            if state != .probing, state != .synchronizing,
                paxos.lastCommitted &+ 1 < message.paxosFirstVersion
            {
                bootstrap()
            }
            reply.quorum = CephSet(quorum.map(Int32.init(clamping:)))
            reply.leader = Int32(clamping: leader)
            reply.monMap = encodedMonMap
            reply.paxosFirstVersion = paxos.firstCommitted
            reply.paxosLastVersion = paxos.lastCommitted
        }
        environment.send(
            MessageEnvelope(reply, source: EntityName(.mon, Int64(rank))), on: request.session.connection)
        if rank(of: request.session) == nil { extraProbePeers.insert(request.session.addresses) }
    }

    private func handleProbeReply(_ message: MMonProbe, _ session: Session) {
        guard state == .probing || state == .synchronizing else { return }
        guard takesMap(of: message, session), state == .probing else { return }
        if message.paxosLastVersion >= sync.lastCommittedFloor {
            // Where everything is still there from the first version on, catching up is part of recovery.
            if paxos.lastCommitted < message.paxosFirstVersion, message.paxosFirstVersion > 1 {
                return sync.start(from: session.addresses, full: true)
            }
            if paxos.lastCommitted &+ tunables.maxJoinDrift < message.paxosLastVersion {
                return sync.start(from: session.addresses, full: false)
            }
        }
        if !message.quorum.isEmpty {
            joinQuorum(message)
        } else if monmap.contains(message.name) {
            outsideQuorum.insert(message.name)
            if outsideQuorum.count >= monmap.majority, outsideQuorum.contains(name) { startElection() }
        }
    }

    private func joinQuorum(_ message: MMonProbe) {
        guard !monmap.contains(name) else { return startElection() }
        environment.log(10, .mon, "ready to join, but I am not in the monmap; asking to be added")
        let join = MMonJoin(fsid: monmap.fsid, name: name, addresses: listeningAddresses)
        send(join, toRank: Int(message.leader))
    }

    /// Takes up a map that is newer, or that a quorum has agreed on while ours is only a plan. False if the
    /// monitor starts over with it.
    private func takesMap(of message: MMonProbe, _ session: Session) -> Bool {
        guard message.monMap.readableBytes > 0, message.monMap != encodedMonMap else { return true }
        guard let map = try? CephDecoder.decode(MonMap.self, from: message.monMap, named: "monmap"),
            map.fsid == monmap.fsid
        else {
            environment.log(0, .mon, "mon.\(message.name) sent an unreadable monmap, ignored")
            return false
        }
        // Of two maps that were agreed on the newer one counts; one of epoch 0 was agreed on by nobody.
        if message.hasEverJoined, map.epoch > monmap.epoch {
            environment.log(10, .mon, "got newer or committed monmap epoch \(map.epoch)")
            replaceMap(map)
            bootstrap()
            return false
        }
        if monmap.epoch == 0, let initial = initialMap(with: message, session) {
            replaceMap(initial)
            bootstrap()
            return false
        }
        return true
    }

    /// Before the first quorum, maps may have placeholders: names (`noname-a`) and blank addresses.
    private func initialMap(with message: MMonProbe, _ session: Session) -> MonMap? {
        var map = monmap
        if let address = session.addresses.addresses.first, let known = map.name(of: address),
            known.hasPrefix("noname-"), map.rename(known, to: message.name)
        {
            return map
        }
        guard let info = map.monitors[message.name], info.publicAddresses != session.addresses,
            info.publicAddresses.addresses.first?.isBlank ?? true
        else { return nil }
        map.setAddresses(session.addresses, of: message.name)
        return map
    }
}
