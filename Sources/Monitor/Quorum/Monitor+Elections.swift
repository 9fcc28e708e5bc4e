import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Into an election and out of it, as leader or as peon.
extension Monitor {
    /// Proposes this monitor as leader (`start_election`).
    func startElection() {
        guard !isElectionDue else { return }
        isElectionDue = true
        paxos.whenQuiet { [self] in
            isElectionDue = false
            guard state != .shutdown, rank >= 0 else { return }
            environment.log(10, .mon, "start_election")
            joinElection()
            counters.electionsCalled += 1
            if elector.isParticipating {
                clusterLog(.info, "mon.\(name) calling monitor election")
            }
            elector.start()
        }
    }

    /// Leaves whatever quorum it was in (`join_election`). No write of Paxos is under way.
    func joinElection() {
        sync.resetRequester()
        leaveQuorum()
        state = .electing
    }

    /// This monitor leads (`win_election`).
    /// - Parameter noCommitBefore: until then (by the monotonic clock) a member of an earlier quorum that is not
    ///   in this one may still hold a lease: what is committed before would make its answers stale.
    func winElection(
        quorum ranks: Set<Int>, features: CephFeatures, monFeatures: MonFeatures, release: CephRelease,
        metadata: [Int: DaemonMetadata], noCommitBefore: Duration
    ) {
        state = .leader
        counters.electionsWon += 1
        leader = rank
        leaderSince = environment.now
        takeQuorum(ranks, features, monFeatures, release)
        quorumMetadata = metadata
        let names = quorumNames.joined(separator: ",")
        clusterLog(
            .info,
            "mon.\(name) is new leader, mons \(names) in quorum (ranks \(ranks.sorted().commaSeparated))")
        paxos.startAsLeader(noCommitBefore: noCommitBefore)
        proposeMetadata(of: metadata)
        finishElection()
        if monmap.count > 1 { timeCheck.start() }
        scrub.schedule()
    }

    /// Another leads (`lose_election`).
    func loseElection(
        to newLeader: Int, quorum ranks: Set<Int>, features: CephFeatures, monFeatures: MonFeatures,
        release: CephRelease
    ) {
        state = .peon
        counters.electionsLost += 1
        leader = newLeader
        leaderSince = .zero
        takeQuorum(ranks, features, monFeatures, release)
        paxos.startAsPeon()
        finishElection()
    }

    /// What it is to be a member from now on.
    private func takeQuorum(
        _ ranks: Set<Int>, _ features: CephFeatures, _ monFeatures: MonFeatures, _ release: CephRelease
    ) {
        quorum = ranks
        forwardsSeen = ForwardsSeen()
        quorumSince = environment.monotonicTime
        quorumConnectionFeatures = features
        quorumMonFeatures = monFeatures
        quorumMinRelease = release
        suspects = []
        outsideQuorum = []
    }

    /// A leader or peon that knows its quorum goes to work (`finish_election`).
    private func finishElection() {
        applyFeatures()
        // The monmap's service first: a new cluster's first value is its map.
        let monMapService = service(MonMapService.self)
        monMapService.activate()
        for service in services where service !== monMapService { service.activate() }
        for waiter in waitingForQuorum.takeAll() { waiter(.ready) }
        paxos.waitForActive { [self] reason in
            if reason == .ready { resendRouted() }
        }
        elector.startPinging()
        announceItself()
    }

    /// Says what name and addresses it has, if the monmap says otherwise.
    private func announceItself() {
        guard !listeningAddresses.addresses.isEmpty, let info = monmap.monitors[name] else { return }
        guard info.publicAddresses != listeningAddresses else { return }
        let join = MMonJoin(fsid: monmap.fsid, name: name, addresses: listeningAddresses)
        environment.log(5, .mon, "my addresses in the monmap are \(info.publicAddresses); asking for mine")
        send(join, toRank: leader)
    }

    // MARK: quorum enter, quorum exit

    /// Takes part in elections again.
    public func enterQuorum() {
        elector.isParticipating = true
        startElection()
    }

    /// Takes part no more: the others elect without this monitor.
    public func exitQuorum() {
        startElection()
        paxos.whenQuiet { [self] in
            elector.isParticipating = false
            elector.stop()
        }
    }

    // MARK: Features

    /// What the quorum and the monmap ask for is asked of the store from now on, and so of every monitor
    /// (`apply_quorum_to_compatset_features`, `apply_monmap_to_compatset_features`).
    func applyFeatures() {
        var wanted = features
        wanted.incompat.insert(.monErasureCodes)
        if quorumConnectionFeatures.contains(.osdMapEnc) { wanted.incompat.insert(.monOSDMapEncoding) }
        wanted.incompat.insert(.monErasureCodePlugins2)
        wanted.incompat.insert(.monErasureCodePlugins3)
        for (monFeature, feature, _) in Self.releaseFeatures
        where monmap.requiredFeatures.contains(monFeature) {
            wanted.incompat.insert(feature)
        }
        if !wanted.hasSameFeatures(as: features) {
            features = wanted
            var transaction = StoreTransaction()
            transaction.put(MonitorKeys.prefix, "feature_set", CephEncoder.encode(features))
            environment.submit(transaction, sync: true) { [self] error in
                if let error { fail("the store cannot be written: \(error)") }
            }
        }
        calculateRequiredFeatures()
    }

    /// The connection features without which nobody may join (`calc_quorum_requirements`).
    func calculateRequiredFeatures() {
        var required: CephFeatures = []
        if features.incompat.contains(.monOSDMapEncoding) { required.insert(.osdMapEnc) }
        if features.incompat.contains(.monErasureCodePlugins2) {
            required.insert(Self.erasureCodePlugins2)
        }
        if features.incompat.contains(.monErasureCodePlugins3) {
            required.insert(Self.erasureCodePlugins3)
        }
        for (monFeature, feature, connection) in Self.releaseFeatures
        where features.incompat.contains(feature) || monmap.requiredFeatures.contains(monFeature) {
            required.formUnion(connection)
        }
        requiredFeatures = required.intersection(.all)
    }

    /// Bits of src/include/ceph_features.h that nothing else here asks for.
    private static let erasureCodePlugins2 = CephFeatures(rawValue: 1 << 44)
    private static let erasureCodePlugins3 = CephFeatures(rawValue: 1 << 46)

    /// What each release added, in the monmap, in the store, and on connections.
    private static let releaseFeatures: [(MonFeatures, CompatSet.Feature, CephFeatures)] = [
        (.kraken, .monKraken, .serverKraken), (.luminous, .monLuminous, .serverLuminous),
        (.mimic, .monMimic, .serverMimic), (.nautilus, .monNautilus, [.serverNautilus, .cephxV2]),
        (.octopus, .monOctopus, .serverOctopus), (.pacific, .monPacific, .serverPacific),
    ]
}

extension [Int] {
    /// `0,1,2`
    var commaSeparated: String { map(String.init).joined(separator: ",") }
}
