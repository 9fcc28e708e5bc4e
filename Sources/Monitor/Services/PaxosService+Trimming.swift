import CephTypes
import MonitorStore

/// Old versions go, when ``PaxosService/trimTarget()`` says that nobody needs them any more.
extension PaxosService {
    /// Proposes their removal, on the leader (`maybe_trim`).
    func trimIfDueOnTick() {
        if monitor.isLeader { trimIfDue() }
    }

    private func trimIfDue() {
        guard isWriteable else { return }
        do {
            let target = try trimTarget()
            guard target >= firstCommitted, target > 0 else { return }
            let available = target - firstCommitted
            let (least, most) = (monitor.tunables.serviceTrimMin, monitor.tunables.serviceTrimMax)
            guard least == 0 || available >= least else { return }
            let end = most > 0 && available > most ? firstCommitted + trimLimit(available, most) : target
            guard end > firstCommitted else { return }
            var transaction = StoreTransaction()
            trim(from: firstCommitted, to: end, in: &transaction)
            transaction.put(name, "first_committed", version: end)
            if let latest = try? number("full_latest"), latest > 0, latest < end {
                environment.log(
                    0, .mon, "service \(name): full_latest \(latest) would be trimmed, nothing is")
                return
            }
            try encodeTrimExtra(into: &transaction, first: end)
            monitor.paxos.queue(transaction) { _ in }
            paxos.triggerPropose()
        } catch {
            environment.log(0, .mon, "service \(name): trim: \(error)")
        }
    }

    /// A long backlog is trimmed in larger steps.
    private func trimLimit(_ available: UInt64, _ most: UInt64) -> UInt64 {
        let bound = most &* monitor.tunables.serviceTrimMaxMultiplier
        return monitor.tunables.serviceTrimMaxMultiplier == 0 ? most : min(available, max(most, bound))
    }

    private func trim(from: UInt64, to: UInt64, in transaction: inout StoreTransaction) {
        for version in from..<to {
            transaction.erase(name, String(version))
            let full = fullKey(version)
            if (try? value(full)) ?? nil != nil { transaction.erase(name, full) }
        }
        if monitor.tunables.compactOnTrim {
            transaction.compact(name, from: String(from &- 1), to: String(to))
            transaction.compact(name, from: fullKey(from &- 1), to: fullKey(to))
        }
    }
}
