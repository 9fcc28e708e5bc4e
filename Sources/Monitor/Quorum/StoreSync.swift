import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Copies a peer's store, where recovery could not bring this monitor up to date: everything, or the Paxos
/// versions that are missing (`Monitor::sync_start` …).
///
/// A full copy first writes, in one transaction, that it has begun (`mon_sync/in_sync`), the newest monmap, and
/// the erasure of all that will be replaced. Only its last transaction takes the mark away: a monitor that finds
/// it at its start begins with an empty store again.
///
/// Unlike Ceph's, the numbers that this monitor has promised (`paxos/accepted_pn`) or made (`paxos/last_pn`)
/// never become lower by a copy.
final class StoreSync {
    unowned let monitor: Monitor
    private(set) var isFull = false
    private var provider: EntityAddressVector?
    private var cookie: UInt64 = 0
    /// Where the copy of a full one begins: values behind it are applied at the end.
    private var startVersion: UInt64 = 0
    private var timer: TimerID?
    /// Counts copies, so that what comes of an earlier one is known.
    private var generation = 0
    /// A peer that is not at this version at least has nothing to copy from: this monitor was there already.
    private(set) var lastCommittedFloor: UInt64 = 0
    var provided = SyncProviders()

    init(monitor: Monitor) { self.monitor = monitor }

    private var environment: any Environment { monitor.environment }
    private var store: any KeyValueReader { monitor.environment.store }

    /// All that a copy replaces (`get_sync_targets_names`; `monitor_store` is left out there, as every new leader of
    /// Ceph's commits it again).
    static let prefixes = [
        "paxos", "mdsmap", "mds_metadata", "mds_health", "osdmap", "osd_metadata", "osd_pg_creating",
        "osd_snap", "logm", "monmap", "mon_config_key", "auth", "mgr", "mgr_metadata",
        "mgr_command_descs", "mgrstat", "health", "config", "config-history", "kv", "config-key", "pgmap",
        "pgmap_meta", "pgmap_pg", "pgmap_osd", "monitor_store",
    ]
    private static let ownNumbers: Set<String> = ["accepted_pn", "last_pn"]

    var targets: [String] {
        Self.prefixes + monitor.services.map(\.name).filter { !Self.prefixes.contains($0) }
    }

    // MARK: Start of the monitor

    /// Finds the remains of a copy that a crash cut short; they are erased before anything is read.
    func recover(_ done: @escaping () -> Void) throws {
        lastCommittedFloor = try store.version(MonitorKeys.sync, "last_committed_floor") ?? 0
        guard try hasRemains(), !monitor.hasFault(.resumeHalfSync) else { return done() }
        environment.log(1, .mon, "clean up potentially inconsistent store state")
        submit(try erasure(), sync: true, done)
    }

    /// Whether the store is to be copied anew.
    func hasRemains() throws -> Bool {
        try store.value(of: StoreKey(MonitorKeys.sync, "in_sync")) != nil
            || (try store.version(MonitorKeys.sync, "force_sync") ?? 0) > 0
    }

    private func erasure() throws -> StoreTransaction {
        var transaction = StoreTransaction()
        for prefix in targets {
            for key in try store.keys(of: prefix)
            where prefix != Paxos.prefix || !Self.ownNumbers.contains(key) {
                transaction.erase(prefix, key)
            }
        }
        return transaction
    }

    private func submit(_ transaction: StoreTransaction, sync: Bool, _ done: @escaping () -> Void) {
        let mine = generation
        // Whoever starts over waits for it: what is erased then must be all that there is.
        monitor.paxos.write(transaction, sync: sync) { [self] in if mine == generation { done() } }
    }

    // MARK: Asking

    /// Begins a copy from a peer.
    func start(from peer: EntityAddressVector, full: Bool) {
        guard monitor.state == .probing else { return }
        monitor.environment.log(10, .mon, "sync_start \(peer)\(full ? " full" : " recent")")
        monitor.cancelProbeTimer()
        monitor.state = .synchronizing
        provided.removeAll()
        generation += 1
        (isFull, provider, cookie) = (full, peer, 0)
        resetTimer()
        let mine = generation
        guard full else {
            return ask(MMonSync(op: .getCookieRecent, lastCommitted: monitor.paxos.lastCommitted))
        }
        do {
            monitor.lastUnknownMark = monitor.lastRequestNumber
            lastCommittedFloor = max(lastCommittedFloor, monitor.paxos.lastCommitted)
            var transaction = try erasure()
            transaction.put(MonitorKeys.sync, "latest_monmap", monitor.encodedMonMap)
            transaction.put(MonitorKeys.sync, "in_sync", version: 1)
            transaction.put(MonitorKeys.sync, "last_committed_floor", version: lastCommittedFloor)
            submit(transaction, sync: true) { [self] in
                guard mine == generation, reloadPaxos() else { return }
                ask(MMonSync(op: .getCookieFull))
            }
        } catch {
            monitor.fail("\(error)")
        }
    }

    private func reloadPaxos() -> Bool {
        do {
            try monitor.paxos.load()
            return true
        } catch {
            monitor.fail("\(error)")
            return false
        }
    }

    private func ask(_ message: MMonSync) {
        guard let provider else { return }
        monitor.send(message, to: provider)
    }

    private func resetTimer() {
        if let timer { environment.cancel(timer) }
        timer = monitor.schedule(after: monitor.tunables.syncTimeout) { [self] in
            timer = nil
            environment.log(0, .mon, "the provider is silent, sync starts over")
            monitor.bootstrap()
        }
    }

    /// What was asked for is not wanted any more.
    func resetRequester() {
        if let timer { environment.cancel(timer) }
        timer = nil
        if provider != nil { generation += 1 }
        (provider, cookie) = (nil, 0)
    }

    // MARK: Messages

    func handle(_ message: MMonSync, _ session: Session) {
        switch message.op {
        case .getCookieFull, .getCookieRecent: giveCookie(message, session)
        case .getChunk: giveChunk(message, session)
        case .cookie where cookie == 0 && isProvider(session):
            cookie = message.cookie
            startVersion = message.lastCommitted
            resetTimer()
            askForChunk()
        case .chunk where message.cookie == cookie && isProvider(session): take(message, isLast: false)
        case .lastChunk where message.cookie == cookie && isProvider(session): take(message, isLast: true)
        case .noCookie where isProvider(session): monitor.bootstrap()
        case .cookie, .chunk, .lastChunk, .noCookie: break
        }
    }

    /// Whether a copy from there is under way.
    func isCopying(from peer: EntityAddressVector) -> Bool {
        monitor.state == .synchronizing && provider == peer
    }

    private func isProvider(_ session: Session) -> Bool {
        isCopying(from: session.addresses)
    }

    private func askForChunk() { ask(MMonSync(op: .getChunk, cookie: cookie)) }

    private func take(_ message: MMonSync, isLast: Bool) {
        resetTimer()
        do {
            var transaction = try chunkTransaction(message)
            if !isFull { try apply(from: monitor.paxos.lastCommitted + 1, message, to: &transaction) }
            submit(transaction, sync: !isFull) { [self] in
                guard isFull || reloadPaxos() else { return }
                if isLast { finish(message) } else { askForChunk() }
            }
        } catch {
            environment.log(0, .mon, "a chunk of the provider cannot be used: \(error)")
            monitor.bootstrap()
        }
    }

    /// What a chunk puts, without what would take back a promise of this monitor.
    private func chunkTransaction(_ message: MMonSync) throws -> StoreTransaction {
        guard message.chunk.readableBytes > 0 else { return StoreTransaction() }
        let sent = try CephDecoder.decode(StoreTransaction.self, from: message.chunk, named: "chunk")
        var transaction = StoreTransaction()
        for case .put(let key, let value) in sent.operations where targets.contains(key.prefix) {
            if key.prefix == Paxos.prefix, Self.ownNumbers.contains(key.key) {
                let theirs = try CephDecoder.decode(UInt64.self, from: value, named: "\(key)")
                guard theirs > (try store.version(key.prefix, key.key) ?? 0) else { continue }
            }
            transaction.put(key.prefix, key.key, value)
        }
        return transaction
    }

    /// Appends what the values of a range change, and that they are committed. The values are in the store, or in
    /// the transaction itself.
    private func apply(
        from first: UInt64, _ message: MMonSync, to transaction: inout StoreTransaction
    ) throws {
        guard first <= message.lastCommitted else { return }
        var values: [String: ByteBuffer] = [:]
        for case .put(let key, let value) in transaction.operations where key.prefix == Paxos.prefix {
            values[key.key] = value
        }
        for version in first...message.lastCommitted {
            let key = StoreKey(Paxos.prefix, String(version))
            guard let value = try values[key.key] ?? store.value(of: key), value.readableBytes > 0 else {
                if monitor.hasFault(.trimPastSync) { continue }
                throw MonitorStartError("paxos/\(version) is missing in what the provider sent")
            }
            let change = try CephDecoder.decode(StoreTransaction.self, from: value)
            monitor.noteMarks(in: change)
            transaction.append(change)
        }
        transaction.put(Paxos.prefix, "last_committed", version: message.lastCommitted)
    }

    private func finish(_ message: MMonSync) {
        do {
            var transaction = StoreTransaction()
            if isFull { try apply(from: startVersion + 1, message, to: &transaction) }
            if isFull { transaction.put(Paxos.prefix, "last_committed", version: message.lastCommitted) }
            for key in ["in_sync", "force_sync", "last_committed_floor", "latest_monmap"] {
                transaction.erase(MonitorKeys.sync, key)
            }
            submit(transaction, sync: true) { [self] in
                lastCommittedFloor = 0
                resetRequester()
                monitor.reload()
                monitor.bootstrap()
            }
        } catch {
            environment.log(0, .mon, "what was copied does not fit together: \(error)")
            monitor.bootstrap()
        }
    }
}
