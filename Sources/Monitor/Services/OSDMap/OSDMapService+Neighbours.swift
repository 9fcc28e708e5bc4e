import CephEncoding
import CephTypes

// What the OSD map's service asks of other services. They adopt these protocols; one that is not there has
// nothing to say.

/// Keeps the keys that belong to OSDs (authentication, `config-key`).
protocol OSDSecretKeeper: PaxosService {
    /// - Returns: whether the OSD has exactly these already.
    /// - Throws: ``CommandError`` where they clash with what is kept.
    func checkOSDSecrets(_ secrets: OSDSecrets) throws -> Bool
    func addOSDSecrets(_ secrets: OSDSecrets) throws
    /// - Returns: whether anything changed.
    func removeOSDSecrets(of osd: Int32, uuid: CephUUID) throws -> Bool
}

/// Knows what lies in pools.
protocol PoolStatisticsSource: PaxosService {
    func statistics(ofPool pool: Int64) -> ObjectStatSum?
    /// Snapshots that all OSDs have purged, by pool.
    var purgedSnaps: CephMap<Int64, SnapIntervalSet> { get }
}

/// Uses pools, so that they must stay.
protocol PoolUser: PaxosService {
    /// Whether a pool is, or is about to be, in use.
    func usesPool(_ pool: Int64) -> Bool
}

extension OSDMapService {
    func isUsedByFileSystem(_ pool: Int64) -> Bool {
        monitor.services.contains { ($0 as? any PoolUser)?.usesPool(pool) ?? false }
    }

    private var statistics: (any PoolStatisticsSource)? {
        monitor.services.lazy.compactMap { $0 as? any PoolStatisticsSource }.first
    }

    /// How much lies in a pool; nil where nobody has said.
    func poolSum(_ pool: Int64) -> ObjectStatSum? { statistics?.statistics(ofPool: pool) }

    var reportedPurgedSnaps: CephMap<Int64, SnapIntervalSet> { statistics?.purgedSnaps ?? [:] }

    // MARK: Secrets

    private var secretKeepers: [any OSDSecretKeeper] {
        monitor.services.compactMap { $0 as? any OSDSecretKeeper }
    }

    /// - Parameter areKnown: the OSD is there already: its secrets must be the same.
    func checkSecrets(_ secrets: OSDSecrets, areKnown: Bool) throws {
        guard !secrets.isEmpty else { return }
        guard !secretKeepers.isEmpty else {
            throw CommandError(.notSupported, "nobody keeps secrets here: give them to `auth` instead")
        }
        for keeper in secretKeepers {
            guard keeper.isWriteable else { throw WaitForPending() }
            let isSame = try keeper.checkOSDSecrets(secrets)
            if areKnown, !isSame {
                throw CommandError(.exists, "osd.\(secrets.osd) exists but secrets do not match")
            }
        }
    }

    func addSecrets(_ secrets: OSDSecrets) throws {
        guard !secrets.isEmpty else { return }
        for keeper in secretKeepers {
            try keeper.addOSDSecrets(secrets)
            keeper.proposeNow()
        }
    }

    func removeSecrets(of osd: Int32, uuid: CephUUID) throws {
        for keeper in secretKeepers {
            guard keeper.isWriteable else { throw WaitForPending() }
        }
        for keeper in secretKeepers {
            if try keeper.removeOSDSecrets(of: osd, uuid: uuid) { keeper.proposeNow() }
        }
    }
}
