import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The cluster's log (src/mon/LogMonitor.h).
///
/// A version holds the lines of one commit; beside each lies `full_N`, the summary of the version before it,
/// from which `log last` answers and repeated lines are known.
public final class LogService: PaxosService {
    public private(set) var summary = LogSummary()
    /// Lines of the next version, by time; equal times in the order in which they came.
    private var pending: [LogEntry] = []
    private var pendingKeys: Set<LogEntryKey> = []
    /// Lines of this monitor's own that wait for a quorum.
    private var unsent: [LogEntry] = []
    /// Versions up to this one are in the log files already.
    private var writtenTo: UInt64?

    public override class var commands: [Command] { logCommands }

    public override func handles(_ message: any CephMessage) -> Bool { message is MLog }

    // MARK: State

    public override func updateFromPaxos() throws {
        guard lastCommitted > summary.version || lastCommitted == 0 else { return }
        let latest = try number("full_latest")
        if latest > summary.version {
            guard let value = try value(fullKey(latest)) else {
                throw MonitorStartError("logm/full_\(latest), the latest summary, is not in the store")
            }
            summary = try CephDecoder.decode(LogSummary.self, from: value, named: "logm/full_\(latest)")
        }
        while summary.version < lastCommitted {
            let next = summary.version + 1
            guard let value = try value(next) else {
                throw MonitorStartError("logm/\(next) is not in the store")
            }
            let version = try CephDecoder.decode(LogVersion.self, from: value, named: "logm/\(next)")
            // A store that was just opened has its old lines in the files already.
            if let writtenTo, next > writtenTo { environment.writeClusterLog(version.entries) }
            summary.apply(version, keeping: maxSummary)
        }
        writtenTo = lastCommitted
    }

    private var maxSummary: Int { monitor.options.options.int("mon_log_max_summary") }

    public override func createInitial() throws {
        pending = []
        add(
            LogEntry(
                name: AuthEntityName(.mon, monitor.name), rank: EntityName(.mon, Int64(monitor.rank)),
                addresses: monitor.monmap.monitors[monitor.name]?.publicAddresses ?? EntityAddressVector(),
                stamp: environment.now, priority: .info, message: "mkfs \(monitor.monmap.fsid)", channel: ""))
    }

    public override func createPending() throws {
        pending = []
        pendingKeys = []
    }

    public override func encodePending(into transaction: inout StoreTransaction) throws {
        let version = lastCommitted + 1
        let value = CephEncoder.encode(LogVersion(pending), features: monitor.quorumConnectionFeatures)
        put(version, value, into: &transaction)
        putLastCommitted(version, into: &transaction)
    }

    public override func shouldStashFull() -> Bool { true }

    public override func encodeFull(into transaction: inout StoreTransaction) throws {
        let value = CephEncoder.encode(summary, features: monitor.quorumConnectionFeatures)
        putFull(summary.version, value, into: &transaction)
    }

    public override func trimTarget() throws -> UInt64 {
        let kept = UInt64(clamping: monitor.options.options.int("mon_max_log_epochs"))
        return lastCommitted > kept ? lastCommitted - kept : 0
    }

    public override func proposalDelay() -> Duration? {
        let most = monitor.options.options.int("mon_max_log_entries_per_event")
        return most > 0 && pending.count >= most ? .zero : super.proposalDelay()
    }

    // MARK: Lines

    /// Adds a line to the next version; false if it is there already.
    @discardableResult
    func add(_ entry: LogEntry) -> Bool {
        guard !summary.contains(entry.key), !pendingKeys.contains(entry.key) else { return false }
        addAnyway(entry)
        return true
    }

    /// Adds a line that somebody typed: two at one moment are two.
    func addAnyway(_ entry: LogEntry) {
        pendingKeys.insert(entry.key)
        let place = pending.lastIndex { $0.stamp <= entry.stamp }.map { $0 + 1 } ?? pending.startIndex
        pending.insert(entry, at: place)
    }

    /// Takes lines of this monitor's own: into the next version, or to the leader.
    func append(_ entries: [LogEntry]) {
        unsent.append(contentsOf: entries)
        // What is lost is the oldest: a monitor without a quorum cannot keep its lines for ever.
        if unsent.count > 10_000 { unsent.removeFirst(unsent.count - 10_000) }
        monitor.atEndOfTurn(.encode) { [self] in sendOwnLines() }
    }

    private func sendOwnLines() {
        guard !unsent.isEmpty, isReadable() else { return }
        if monitor.isLeader {
            guard isWriteable else { return }
            for entry in unsent { add(entry) }
            unsent = []
            proposeWhenDue()
        } else if monitor.isPeon {
            let entries = unsent
            unsent = []
            monitor.send(MLog(fsid: monitor.monmap.fsid, entries: entries), toRank: monitor.leader)
        }
    }

    public override func onActive() { sendOwnLines() }

    // MARK: Messages

    public override func preprocess(_ request: Request) throws -> Bool {
        guard let message = request.message.body as? MLog else { return true }
        guard request.session.isCapable("log", .write) else {
            environment.log(0, .mon, "MLog from \(request.session.name), which may not log")
            return true
        }
        return !message.entries.contains { !summary.contains($0.key) }
    }

    public override func prepare(_ request: Request) throws -> Bool {
        guard let message = request.message.body as? MLog else { return false }
        guard message.fsid == monitor.monmap.fsid, let last = message.entries.last else {
            environment.log(0, .mon, "MLog for fsid \(message.fsid), ignored")
            return false
        }
        for entry in message.entries { add(entry) }
        whenCommitted { [self] reason in
            switch reason {
            case .ready: monitor.reply(to: request, MLogAck(fsid: message.fsid, last: last.sequence))
            case .again: monitor.redispatch(request)
            case .cancelled: break
            }
        }
        return true
    }

    // MARK: Subscribers

    /// `log-info` and its kin: lines of a level, as they are committed (`check_sub`).
    public override func checkSubscriptions(of session: Session) {
        for name in session.subscriptions.keys where name.hasPrefix("log-") { tell(session, name) }
    }

    private func tell(_ session: Session, _ name: String) {
        guard let subscription = session.subscriptions[name], let level = ClogType(subscription: name) else {
            return
        }
        guard lastCommitted >= subscription.next, lastCommitted > 0 else { return }
        // Without a wish, who subscribes now sees what comes from now on.
        let first = subscription.next == 0 ? lastCommitted : max(subscription.next, firstCommitted, 1)
        var news = MLog(fsid: monitor.monmap.fsid)
        news.paxos.version = lastCommitted
        for version in first...max(first, lastCommitted) {
            guard let value = try? value(version),
                let lines = try? CephDecoder.decode(LogVersion.self, from: value, named: "logm/\(version)")
            else { continue }
            news.entries += lines.entries.filter { $0.priority.isAtLeast(level) }
        }
        if !news.entries.isEmpty { monitor.push(news, to: session) }
        session.subscriptions[name] =
            subscription.isOneTime ? nil : Subscription(next: lastCommitted + 1, isOneTime: false)
    }
}

extension ClogType {
    /// The level of a subscription (`sub_name_to_id`).
    init?(subscription name: String) {
        switch name {
        case "log-debug": self = .debug
        case "log-info": self = .info
        case "log-sec": self = .security
        case "log-warn": self = .warn
        case "log-error": self = .error
        default: return nil
        }
    }
}
