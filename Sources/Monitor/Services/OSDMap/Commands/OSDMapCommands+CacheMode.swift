import CephEncoding
import CephTypes

extension OSDMapService {
    func setCacheMode(_ call: CommandCall) throws -> CommandOutcome {
        try checkClusterFeatures(.osdCachePool)
        let (number, pool, name) = try pool(call)
        guard pool.isTier else { throw CommandError(.invalid, "pool '\(name)' is not a tier") }
        let modeName = try call.arguments.required("mode")
        guard let mode = PGPool.CacheMode(named: modeName) else {
            throw CommandError(.invalid, "'\(modeName)' is not a valid cache mode")
        }
        try checkSupported(mode, isSure: call.isSure())
        let done = "set cache-mode for pool '\(name)' to \(mode.name)"
        let isPending = pending.newPools[number].map { $0.cacheMode != pool.cacheMode } ?? false
        if pool.cacheMode == mode.rawValue, !isPending { return .say(done) }
        try checkTransition(from: pool, to: mode, number, name)
        withPendingPool(number) {
            $0.cacheMode = mode.rawValue
            $0.flags.insert(.incompleteClones)
        }
        guard mode == .none, let base = map.pools[pool.tierOf],
            base.readTier == number || base.writeTier == number
        else { return .propose(done) }
        return .propose(done + " (WARNING: pool is still configured as read or write tier)")
    }

    private func checkSupported(_ mode: PGPool.CacheMode, isSure: Bool) throws {
        switch mode {
        case .forward, .readforward:
            throw CommandError(
                .operationNotPermitted, "'\(mode.name)' is no longer a supported cache mode")
        case .readonly where !isSure:
            throw CommandError(
                .operationNotPermitted,
                "'\(mode.name)' is not a well-supported cache mode and may corrupt your data."
                    + "  pass --yes-i-really-mean-it to force.")
        default: break
        }
    }

    /// A tier that may hold changes must not stop being one that writes them back.
    private func checkTransition(
        from pool: PGPool, to mode: PGPool.CacheMode, _ number: Int64, _ name: String
    ) throws {
        let old = PGPool.CacheMode(rawValue: pool.cacheMode) ?? .none
        if old == .writeback, mode != .proxy, mode != .readproxy {
            throw CommandError(
                .invalid,
                "unable to set cache-mode '\(mode.name)' on a '\(old.name)' pool;"
                    + " only 'proxy','readproxy' allowed.")
        }
        let harmless: [PGPool.CacheMode: Set<PGPool.CacheMode>] = [
            .readforward: [.writeback, .proxy, .readproxy], .readproxy: [.writeback, .proxy],
            .proxy: [.writeback, .readproxy], .forward: [.writeback, .proxy, .readproxy],
        ]
        guard let allowed = harmless[old], !allowed.contains(mode) else { return }
        if let sum = poolSum(number), sum.numObjectsDirty > 0 {
            throw CommandError(
                .busy,
                "unable to set cache-mode '\(mode.name)' on pool '\(name)': dirty objects found")
        }
    }
}
