import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

// Snapshots that are gone: queued in the map for OSDs to purge, and kept below `osd_snap` once they have.

extension OSDMapService {
    /// The purged range that holds a snapshot, if there is one; else the first that follows, of the same pool.
    private func purgedRange(_ pool: Int64, from snap: UInt64) throws -> SnapRange? {
        let cursor = try store.makeCursor()
        try cursor.seek(
            StoreKey(SnapKey.prefix, SnapKey.purgedSnap(pool: pool, last: snap).description).combined)
        guard cursor.isValid else { return nil }
        let (prefix, key) = StoreKey.split(cursor.rawKey)
        guard prefix.elementsEqual(SnapKey.prefix.utf8),
            case .purgedSnap(pool, _)? = SnapKey(String(cephBytes: key))
        else { return nil }
        return try CephDecoder.decode(
            SnapRange.self, from: ByteBuffer(bytes: cursor.rawValue),
            named: "\(SnapKey.prefix)/\(String(cephBytes: key))")
    }

    func purgedRange(_ pool: Int64, holding snap: UInt64) throws -> SnapRange? {
        guard let range = try purgedRange(pool, from: snap), snap >= range.begin, snap < range.end else {
            return nil
        }
        return range
    }

    /// Whether a snapshot is on its way out, or out; of a pool that is gone all are.
    func isRemovedSnapshot(_ pool: Int64, _ snap: UInt64) throws -> Bool {
        guard map.pools.contains(pool) else { return true }
        if map.removedSnapsQueue[pool]?.contains(snap) ?? false { return true }
        return try purgedRange(pool, holding: snap) != nil
    }

    func isPendingRemovedSnapshot(_ pool: Int64, _ snap: UInt64) -> Bool {
        pending.oldPools.contains(pool) || pending.newRemovedSnaps[pool]?.contains(snap) ?? false
    }

    /// Writes what this epoch purges, joined with what lies beside it.
    func encodePurgedSnaps(into transaction: inout StoreTransaction) throws {
        let release = try pendingMap().requireOSDRelease
        if release >= .octopus, !pending.newPurgedSnaps.isEmpty {
            transaction.put(
                SnapKey.prefix, SnapKey.purgedEpoch(pending.epoch).description,
                CephEncoder.encode(pending.newPurgedSnaps))
        }
        for (pool, snaps) in pending.newPurgedSnaps {
            for interval in snaps.intervals {
                try notePurged(pool, interval.start, interval.end, into: &transaction)
            }
        }
        for (pool, snaps) in pendingPseudoPurgedSnaps {
            for snap in snaps { try notePurged(pool, snap, snap &+ 1, into: &transaction) }
        }
    }

    private func notePurged(
        _ pool: Int64, _ begin: UInt64, _ end: UInt64, into transaction: inout StoreTransaction
    ) throws {
        var range = SnapRange(begin: begin, end: end, epoch: pending.epoch)
        if begin > 0, let before = try purgedRange(pool, holding: begin - 1) {
            transaction.erase(
                SnapKey.prefix, SnapKey.purgedSnap(pool: pool, last: before.end &- 1).description)
            range.begin = before.begin
        }
        if let after = try purgedRange(pool, holding: end) { range.end = after.end }
        transaction.put(
            SnapKey.prefix, SnapKey.purgedSnap(pool: pool, last: range.end &- 1).description,
            CephEncoder.encode(range))
    }

    /// Takes what all OSDs have purged out of the queue (`try_prune_purged_snaps`).
    /// - Parameter purged: by pool, as the manager's digest has it.
    /// - Returns: whether anything is to be proposed.
    func takePurgedSnaps(_ purged: CephMap<Int64, SnapIntervalSet>) throws -> Bool {
        guard pending.newPurgedSnaps.isEmpty else { return false }
        let most = settings.maxSnapPrunePerEpoch == 0 ? 100_000 : settings.maxSnapPrunePerEpoch
        var taken: UInt64 = 0
        for number in map.pools.keys {
            guard taken < most, let reported = purged[number], let queue = map.removedSnapsQueue[number]
            else {
                continue
            }
            var candidates = SnapIntervalSet()
            var size = taken
            for interval in reported.intervals {
                let known = try purgedRange(number, from: interval.start)
                // OSDs tell of what is known already: the rest may be as old.
                if let known, known.begin <= interval.start { break }
                let end = min(interval.end, known?.begin ?? interval.end)
                candidates.insert(interval.start, length: end - interval.start)
                size = size.addingReportingOverflow(end - interval.start).partialValue
                if size >= most { break }
            }
            let actual = candidates.intersection(queue)
            guard !actual.isEmpty else { continue }
            pending.newPurgedSnaps[number] = actual
            taken += actual.intervals.reduce(0) { $0 &+ $1.length }
        }
        return taken > 0
    }
}
