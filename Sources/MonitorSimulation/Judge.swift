import CephEncoding
import CephMessages
import CephTypes
import Monitor
import MonitorStore
import NIOCore

/// What must never be.
public enum Invariant: String, Sendable {
    case oneValue = "one value per version, ever"
    case nothingLost = "what was committed is never lost"
    case noWayBack = "versions and proposal numbers never go back on a disk"
    case uniqueNumbers = "values are proposed under a number by one leader only"
    case oneLeader = "at most one leader in an election epoch"
    case linearizable = "reads and writes are linearizable"
    case wholeAnswer = "a write is answered alike by whoever leads then"
    case onceOnly = "a request is carried out at most once"
    case equalStores = "stores are equal once all is quiet"
    case progress = "writes resume once all is quiet"
    case stability = "a monitor does not give up"
}

/// How a run was found to be wrong.
public struct Violation: Error, Sendable, CustomStringConvertible {
    public var invariant: Invariant
    public var text: String
    /// Virtual seconds.
    public var time: Double
    public var description: String { "\(invariant.rawValue): \(text) (at \(time) s)" }
}

/// Looks at every write, message, state and answer, and knows what all of them must agree with.
final class Judge {
    unowned let simulation: Simulation
    private(set) var violation: Violation?

    /// By Paxos version: the value that somebody committed.
    private var chosen: [UInt64: ByteBuffer] = [:]
    /// Of these, the ones that are new in the write under way.
    private var newlyChosen: [UInt64] = []
    private(set) var newestCommitted: UInt64 = 0
    /// When the last new version was committed by anybody.
    private(set) var lastCommitTime: Int64 = 0
    private var leaders: [UInt32: Int] = [:]
    private var numbers: [UInt64: NumberUser] = [:]
    /// By version of the registers: what was written. Version 1 is empty.
    private var history: [UInt64: [(register: String, text: String)]] = [:]
    /// By text: in which version it was written.
    private var written: [String: UInt64] = [:]
    /// The newest version of the registers that a client was told of.
    private(set) var newestSeen: UInt64 = 0
    private(set) var writesDone = 0
    private(set) var readsDone = 0
    private(set) var lastWriteTime: Int64 = 0

    init(_ simulation: Simulation) { self.simulation = simulation }

    func accuse(_ invariant: Invariant, _ text: String) {
        guard violation == nil else { return }
        violation = Violation(invariant: invariant, text: text, time: Double(simulation.now) / 1e9)
        simulation.note(.verdict("\(invariant.rawValue): \(text)"))
    }

    // MARK: Disks

    /// What only grows on a disk.
    private static let counters: Set<StoreKey> = [
        StoreKey("paxos", "last_committed"), StoreKey("paxos", "accepted_pn"), StoreKey("paxos", "last_pn"),
        StoreKey("paxos", "pending_pn"), StoreKey("monitor", "election_epoch"),
    ]

    func willApply(_ transaction: StoreTransaction, on host: SimulatedHost) {
        var newLast: UInt64?
        for case .put(let key, let value) in transaction.operations {
            guard key.prefix == "paxos" || key.prefix == "monitor", Self.counters.contains(key) else {
                continue
            }
            let new: UInt64 = value.getInteger(at: value.readerIndex, endianness: .little) ?? 0
            let old = host.disk.number(key.prefix, key.key)
            if new < old {
                accuse(.noWayBack, "mon.\(host.name) writes \(key.key) \(new), it was \(old)")
            }
            switch key.key {
            case "last_committed": newLast = new
            case "pending_pn":
                let promised = host.disk.number("paxos", "accepted_pn")
                if new < promised {
                    accuse(.noWayBack, "mon.\(host.name) accepts under \(new) and has promised \(promised)")
                }
            default: break
            }
        }
        guard let newLast else { return }
        judgeCommit(transaction, from: host.disk.number("paxos", "last_committed"), to: newLast, host)
    }

    private func judgeCommit(
        _ transaction: StoreTransaction, from old: UInt64, to new: UInt64, _ host: SimulatedHost
    ) {
        guard new > old else { return }
        for version in max(old + 1, new > 200 ? new - 200 : 0)...new {
            var value = host.disk.value(of: StoreKey("paxos", String(version)))
            for case .put(let key, let put) in transaction.operations
            where key.prefix == "paxos" && key.key == String(version) {
                value = put
            }
            guard let value else { continue }
            if let known = chosen[version] {
                if known != value {
                    accuse(.oneValue, "mon.\(host.name) commits another value as version \(version)")
                }
            } else {
                chosen[version] = value
                newlyChosen.append(version)
                if version > newestCommitted { newestCommitted = version }
                lastCommitTime = simulation.now
                // Behind a round, what the value changes is in the same write.
                if new == old + 1 {
                    noteRegisters(transaction)
                } else if let change = try? CephDecoder.decode(StoreTransaction.self, from: value) {
                    noteRegisters(change)
                }
            }
        }
    }

    /// What somebody is the first to commit lies on the disks of a majority, where no power failure takes it away.
    func hasApplied(on process: SimulatedProcess) {
        guard !newlyChosen.isEmpty else { return }
        let versions = newlyChosen
        newlyChosen = []
        let needed = process.monitor.monmap.majority
        for version in versions {
            let key = StoreKey("paxos", String(version))
            let holders = simulation.hosts.filter {
                $0.disk.value(of: key) == chosen[version] && $0.disk.isDurable(key)
            }
            guard holders.count < needed else { continue }
            accuse(
                .nothingLost,
                "mon.\(process.host.name) commits version \(version), which"
                    + " \(holders.count) of \(needed) disks hold for good")
        }
    }

    private func noteRegisters(_ change: StoreTransaction) {
        for case .put(let key, let text) in change.operations where key.prefix == RegisterService.prefix {
            guard let version = UInt64(key.key) else { continue }
            var lines: [(register: String, text: String)] = []
            for line in String(buffer: text).split(separator: "\n") {
                let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { continue }
                lines.append((parts[0], parts[1]))
                if let before = written[parts[1]] {
                    accuse(.onceOnly, "\(line) was carried out in version \(before) and in \(version)")
                }
                written[parts[1]] = version
            }
            history[version] = lines
        }
    }

    // MARK: States and messages

    func look(at process: SimulatedProcess) {
        let monitor: Monitor = process.monitor
        guard monitor.state == .leader else { return }
        let epoch = monitor.electionEpoch
        if let known = leaders[epoch] {
            if known != process.serial {
                accuse(.oneLeader, "mon.\(process.host.name) leads in epoch \(epoch), as another does or did")
            }
        } else {
            leaders[epoch] = process.serial
        }
    }

    func hears(_ message: any CephMessage, from host: Int) {
        guard let paxos = message as? MMonPaxos, paxos.op == .begin else { return }
        let user = NumberUser(
            host: host, process: simulation.hosts[host].process?.serial ?? -1, epoch: paxos.epoch)
        if let known = numbers[paxos.pn], known != user {
            accuse(.uniqueNumbers, "\(paxos.pn) was used by \(known) and by \(user)")
        }
        numbers[paxos.pn] = user
    }

    /// A host lost its disk, and with it the memory of the numbers that it made.
    func forgetNumbers(of host: SimulatedHost) {
        numbers = numbers.filter { $0.value.host != host.index }
    }

    /// Who proposes values under a number.
    private struct NumberUser: Equatable, CustomStringConvertible {
        let host: Int
        let process: Int
        let epoch: UInt32
        var description: String { "process \(process) in epoch \(epoch)" }
    }

    // MARK: Clients

    func began(_ request: ClientRequest) {}

    func ended(_ request: ClientRequest, _ ack: MMonCommandAck) {
        guard ack.result == 0 else { return }
        switch request.operation {
        case .command: break
        case .write(let register, let text):
            writesDone += 1
            let answer = String(buffer: ack.data)
            if answer != "\(register)=\(text)" {
                accuse(.wholeAnswer, "\(request.operation) was answered with «\(answer)»")
            }
            lastWriteTime = simulation.now
            guard let version = written[text] else {
                return accuse(.nothingLost, "\(request.operation) was answered, and is committed nowhere")
            }
            guard version > request.floor else {
                return accuse(
                    .linearizable,
                    "\(request.operation) is version \(version), and \(request.floor) had been seen before")
            }
            newestSeen = max(newestSeen, version)
        case .read(let register):
            readsDone += 1
            let answer = String(buffer: ack.data).split(separator: " ", maxSplits: 1).map(String.init)
            guard let version = answer.first.flatMap({ UInt64($0) }) else {
                return accuse(.linearizable, "\(request.operation) was answered with nothing")
            }
            guard version >= request.floor else {
                return accuse(
                    .linearizable,
                    "\(request.operation) shows version \(version), \(request.floor) had been seen before")
            }
            let text = answer.count > 1 ? answer[1] : ""
            guard text == valueOf(register, at: version) else {
                return accuse(
                    .linearizable,
                    "\(request.operation) shows «\(text)», not «\(valueOf(register, at: version))»")
            }
            newestSeen = max(newestSeen, version)
        }
    }

    private func valueOf(_ register: String, at version: UInt64) -> String {
        var version = version
        while version > 0 {
            if let text = history[version]?.last(where: { $0.register == register })?.text { return text }
            version -= 1
        }
        return ""
    }

    // MARK: The end

    /// All disks, once nothing happens any more.
    func compareStores() {
        let hosts = simulation.hosts.filter { !$0.isRetired }
        guard let first = hosts.first else { return }
        // As with Ceph, what monitors say of themselves is not copied, but committed again when it changes.
        let own: Set<String> = ["monitor", "monitor_store", "mon_sync", "mkfs", "paxos"]
        let expected = first.disk.listing { !own.contains($0) }
        for host in hosts {
            let last = host.disk.number("paxos", "last_committed")
            if last < newestCommitted {
                return accuse(.nothingLost, "mon.\(host.name) ends at version \(last) of \(newestCommitted)")
            }
            for version in max(host.disk.number("paxos", "first_committed"), 1)...last
            where host.disk.value(of: StoreKey("paxos", String(version))) != chosen[version] {
                return accuse(.equalStores, "mon.\(host.name) has a wrong or no paxos/\(version)")
            }
            let found = host.disk.listing { !own.contains($0) }
            guard found.count == expected.count, zip(found, expected).allSatisfy({ $0 == $1 }) else {
                let different = zip(found, expected).first { $0 != $1 }
                return accuse(
                    .equalStores,
                    "mon.\(host.name) has \(found.count) keys, mon.\(first.name) \(expected.count), different"
                        + " from \(different?.0.key ?? "the end") on")
            }
        }
    }
}
