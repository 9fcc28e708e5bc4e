import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// All members of the quorum read their stores as of one Paxos version, some keys at a time, and the leader
/// compares what they found (`Monitor::scrub_*`).
final class StoreScrub {
    unowned let monitor: Monitor
    private var version: UInt64 = 0
    /// By rank.
    private var results: [Int: ScrubResult] = [:]
    private var position = Pair("", "")
    private var isLastPart = false
    private var timeout: TimerID?
    private var nextScrub: TimerID?
    /// How the last one ended: which ranks differed from the leader.
    private(set) var lastMismatches: Set<Int>?

    init(monitor: Monitor) { self.monitor = monitor }

    private var environment: any Environment { monitor.environment }
    var isRunning: Bool { timeout != nil }

    /// Every `mon_scrub_interval` on the leader.
    func schedule() {
        guard monitor.isLeader, monitor.tunables.scrubInterval > .zero else { return }
        if let nextScrub { environment.cancel(nextScrub) }
        nextScrub = monitor.schedule(after: monitor.tunables.scrubInterval) { [self] in
            nextScrub = nil
            guard monitor.isLeader else { return }
            try? start()
            schedule()
        }
    }

    /// Begins one.
    /// - Throws: ``CommandError`` where one is under way.
    func start() throws {
        guard !isRunning else { throw CommandError(.busy, "scrub in progress") }
        lastMismatches = nil
        position = Pair("", "")
        beginPart()
    }

    func stop() {
        for timer in [timeout, nextScrub] { if let timer { environment.cancel(timer) } }
        (timeout, nextScrub) = (nil, nil)
        results = [:]
    }

    private func beginPart() {
        if let timeout { environment.cancel(timeout) }
        timeout = monitor.schedule(after: monitor.tunables.scrubTimeout) { [self] in
            timeout = nil
            results = [:]
        }
        version = monitor.paxos.lastCommitted
        results = [:]
        let keys = Int32(clamping: monitor.tunables.scrubMaxKeys)
        for peer in monitor.quorum.sorted() where peer != monitor.rank {
            monitor.send(
                MMonScrub(op: .scrub, version: version, keyCount: keys, key: position), toRank: peer)
        }
        do {
            let (own, end, isLast) = try read(from: position, keys: Int(keys))
            isLastPart = isLast
            position = end
            add(own, of: monitor.rank)
        } catch {
            monitor.fail("\(error)")
        }
    }

    func handle(_ message: MMonScrub, from peer: Int) {
        switch message.op {
        case .scrub where monitor.isPeon && peer == monitor.leader:
            guard message.version == monitor.paxos.lastCommitted else { return }
            do {
                let (found, end, _) = try read(from: message.key, keys: Int(message.keyCount))
                monitor.send(
                    MMonScrub(
                        op: .result, version: message.version, result: found, keyCount: message.keyCount,
                        key: end), toRank: peer)
            } catch {
                monitor.fail("\(error)")
            }
        case .result where monitor.isLeader && message.version == version && isRunning:
            add(message.result, of: peer)
        default: break
        }
    }

    private func add(_ result: ScrubResult, of rank: Int) {
        results[rank] = result
        guard Set(results.keys) == monitor.quorum, let own = results[monitor.rank] else { return }
        let wrong = results.filter { $0.value != own }.keys.sorted()
        for rank in wrong {
            monitor.clusterLog(.error, "scrub mismatch")
            monitor.clusterLog(.error, " mon.\(monitor.rank) \(own)")
            if let found = results[rank] { monitor.clusterLog(.error, " mon.\(rank) \(found)") }
        }
        lastMismatches = (lastMismatches ?? []).union(wrong)
        if wrong.isEmpty {
            let ranks = monitor.quorum.sorted().commaSeparated
            monitor.clusterLog(.debug, "scrub ok on \(ranks): \(own)")
        }
        if isLastPart {
            if let timeout { environment.cancel(timeout) }
            timeout = nil
        } else {
            beginPart()
        }
    }

    /// Reads keys behind a position, except those of Paxos, whose proposals differ.
    private func read(
        from start: Pair<String, String>, keys: Int
    ) throws -> (result: ScrubResult, end: Pair<String, String>, isLast: Bool) {
        let wanted = Set(monitor.sync.targets).subtracting([Paxos.prefix])
        var result = ScrubResult()
        var end = start
        var left = keys < 0 ? Int.max : keys
        let cursor = try environment.store.makeCursor()
        try start.first.isEmpty
            ? cursor.seekToFirst() : cursor.seek(StoreKey(start.first, start.second).combined)
        while cursor.isValid, left > 0 {
            let key = StoreKey(combined: cursor.rawKey)
            if wanted.contains(key.prefix), Pair(key.prefix, key.key) != start {
                let value = ByteBuffer(bytes: cursor.rawValue)
                result.prefixKeys[key.prefix] = (result.prefixKeys[key.prefix] ?? 0) + 1
                let before = result.prefixCRC[key.prefix] ?? 0
                result.prefixCRC[key.prefix] = CRC32C.checksum(value, seed: before)
                end = Pair(key.prefix, key.key)
                left -= 1
            }
            try cursor.next()
        }
        return (result, end, !cursor.isValid)
    }
}
