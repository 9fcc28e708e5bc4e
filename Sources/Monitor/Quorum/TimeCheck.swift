import CephEncoding
import CephMessages
import CephTypes

/// The leader compares the peons' clocks with its own, because leases are told by the wall clock between
/// monitors of Ceph's own, and because people compare logs (`Monitor::timecheck_*`).
final class TimeCheck {
    unowned let monitor: Monitor
    /// Odd while answers are awaited.
    private(set) var round: UInt64 = 0
    private(set) var roundStarted = Duration.zero
    /// By rank, in seconds; ours are 0. On a peon: what the leader last reported.
    private(set) var skews: CephMap<Int32, Double> = [:]
    private(set) var latencies: CephMap<Int32, Double> = [:]
    /// When each was asked.
    private var waiting: [Int: (wall: UTime, monotonic: Duration)] = [:]
    private var timer: TimerID?
    /// How often in a row a round has found a skew: it is looked for more often then.
    private var roundsWithSkew = 0

    init(monitor: Monitor) { self.monitor = monitor }

    private var environment: any Environment { monitor.environment }

    /// A new leader begins (`timecheck_start`).
    func start() {
        stop()
        startRound()
    }

    /// The quorum is over (`timecheck_finish`).
    func stop() {
        if let timer { environment.cancel(timer) }
        timer = nil
        (round, roundStarted, roundsWithSkew) = (0, .zero, 0)
        (skews, latencies, waiting) = ([:], [:], [:])
    }

    /// Whether a skew is more than may be (`timecheck_has_skew`).
    func isSkewed(_ skew: Double) -> Bool { abs(skew) > monitor.tunables.clockDriftAllowed.inSeconds }

    /// What is wrong with a skew; nil for one that may be (`timecheck_status`).
    func complaint(about skew: Double) -> String? {
        guard isSkewed(skew) else { return nil }
        let allowed = monitor.tunables.clockDriftAllowed.inSeconds
        return "clock skew \(CephNumber.general(abs(skew), precision: 6))s"
            + " > max \(CephNumber.general(allowed, precision: 6))s"
    }

    /// `MON_CLOCK_SKEW`, where there is one.
    func check(_ next: inout HealthCheckMap) {
        var (names, detail): ([String], [String]) = ([], [])
        for (rank, skew) in skews {
            guard let complaint = complaint(about: skew), let name = monitor.monmap.name(ofRank: Int(rank))
            else { continue }
            names.append("mon.\(name)")
            let latency = CephNumber.general(latencies[rank] ?? 0, precision: 6)
            detail.append("mon.\(name) \(complaint) (latency \(latency)s)")
        }
        guard !names.isEmpty else { return }
        next.add(
            "MON_CLOCK_SKEW", .warning, "clock skew detected on \(names.joined(separator: ", "))",
            count: Int64(names.count), detail: detail)
    }

    private func startRound() {
        guard monitor.isLeader, monitor.quorum.count > 1 else { return }
        // A round that some have not answered is given up.
        if round % 2 == 1 { round += 1 }
        round += 1
        roundStarted = environment.monotonicTime
        waiting = [:]
        skews[Int32(clamping: monitor.rank)] = 0
        latencies[Int32(clamping: monitor.rank)] = 0
        for peer in monitor.quorum.sorted() where peer != monitor.rank {
            waiting[peer] = (environment.now, environment.monotonicTime)
            monitor.send(
                MTimeCheck2(op: .ping, epoch: UInt64(monitor.electionEpoch), round: round), toRank: peer)
        }
        schedule(monitor.tunables.timeCheckInterval)
    }

    private func schedule(_ delay: Duration) {
        if let timer { environment.cancel(timer) }
        timer = monitor.schedule(after: delay) { [self] in
            timer = nil
            startRound()
        }
    }

    func handle(_ message: MTimeCheck2, from peer: Int) {
        guard message.epoch == UInt64(monitor.electionEpoch), monitor.isInQuorum else { return }
        switch message.op {
        case .ping where monitor.isPeon && peer == monitor.leader:
            monitor.send(
                MTimeCheck2(
                    op: .pong, epoch: message.epoch, round: message.round, timestamp: environment.now),
                toRank: peer)
        case .pong where monitor.isLeader: handlePong(message, from: peer)
        case .report where monitor.isPeon && peer == monitor.leader:
            (round, skews, latencies) = (message.round, message.skews, message.latencies)
        default: break
        }
    }

    private func handlePong(_ message: MTimeCheck2, from peer: Int) {
        guard message.round == round, let asked = waiting.removeValue(forKey: peer) else { return }
        let (wall, monotonic) = (environment.now, environment.monotonicTime)
        // If our own clock was set meanwhile, nothing can be said.
        let elapsed = (monotonic - asked.monotonic).inSeconds
        guard abs(wall.since(asked.wall).inSeconds - elapsed) < 0.5 else { return startRound() }
        let rank = Int32(clamping: peer)
        latencies[rank] = latencies[rank].map { $0 * 0.8 + elapsed * 0.2 } ?? elapsed
        // What the message was under way cannot be told from a skew.
        let difference = message.timestamp.since(wall).inSeconds
        let bound = max(abs(difference) - elapsed, 0)
        skews[rank] = difference < 0 && bound > 0 ? -bound : bound
        if let complaint = complaint(about: bound) { monitor.clusterLog(.warn, "\(peer) \(complaint)") }
        if waiting.isEmpty { finishRound() }
    }

    private func finishRound() {
        round += 1
        let report = MTimeCheck2(
            op: .report, epoch: UInt64(monitor.electionEpoch), round: round, skews: skews,
            latencies: latencies)
        for peer in monitor.quorum.sorted() where peer != monitor.rank { monitor.send(report, toRank: peer) }
        if skews.contains(where: { isSkewed($0.value) }) {
            roundsWithSkew += 1
            let interval = monitor.tunables.timeCheckSkewInterval * roundsWithSkew
            schedule(min(interval, monitor.tunables.timeCheckInterval))
        } else {
            roundsWithSkew = 0
        }
    }
}
