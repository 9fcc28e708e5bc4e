import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The peers that copy this monitor's store.
struct SyncProviders {
    /// One copy that is under way.
    struct Copy {
        var peer: EntityAddressVector
        /// Over the store as it was when the copy began; nil for one of the recent versions only.
        var cursor: (any StoreCursor)?
        /// The last Paxos version that the cursor's store had committed: later ones are sent by themselves.
        var start: UInt64
        /// The last Paxos version that was sent.
        var lastCommitted: UInt64
        var deadline: Duration
    }
    var copies: [UInt64: Copy] = [:]
    var count: UInt64 = 0

    mutating func removeAll() { copies = [:] }
}

/// The side that gives.
extension StoreSync {
    func giveCookie(_ message: MMonSync, _ session: Session) {
        guard monitor.isInQuorum || monitor.state == .probing || monitor.state == .electing else {
            return answer(MMonSync(op: .noCookie), session)
        }
        let environment = monitor.environment
        trim(at: environment.monotonicTime)
        provided.count += 1
        let cookie = UInt64(monitor.electionEpoch) << 24 &+ provided.count
        var copy = SyncProviders.Copy(
            peer: session.addresses, cursor: nil, start: monitor.paxos.lastCommitted,
            lastCommitted: message.lastCommitted, deadline: .zero)
        do {
            if message.op == .getCookieFull {
                let cursor = try environment.store.makeCursor()
                try cursor.seekToFirst()
                copy.cursor = cursor
                copy.lastCommitted = monitor.paxos.lastCommitted
            }
        } catch {
            return monitor.fail("\(error)")
        }
        copy.deadline = environment.monotonicTime + monitor.tunables.syncTimeout * 2
        provided.copies[cookie] = copy
        answer(MMonSync(op: .cookie, cookie: cookie, lastCommitted: copy.lastCommitted), session)
    }

    func giveChunk(_ message: MMonSync, _ session: Session) {
        guard var copy = provided.copies[message.cookie], copy.peer == session.addresses else {
            return answer(MMonSync(op: .noCookie, cookie: message.cookie), session)
        }
        let paxos = monitor.paxos
        if copy.lastCommitted &+ 1 < paxos?.firstCommitted ?? 0, !monitor.hasFault(.trimPastSync) {
            monitor.environment.log(10, .mon, "a copying peer fell behind what was trimmed")
            provided.copies[message.cookie] = nil
            return answer(MMonSync(op: .noCookie, cookie: message.cookie), session)
        }
        do {
            var transaction = StoreTransaction()
            var reply = MMonSync(op: .chunk, cookie: message.cookie)
            let isDone = try fill(&transaction, &reply, from: &copy)
            reply.lastCommitted = copy.lastCommitted
            reply.chunk = CephEncoder.encode(transaction)
            if isDone {
                reply.op = .lastChunk
                provided.copies[message.cookie] = nil
            } else {
                copy.deadline = monitor.environment.monotonicTime + monitor.tunables.syncTimeout * 2
                provided.copies[message.cookie] = copy
            }
            answer(reply, session)
        } catch {
            monitor.fail("\(error)")
        }
    }

    /// Puts as much into a chunk as the limits allow: newer Paxos versions first. True if nothing is left.
    private func fill(
        _ transaction: inout StoreTransaction, _ reply: inout MMonSync, from copy: inout SyncProviders.Copy
    ) throws -> Bool {
        var bytes = monitor.tunables.syncMaxPayloadSize
        var keys = monitor.tunables.syncMaxPayloadKeys
        let last = monitor.paxos.lastCommitted
        while copy.lastCommitted < last, bytes > 0, keys > 0 {
            copy.lastCommitted += 1
            let key = StoreKey(Paxos.prefix, String(copy.lastCommitted))
            guard let value = try monitor.environment.store.value(of: key) else {
                if monitor.hasFault(.trimPastSync) { continue }
                throw MonitorStartError("\(key) is not in the store")
            }
            transaction.put(key.prefix, key.key, value)
            bytes -= value.readableBytes
            keys -= 1
        }
        guard let cursor = copy.cursor else { return copy.lastCommitted >= last }
        let wanted = Set(targets)
        while cursor.isValid, bytes > 0, keys > 0 {
            let key = StoreKey(combined: cursor.rawKey)
            if wanted.contains(key.prefix), !isUncommitted(key, copy.start) {
                transaction.put(key.prefix, key.key, ByteBuffer(bytes: cursor.rawValue))
                reply.lastKey = Pair(key.prefix, key.key)
                bytes -= cursor.rawKey.count + cursor.rawValue.count
                keys -= 1
            }
            try cursor.next()
        }
        return !cursor.isValid && copy.lastCommitted >= last
    }

    /// What Paxos has accepted and not committed may become another value.
    private func isUncommitted(_ key: StoreKey, _ committed: UInt64) -> Bool {
        key.prefix == Paxos.prefix
            && (UInt64(key.key).map { $0 > committed } ?? key.key.hasPrefix("pending_"))
    }

    private func answer(_ message: MMonSync, _ session: Session) {
        monitor.environment.send(
            MessageEnvelope(message, source: EntityName(.mon, Int64(monitor.rank))), on: session.connection)
    }

    /// Forgets peers that have been silent.
    func trim(at now: Duration) {
        for (cookie, copy) in provided.copies where copy.deadline < now { provided.copies[cookie] = nil }
    }
}
