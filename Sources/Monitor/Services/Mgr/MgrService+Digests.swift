import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// What managers and their clients subscribe to: the map when it changes, and every few seconds what the
/// monitors say of the cluster.
extension MgrService {
    /// Sends a session what it does not have yet (`check_sub`).
    func tell(_ session: Session) {
        if var subscription = session.subscriptions["mgrmap"], subscription.next <= UInt64(map.epoch) {
            monitor.push(MMgrMap(map: map), to: session)
            subscription.next = UInt64(map.epoch) + 1
            session.subscriptions["mgrmap"] = subscription.isOneTime ? nil : subscription
        }
        guard let subscription = session.subscriptions["mgrdigest"] else { return }
        // A new one is answered at once.
        if subscription.next == 0 {
            session.subscriptions["mgrdigest"]?.next = 1
            cancelDigests()
        }
        if digestTimer == nil { sendDigests() }
    }

    /// Managers are told at once when something is wrong that was not, or the other way round.
    func tellHealthChanges() {
        guard digestTimer != nil, isActive else { return }
        if monitor.service(HealthService.self).report.checks != toldHealth { sendDigests() }
    }

    /// Tells all that want it, and comes back (`mon_mgr_digest_period`).
    func sendDigests() {
        cancelDigests()
        let receivers = monitor.sessions.values.filter { $0.subscriptions["mgrdigest"] != nil }
        guard !receivers.isEmpty else {
            toldHealth = nil
            return
        }
        if isActive {
            let report = monitor.service(HealthService.self).report
            toldHealth = report.checks
            let digest = makeDigest(report)
            for session in receivers { monitor.push(digest, to: session) }
        }
        let period = monitor.options.seconds("mon_mgr_digest_period", 5)
        digestTimer = environment.schedule(after: period) { [weak self] in
            self?.monitor.turn {
                self?.digestTimer = nil
                self?.sendDigests()
            }
        }
    }

    private func makeDigest(_ report: HealthReport) -> MMgrDigest {
        var health = CephFormatter(.json)
        health.object("health") { report.dump(to: &$0, withDetail: true) }
        var status = CephFormatter(.json)
        monitor.dumpStatus(to: &status)
        var digest = MMgrDigest()
        digest.health = ByteBuffer(bytes: health.bytes)
        digest.monStatus = ByteBuffer(bytes: status.bytes)
        return digest
    }

    func cancelDigests() {
        if let digestTimer { environment.cancel(digestTimer) }
        digestTimer = nil
    }
}
