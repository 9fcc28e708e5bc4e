import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Which peers a monitor watches with pings (`Elector::begin_peer_ping`, `ping_check`, `dead_ping`).
struct PeerPinger {
    /// When a peer last answered, and when it was last written down as alive or dead.
    var lastReply: [Int: Duration] = [:]
    var lastScored: [Int: Duration] = [:]
    var isDead: Set<Int> = []
    var timer: TimerID?
}

/// How well connected all are: pings, answers, and scores made of them.
extension Elector {
    private static let scoresKey = "connectivity_scores"

    func loadTracker() throws {
        tracker = ConnectionTracker(
            rank: Int32(clamping: monitor.rank), halfLife: monitor.tunables.electorScoreHalfLife)
        guard
            let value = try environment.store.value(of: StoreKey(MonitorKeys.prefix, Self.scoresKey)),
            value.readableBytes > 0
        else { return }
        let stored = try CephDecoder.decode(
            ConnectionTracker.self, from: value, named: "\(MonitorKeys.prefix)/\(Self.scoresKey)")
        if stored.isClean(rank: Int32(clamping: monitor.rank), monitorCount: monitor.monmap.count) {
            tracker = stored
        }
    }

    func decodedTracker(_ bytes: ByteBuffer) -> ConnectionTracker? {
        try? CephDecoder.decode(ConnectionTracker.self, from: bytes, named: "scoring")
    }

    private func storeTracker() {
        var transaction = StoreTransaction()
        transaction.put(MonitorKeys.prefix, Self.scoresKey, CephEncoder.encode(tracker))
        environment.submit(transaction, sync: false) { [monitor] error in
            if let error { monitor.fail("the store cannot be written: \(error)") }
        }
    }

    /// The map gave this monitor another rank, or took ranks away.
    func ranksChanged(removed: CephSet<UInt32>) {
        for rank in removed.reversed() { _ = tracker.rankRemoved(Int32(clamping: rank)) }
        _ = tracker.rankChanged(to: Int32(clamping: monitor.rank))
        if !tracker.isClean(rank: Int32(clamping: monitor.rank), monitorCount: monitor.monmap.count) {
            tracker.reset()
        }
        pinger.lastReply = [:]
        pinger.lastScored = [:]
        pinger.isDead = []
    }

    /// Begins to ping, where all members of the quorum know pings and elections look at them.
    func startPinging() {
        guard pinger.timer == nil, strategy == .connectivity,
            monitor.quorumMonFeatures.contains(.electorPinging)
        else { return }
        let now = environment.monotonicTime
        for peer in monitor.monmap.ranks.indices where peer != rank {
            if pinger.lastReply[peer] == nil { pinger.lastReply[peer] = now }
            if pinger.lastScored[peer] == nil { pinger.lastScored[peer] = now }
        }
        schedulePing()
    }

    func stopPinging() {
        if let timer = pinger.timer { environment.cancel(timer) }
        pinger.timer = nil
    }

    private func schedulePing() {
        let interval = monitor.tunables.electorPingTimeout / monitor.tunables.electorPingDivisor
        pinger.timer = monitor.schedule(after: interval) { [self] in
            guard monitor.state != .shutdown else { return }
            pinger.timer = nil
            guard strategy == .connectivity else { return }
            pingAll()
            schedulePing()
        }
    }

    private func pingAll() {
        let now = environment.monotonicTime
        for peer in monitor.monmap.ranks.indices where peer != rank {
            let silent = now - (pinger.lastReply[peer] ?? now)
            if silent > monitor.tunables.electorPingTimeout {
                let since = now - (pinger.lastScored[peer] ?? now)
                pinger.isDead.insert(peer)
                pinger.lastScored[peer] = now
                if tracker.reportDead(Int32(peer), seconds: since.inSeconds) { storeTracker() }
            }
            let ping = MMonPing(
                op: .ping, stamp: stamp(now), tracker: CephEncoder.encode(tracker), minimumSize: 0)
            monitor.send(ping, toRank: peer)
        }
    }

    /// A ping carries this monitor's monotonic clock, which only it reads again.
    private func stamp(_ time: Duration) -> UTime { UTime.zero.advanced(by: time) }

    func handlePing(_ message: MMonPing, from sender: Int) {
        if let theirs = decodedTracker(message.tracker) { tracker.receive(theirs) }
        switch message.op {
        case .ping:
            startPinging()
            let reply = MMonPing(
                op: .pingReply, stamp: message.stamp, tracker: CephEncoder.encode(tracker), minimumSize: 0)
            monitor.send(reply, toRank: sender)
        case .pingReply:
            let now = environment.monotonicTime
            let sent = Duration.nanoseconds(message.stamp.nanosecondCount)
            guard sent <= now, sent >= pinger.lastReply[sender] ?? .zero else { return }
            let since = now - (pinger.lastScored[sender] ?? now)
            pinger.lastReply[sender] = now
            pinger.lastScored[sender] = now
            pinger.isDead.remove(sender)
            if tracker.reportAlive(Int32(sender), seconds: since.inSeconds) { storeTracker() }
        }
    }
}
