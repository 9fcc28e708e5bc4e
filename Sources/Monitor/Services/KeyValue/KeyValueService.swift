import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Keys and values of users and of the manager's modules: `config-key` (src/mon/KVMonitor.h).
///
/// The values lie under the prefix `mon_config_key`; a version of `kv` says which of them it changed.
public final class KeyValueService: PaxosService {
    /// Where the values are.
    static let valuePrefix = "mon_config_key"

    /// What the next version changes; nil erases.
    public private(set) var pending = KeyValueVersion()

    public override class var commands: [Command] { keyValueCommands }

    public override func createInitial() throws { pending = KeyValueVersion() }
    public override func checkNewest() throws {
        try super.checkNewest()
        guard let value = try value(lastCommitted), lastCommitted > 0 else { return }
        _ = try CephDecoder.decode(KeyValueVersion.self, from: value, named: "kv/\(lastCommitted)")
    }

    public override func createPending() throws { pending = KeyValueVersion() }

    public override func encodePending(into transaction: inout StoreTransaction) throws {
        let version = lastCommitted + 1
        putLastCommitted(version, into: &transaction)
        put(version, CephEncoder.encode(pending), into: &transaction)
        for (key, value) in pending.changes {
            if let value {
                transaction.put(Self.valuePrefix, key, value)
            } else {
                transaction.erase(Self.valuePrefix, key)
            }
        }
    }

    public override func trimTarget() throws -> UInt64 {
        lastCommitted > KeyValueVersion.history ? lastCommitted - KeyValueVersion.history : 0
    }

    public override func shouldStashFull() -> Bool { false }

    // MARK: Changes, also for other services

    /// The committed value of a key.
    public func storedValue(_ key: String) throws -> ByteBuffer? {
        try store.value(of: StoreKey(Self.valuePrefix, key))
    }

    /// Committed keys that begin with `prefix`, in order, with their values.
    public func stored(beginningWith prefix: String) throws -> [(key: String, value: ByteBuffer)] {
        var found: [(key: String, value: ByteBuffer)] = []
        let start = StoreKey(Self.valuePrefix, prefix).combined
        let cursor = try store.makeCursor()
        try cursor.seek(start)
        while cursor.isValid, cursor.rawKey.starts(with: start) {
            let (_, key) = StoreKey.split(cursor.rawKey)
            found.append((String(cephBytes: key), ByteBuffer(bytes: cursor.rawValue)))
            try cursor.next()
        }
        return found
    }

    /// Sets a key with the next version.
    public func set(_ key: String, to value: ByteBuffer) { pending.changes[key] = .some(value) }

    /// Erases a key with the next version.
    public func erase(_ key: String) { pending.changes[key] = .some(nil) }

    /// Erases what was stored for a device's or daemon's owner (`do_osd_destroy`, `do_mds…`): every key that
    /// begins with one of `prefixes`.
    public func erase(keysWith prefixes: [String]) throws {
        for key in try store.keys(of: Self.valuePrefix) where prefixes.contains(where: key.hasPrefix) {
            erase(key)
        }
    }

    // MARK: Subscribers

    /// `kv:PREFIX`: everything below a prefix, then what changes there (`check_sub`).
    public override func checkSubscriptions(of session: Session) {
        for name in session.subscriptions.keys where name.hasPrefix("kv:") { tell(session, name) }
    }

    private func tell(_ session: Session, _ name: String) {
        guard let subscription = session.subscriptions[name], subscription.next <= lastCommitted else {
            return
        }
        let prefix = String(name.dropFirst("kv:".count))
        var news = MKVData()
        news.version = lastCommitted
        news.prefix = prefix
        do {
            if subscription.next > 1, subscription.next > firstCommitted {
                news.isIncremental = true
                for version in subscription.next...lastCommitted {
                    guard let value = try value(version) else { continue }
                    let changes = try CephDecoder.decode(
                        KeyValueVersion.self, from: value, named: "kv/\(version)")
                    for (key, value) in changes.changes where key.hasPrefix(prefix) {
                        news.values[key] = .some(value)
                    }
                }
            } else {
                for (key, value) in try stored(beginningWith: prefix) { news.values[key] = .some(value) }
            }
        } catch {
            return environment.log(0, .mon, "subscription \(name): \(error)")
        }
        if !news.isIncremental || !news.values.isEmpty { monitor.push(news, to: session) }
        session.subscriptions[name] =
            subscription.isOneTime ? nil : Subscription(next: lastCommitted + 1, isOneTime: false)
    }
}
