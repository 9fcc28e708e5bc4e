import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

// The first epoch that requires a newer release changes what older OSDs needed.

extension OSDMapService {
    func convertForNewRelease(
        _ next: OSDMap, _ nextCreating: CreatingPGs, into transaction: inout StoreTransaction
    ) throws {
        // A new cluster begins with a whole map.
        guard pending.fullMap.readableBytes == 0 else { return }
        let (old, new) = (map.requireOSDRelease, next.requireOSDRelease)
        if old < .nautilus, new >= .nautilus {
            for number in next.pools.keys where nextCreating.isCreating(number) {
                pending.withPool(number, of: next) { $0.flags.insert(.creating) }
            }
            for (address, time) in next.blocklist {
                pending.newBlocklist[address.with(kind: .any)] = time
                pending.oldBlocklist.append(address)
            }
        }
        guard old < .octopus, new >= .octopus else { return }
        for (number, pool) in next.pools {
            let mode = PGPool.CacheMode(rawValue: pool.cacheMode)
            if mode == .forward {
                pending.withPool(number, of: next) { $0.cacheMode = PGPool.CacheMode.proxy.rawValue }
            } else if mode == .readforward {
                pending.withPool(number, of: next) { $0.cacheMode = PGPool.CacheMode.readproxy.rawValue }
            }
            if !pool.removedSnaps.isEmpty {
                pending.withPool(number, of: next) { $0.removedSnaps = SnapIntervalSet() }
            }
        }
        try combinePurgedSnaps(into: &transaction)
    }

    /// All snapshots that were purged before octopus count as purged in the epoch before this one.
    private func combinePurgedSnaps(into transaction: inout StoreTransaction) throws {
        var combined: CephMap<Int64, SnapIntervalSet> = [:]
        try store.forEach(prefix: SnapKey.prefix) { _, key, value in
            let name = String(cephBytes: key)
            guard case .purgedSnap(let pool, _)? = SnapKey(name) else { return true }
            let range = try CephDecoder.decode(
                SnapRange.self, from: ByteBuffer(bytes: value), named: "\(SnapKey.prefix)/\(name)")
            if range.end > range.begin {
                combined[pool, default: SnapIntervalSet()].insert(
                    range.begin, length: range.end - range.begin)
            }
            return true
        }
        if !combined.isEmpty {
            transaction.put(
                SnapKey.prefix, SnapKey.purgedEpoch(pending.epoch &- 1).description,
                CephEncoder.encode(combined))
        }
        transaction.eraseRange(SnapKey.prefix, from: "removed_snap_", to: "removed_snap`")
        transaction.eraseRange(SnapKey.prefix, from: "removed_epoch_", to: "removed_epoch`")
    }
}
