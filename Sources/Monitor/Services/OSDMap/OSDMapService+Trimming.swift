import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

// Old maps go when all groups have been clean since, and all OSDs have newer ones. While that is not so, full
// maps are pruned: only each tenth is kept, the others can be made of it (doc/dev/mon-osdmap-prune.rst).

extension OSDMapService {
    func firstNeededEpoch() throws -> UInt64 {
        guard monitor.isInQuorum, creating.pgs.isEmpty, !settings.blocksTrim else { return 0 }
        var floor = UInt64(minLastEpochClean)
        let forced = settings.forceTrimTo
        if forced > 0, UInt64(forced) < lastCommitted { floor = UInt64(forced) }
        let kept = settings.minOSDMapEpochs
        if floor.addingReportingOverflow(kept).partialValue > lastCommitted {
            floor = kept < lastCommitted ? lastCommitted - kept : 0
        }
        return floor > firstCommitted ? floor : 0
    }

    /// The oldest epoch that anybody may still need.
    var minLastEpochClean: UInt32 {
        osdEpochs.values.reduce(lastEpochClean.lowerBound(map), min)
    }

    /// The first map that stays must be there as a whole.
    func encodeFirstStaying(into transaction: inout StoreTransaction, first: UInt64) throws {
        guard let full = try fullMap(first) else {
            throw MonitorStartError("osdmap/full_\(first), the first map that stays, cannot be made")
        }
        transaction.put(name, fullKey(first), full)
        guard var manifest, first > manifest.firstPinned else { return }
        manifest.pinned.insert(first)
        manifest.pinned = CephSet(manifest.pinned.filter { $0 >= first })
        if manifest.pinned.count == 1 || manifest.lastPinned == first + 1 {
            transaction.erase(name, Self.manifestKey)
        } else {
            transaction.put(name, Self.manifestKey, CephEncoder.encode(manifest))
        }
    }

    /// Where epochs that may be pruned end.
    private var lastToPin: UInt64 {
        lastCommitted > settings.minOSDMapEpochs ? lastCommitted - settings.minOSDMapEpochs : 0
    }

    var shouldPrune: Bool {
        guard settings.isPruneEnabled, pruneOptionsMakeSense,
            lastCommitted - firstCommitted > settings.minOSDMapEpochs, lastToPin > firstCommitted,
            lastToPin - firstCommitted >= settings.pruneMin
        else { return false }
        let lastPinned = manifest?.lastPinned ?? 0
        return lastPinned + settings.pruneInterval <= lastToPin
    }

    private var pruneOptionsMakeSense: Bool {
        let interval = settings.pruneInterval
        return interval > 1 && interval <= settings.pruneMin && settings.pruneTransactionSize >= interval - 1
    }

    /// Erases full maps between pinned ones, as many as one transaction takes (`do_prune`).
    func prune(into transaction: inout StoreTransaction) throws {
        guard shouldPrune else { return }
        var manifest = self.manifest ?? OSDMapManifest()
        manifest.pinned.insert(self.manifest?.lastPinned ?? firstCommitted)
        let interval = settings.pruneInterval
        var pruned: UInt64 = 0
        while pruned + interval - 1 <= settings.pruneTransactionSize {
            let last = manifest.lastPinned
            let next = last + interval
            guard next <= lastToPin, try value(fullKey(last)) != nil, try value(fullKey(next)) != nil else {
                break
            }
            manifest.pinned.insert(next)
            for version in (last + 1)..<next {
                transaction.erase(name, fullKey(version))
                pruned += 1
            }
        }
        guard pruned > 0 else { return }
        environment.log(1, .mon, "osdmap full prune encoded e\(pending.epoch)")
        transaction.put(name, Self.manifestKey, CephEncoder.encode(manifest))
    }
}
