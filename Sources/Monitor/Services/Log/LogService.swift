import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The cluster's log (src/mon/LogMonitor.h).
public final class LogService: PaxosService {
    /// The newest lines of every channel, as committed.
    public private(set) var summary = LogSummary()
    /// With the lines that are about to be committed.
    private var pendingSummary = LogSummary()
    private var pendingEntries: [LogEntry] = []
    /// Lines of this monitor's own that are not committed yet, as far as it knows.
    private var unsent: [LogEntry] = []
    private var retryTimer: TimerID?
    private var isWaitingToWrite = false

    public override class var commands: [Command] { logCommands }

    public override func handles(_ message: any CephMessage) -> Bool { message is MLog || message is MLogAck }

    private var mostLines: Int { monitor.options.options.int("mon_log_max_summary") }

    // MARK: Loading

    public override func updateFromPaxos() throws {
        guard lastCommitted != summary.version else { return }
        let latest = try number("full_latest")
        if latest > summary.version, let value = try value(fullKey(latest)) {
            summary = try CephDecoder.decode(
                LogSummary.self, from: value, named: "\(name)/\(fullKey(latest))")
        }
        let isStarting = monitor.state == .initializing
        while summary.version < lastCommitted {
            let version = summary.version + 1
            let entries = try entries(of: version)
            summary.apply(LogVersion(entries), keeping: mostLines)
            // What was committed before the start is in its file already.
            if !isStarting { environment.writeClusterLog(entries) }
        }
        unsent.removeAll { summary.contains($0.key) }
    }

    private func entries(of version: UInt64) throws -> [LogEntry] {
        guard let value = try value(version) else {
            throw MonitorStartError("\(name)/\(version) is not in the store")
        }
        return try CephDecoder.decode(LogVersion.self, from: value, named: "\(name)/\(version)").entries
    }

    // MARK: Changing

    public override func createInitial() throws {
        add(
            LogEntry(
                name: AuthEntityName(.mon, monitor.name), rank: EntityName(.mon, Int64(monitor.rank)),
                addresses: monitor.ownAddresses, stamp: environment.now, priority: .info,
                message: "mkfs \(monitor.monmap.fsid)"))
    }

    public override func createPending() throws {
        pendingEntries = []
        pendingSummary = summary
    }

    public override func encodePending(into transaction: inout StoreTransaction) throws {
        let version = lastCommitted + 1
        // Ceph gathers them in a map by time; those of one time stay in their order.
        let entries = pendingEntries.enumerated().sorted {
            ($0.element.stamp, $0.offset) < ($1.element.stamp, $1.offset)
        }.map(\.element)
        let value = CephEncoder.encode(LogVersion(entries), features: monitor.quorumConnectionFeatures)
        put(version, value, into: &transaction)
        putLastCommitted(version, into: &transaction)
    }

    public override func encodeFull(into transaction: inout StoreTransaction) throws {
        let value = CephEncoder.encode(summary, features: monitor.quorumConnectionFeatures)
        putFull(summary.version, value, into: &transaction)
    }

    public override func trimTarget() throws -> UInt64 {
        let most = UInt64(clamping: monitor.options.options.int("mon_max_log_epochs"))
        return monitor.isLeader && lastCommitted > most ? lastCommitted - most : 0
    }

    public override func proposalDelay() -> Duration? {
        let most = monitor.options.options.int("mon_max_log_entries_per_event")
        return most > 0 && pendingEntries.count >= most ? .zero : super.proposalDelay()
    }

    /// Adds a line that will be committed with the next proposal.
    func add(_ entry: LogEntry) {
        pendingSummary.add(entry)
        pendingSummary.prune(to: mostLines)
        pendingEntries.append(entry)
    }

    // MARK: Lines of others

    public override func preprocess(_ request: Request) throws -> Bool {
        guard let message = request.message.body as? MLog else {
            acknowledge(request)
            return true
        }
        guard request.session.isCapable("log", .write) else {
            environment.log(0, .mon, "\(request.session.name) may not write to the cluster log")
            return true
        }
        return message.entries.allSatisfy { pendingSummary.contains($0.key) }
    }

    public override func prepare(_ request: Request) throws -> Bool {
        guard let message = request.message.body as? MLog, let last = message.entries.last else {
            return false
        }
        guard message.fsid == monitor.monmap.fsid else {
            environment.log(0, .mon, "log of cluster \(message.fsid) from \(request.session.name)")
            return false
        }
        for entry in message.entries where !pendingSummary.contains(entry.key) { add(entry) }
        whenCommitted { [weak monitor] reason in
            switch reason {
            case .ready: monitor?.reply(to: request, MLogAck(fsid: message.fsid, last: last.sequence))
            case .again: monitor?.redispatch(request)
            case .cancelled: break
            }
        }
        return true
    }

    // MARK: Lines of this monitor

    /// Takes lines of this monitor's own: they are committed, or sent to the leader until they are.
    func append(_ entries: [LogEntry]) {
        unsent.append(contentsOf: entries)
        // Without a quorum for long, the oldest are lost rather than kept without bound.
        if unsent.count > Self.mostUnsent { unsent.removeFirst(unsent.count - Self.mostUnsent) }
        sendOwn()
    }

    private static let mostUnsent = 10_000

    private func sendOwn() {
        guard !unsent.isEmpty else { return }
        if monitor.isLeader {
            guard isWriteable else { return waitToWrite() }
            for entry in unsent where !pendingSummary.contains(entry.key) { add(entry) }
            proposeWhenDue()
        } else if monitor.isPeon, retryTimer == nil {
            monitor.send(MLog(fsid: monitor.monmap.fsid, entries: unsent), toRank: monitor.leader)
            retryTimer = environment.schedule(after: monitor.tunables.tickInterval) { [weak self] in
                self?.monitor.turn {
                    self?.retryTimer = nil
                    self?.sendOwn()
                }
            }
        }
    }

    private func waitToWrite() {
        guard !isWaitingToWrite else { return }
        isWaitingToWrite = true
        whenWriteable { [weak self] in
            self?.isWaitingToWrite = false
            self?.sendOwn()
        }
    }

    private func acknowledge(_ request: Request) {
        guard let ack = request.message.body as? MLogAck, request.session.name.type == .mon else { return }
        unsent.removeAll { $0.sequence <= ack.last }
    }

    public override func onActive() { sendOwn() }

    public override func onRestart() {
        isWaitingToWrite = false
        if let retryTimer { environment.cancel(retryTimer) }
        retryTimer = nil
    }

    public override func onShutdown() { onRestart() }

    // MARK: Subscribers

    private static let subscriptionPrefix = "log-"

    public override func checkSubscriptions() {
        for session in monitor.sessions.values { checkSubscriptions(of: session) }
    }

    /// Sends new lines to whoever subscribed to `log-LEVEL`.
    public func checkSubscriptions(of session: Session) {
        for (name, subscription) in session.subscriptions where name.hasPrefix(Self.subscriptionPrefix) {
            guard let level = ClogType(level: String(name.dropFirst(Self.subscriptionPrefix.count))),
                subscription.next <= summary.version
            else { continue }
            do {
                let first = subscription.next == 0 ? lastCommitted : subscription.next
                let news = try news(from: first, atLeast: level)
                if !news.entries.isEmpty { monitor.push(news, to: session) }
            } catch {
                environment.log(0, .mon, "service \(self.name): \(name) for \(session.name): \(error)")
            }
            if subscription.isOneTime {
                session.subscriptions[name] = nil
            } else {
                session.subscriptions[name]?.next = summary.version + 1
            }
        }
    }

    private func news(from first: UInt64, atLeast level: ClogType) throws -> MLog {
        var message = MLog(fsid: monitor.monmap.fsid)
        var version = first
        if version < firstCommitted {
            message.entries.append(
                LogEntry(
                    stamp: environment.now, priority: .warn,
                    message: "skipped log messages from \(version) to \(firstCommitted)"))
            version = firstCommitted
        }
        while version > 0, version <= summary.version {
            message.entries += try entries(of: version).filter { $0.priority.isAtLeast(level) }
            message.paxos.version = version
            version += 1
        }
        return message
    }
}

extension Monitor {
    /// Where it listens, as the monmap has it.
    var ownAddresses: EntityAddressVector { monmap.monitors[name]?.publicAddresses ?? EntityAddressVector() }
}
