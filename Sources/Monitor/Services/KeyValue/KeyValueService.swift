import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Keys and values for whoever needs them, `config-key` (src/mon/KVMonitor.h). They lie under
/// ``ConfigMap/storePrefix``; under the service's own prefix lies what each version changed.
public final class KeyValueService: PaxosService {
    /// Values to be stored, nil for keys to be erased; valid while the leader has a pending state.
    public var pending: CephMap<String, ByteBuffer?> = [:]

    public override class var commands: [Command] { keyValueCommands }

    public override func createInitial() throws { pending = [:] }
    public override func createPending() throws { pending = [:] }

    public override func encodePending(into transaction: inout StoreTransaction) throws {
        let version = lastCommitted + 1
        putLastCommitted(version, into: &transaction)
        put(version, CephEncoder.encode(KeyValueVersion(pending)), into: &transaction)
        for (key, value) in pending {
            if let value {
                transaction.put(ConfigMap.storePrefix, key, value)
            } else {
                transaction.erase(ConfigMap.storePrefix, key)
            }
        }
    }

    public override func trimTarget() throws -> UInt64 {
        lastCommitted > KeyValueVersion.history ? lastCommitted - KeyValueVersion.history : 0
    }

    public override func shouldStashFull() -> Bool { false }

    // MARK: Reading

    public func stored(_ key: String) throws -> ByteBuffer? {
        try store.value(of: StoreKey(ConfigMap.storePrefix, key))
    }

    /// Keys that begin with `prefix`, in order, with their values.
    public func stored(beginningWith prefix: String) throws -> [(key: String, value: ByteBuffer)] {
        var found: [(key: String, value: ByteBuffer)] = []
        let start = StoreKey(ConfigMap.storePrefix, prefix).combined
        let cursor = try store.makeCursor()
        try cursor.seek(start)
        while cursor.isValid, cursor.rawKey.starts(with: start) {
            let (_, key) = StoreKey.split(cursor.rawKey)
            found.append((String(cephBytes: key), ByteBuffer(bytes: cursor.rawValue)))
            try cursor.next()
        }
        return found
    }

    // MARK: Subscribers

    private static let subscriptionPrefix = "kv:"

    /// Sends what changed under the prefix of every `kv:PREFIX` subscription.
    public override func checkSubscriptions() {
        for session in monitor.sessions.values { checkSubscriptions(of: session) }
    }

    public func checkSubscriptions(of session: Session) {
        for (name, subscription) in session.subscriptions where name.hasPrefix(Self.subscriptionPrefix) {
            guard session.isAuthenticated, subscription.next <= lastCommitted else { continue }
            do {
                let prefix = String(name.dropFirst(Self.subscriptionPrefix.count))
                monitor.push(try news(under: prefix, from: subscription.next), to: session)
                if subscription.isOneTime {
                    session.subscriptions[name] = nil
                } else {
                    session.subscriptions[name]?.next = lastCommitted + 1
                }
            } catch {
                environment.log(0, .mon, "service \(self.name): \(name) for \(session.name): \(error)")
            }
        }
    }

    /// What changed since `first`, or all there is where that is forgotten.
    private func news(under prefix: String, from first: UInt64) throws -> MKVData {
        var message = MKVData(version: lastCommitted, prefix: prefix)
        guard first > firstCommitted else {
            message.values = CephMap(try stored(beginningWith: prefix).map { ($0.key, .some($0.value)) })
            return message
        }
        message.isIncremental = true
        for version in first...lastCommitted {
            guard let value = try value(version) else {
                throw MonitorStartError("\(name)/\(version) is not in the store")
            }
            let changes = try CephDecoder.decode(
                KeyValueVersion.self, from: value, named: "\(name)/\(version)")
            for (key, value) in changes.changes where key.hasPrefix(prefix) {
                message.values[key] = .some(value)
            }
        }
        return message
    }
}

extension KeyValueService {
    // MARK: For OSDs that come and go

    private func encryptionPrefix(of uuid: CephUUID) -> String { "dm-crypt/osd/\(uuid)/" }

    /// Whether any key belongs to an OSD.
    public func hasKeys(ofOSD id: Int32, uuid: CephUUID) throws -> Bool {
        try [encryptionPrefix(of: uuid), "daemon-private/osd.\(id)/"].contains {
            try !stored(beginningWith: $0).isEmpty
        }
    }

    /// Forgets keys of an OSD that is destroyed, as far as 16.2 does: the first of each prefix, and none of the
    /// second where there was none of the first.
    public func eraseKeys(ofOSD id: Int32, uuid: CephUUID) throws {
        for prefix in [encryptionPrefix(of: uuid), "daemon-private/osd.\(id)/"] {
            guard let key = try stored(beginningWith: prefix).first?.key else { break }
            pending[key] = .some(nil)
        }
        proposeNow()
    }

    /// Whether a new OSD's key for its disk is stored already.
    /// - Throws: ``CommandError`` where another one is.
    public func hasEncryptionKey(_ key: String, ofOSD uuid: CephUUID) throws -> Bool {
        guard let existing = try stored(encryptionPrefix(of: uuid) + "luks") else { return false }
        guard existing == ByteBuffer(bytes: key.cephBytes) else {
            throw CommandError(.exists, "dm-crypt key already exists and does not match")
        }
        return true
    }

    /// Stores a new OSD's key for its disk.
    public func setEncryptionKey(_ key: String, ofOSD uuid: CephUUID) {
        pending[encryptionPrefix(of: uuid) + "luks"] = .some(ByteBuffer(bytes: key.cephBytes))
        proposeNow()
    }
}
