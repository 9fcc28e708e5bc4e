import CephEncoding
import CephTypes

// `ceph fs new`, and which pools may serve (src/mon/FSCommands.cc).

extension MDSMapService {
    /// What a pool is to be used for.
    enum PoolUse {
        case metadata
        case defaultData
        case extraData
    }

    func newFilesystem(_ call: CommandCall) throws -> CommandOutcome {
        let osdMap = osdMaps.map
        let metadata = try pool("metadata", call, in: osdMap)
        let data = try pool("data", call, in: osdMap)
        guard data.number != 0 else {
            throw CommandError(
                .invalid,
                "pool '\(data.name)' has id 0, which CephFS does not allow. "
                    + "Use another pool or recreate it to get a non-zero pool id.")
        }
        let name = try call.arguments.string("fs_name") ?? ""
        guard !name.isEmpty else { throw CommandError(.invalid, "Filesystem name may not be empty") }
        if let known = pending.filesystem(named: name)?.mdsMap {
            guard known.dataPools.first == data.number, known.metadataPool == metadata.number else {
                throw CommandError(.invalid, "filesystem already exists with name '\(name)'")
            }
            return .propose(CommandReply(status: "filesystem '\(name)' already exists"), now: true)
        }
        let isForced = try call.arguments.bool("force")
        try checkNew(name, call, metadata: metadata, data: data.number, isForced: isForced)
        let fscid = try newFSCID(call, isForced: isForced)
        var remarks = ""
        try checkPool(data.number, for: .defaultData, in: osdMap, isForced: isForced, &remarks)
        try checkPool(metadata.number, for: .metadata, in: osdMap, isForced: isForced, &remarks)
        return try withOSDMaps(for: call) { osdMaps in
            osdMaps.tag(pool: data.number, as: "data", of: name)
            osdMaps.tag(pool: metadata.number, as: "metadata", of: name)
            osdMaps.prepareMetadataPool(metadata.number)
            osdMaps.proposeNow()
            let recovers = try call.arguments.bool("recover")
            let created = pending.createFilesystem(
                named: name, metadataPool: metadata.number, dataPool: data.number, fscid: fscid,
                recover: recovers, at: environment.now)
            if !recovers { assignFirstRank(of: created, name) }
            remarks += "new fs with metadata pool \(metadata.number) and data pool \(data.number)"
            return .propose(CommandReply(status: remarks), now: true)
        }
    }

    private func pool(
        _ argument: String, _ call: CommandCall, in map: OSDMap
    ) throws -> (name: String, number: Int64) {
        let name = try call.arguments.string(argument) ?? ""
        guard let number = map.pool(named: name) else {
            throw CommandError(.noEntry, "pool '\(name)' does not exist")
        }
        return (name, number)
    }

    private func checkNew(
        _ name: String, _ call: CommandCall, metadata: (name: String, number: Int64), data: Int64,
        isForced: Bool
    ) throws {
        if !isForced, objectCount(ofPool: metadata.number) > 0 {
            throw CommandError(
                .invalid,
                "pool '\(metadata.name)' already contains some objects. Use an empty pool instead.")
        }
        guard pending.filesystems.isEmpty || pending.enableMultiple else {
            throw CommandError(
                .invalid,
                "Creation of multiple filesystems is disabled.  To enable this experimental feature, use "
                    + "'ceph fs flag set enable_multiple true'")
        }
        let overlays = try call.arguments.bool("allow_dangerous_metadata_overlay")
        let isUsed = pending.filesystems.values.contains {
            $0.mdsMap.isDataPool(data) || $0.mdsMap.metadataPool == metadata.number
        }
        guard overlays || !isUsed else {
            throw CommandError(
                .exists,
                "Filesystem '\(name)' is already using one of the specified RADOS pools. This should ONLY be"
                    + " done in emergencies and after careful reading of the documentation."
                    + " Pass --allow-dangerous-metadata-overlay to permit this.")
        }
    }

    /// The id that is asked for; ids have 32 bits.
    private func newFSCID(_ call: CommandCall, isForced: Bool) throws -> Int32? {
        guard let wanted = try call.arguments.int("fscid") else { return nil }
        guard isForced else {
            throw CommandError(.invalid, "Pass --force to create a file system with a specific ID")
        }
        guard let fscid = Int32(exactly: wanted), fscid >= 0 else {
            throw CommandError(.invalid, "file system ID '\(wanted)' is out of range")
        }
        guard !pending.filesystems.contains(fscid) else {
            throw CommandError(.invalid, "filesystem already exists with id '\(wanted)'")
        }
        return fscid
    }

    /// At once, so that nobody is warned of a file system without a server.
    private func assignFirstRank(of fscid: Int32, _ name: String) {
        guard let standby = pending.replacement(for: MDSRole(fscid: fscid, rank: 0)) else { return }
        monitor.clusterLog(.info, "\(standby.humanName) assigned to filesystem \(name) as rank 0")
        pending.promote(standby.globalID, in: fscid, rank: 0)
    }

    /// What the manager last said.
    private func objectCount(ofPool pool: Int64) -> Int64 {
        osdMaps.poolSum(pool)?.numObjects ?? 0
    }
}

extension MDSMapService {
    /// - Parameter remarks: gets what the caller should know, even if the pool is refused.
    /// - Throws: if a pool cannot serve (`_check_pool`).
    func checkPool(
        _ number: Int64, for use: PoolUse, in map: OSDMap, isForced: Bool = false,
        _ remarks: inout String
    ) throws {
        let said = remarks
        func refuse(_ error: ErrorNumber, _ text: String) -> CommandError {
            CommandError(error, said + text)
        }
        guard let pool = map.pools[number] else {
            throw refuse(.noEntry, "pool id '\(number)' does not exist")
        }
        guard pool.snaps.isEmpty else {
            throw refuse(
                .notSupported, "pool(\(number)) already has mon-managed snaps; can't attach pool to fs")
        }
        let name = map.poolNames[number] ?? ""
        let label = "'\(name)' (id '\(number)')"
        if pool.isErasure, let reason = erasureProblem(pool, name, label, use, in: map, isForced: isForced) {
            throw refuse(.invalid, reason)
        }
        guard !pool.isTier else {
            throw refuse(.invalid, " pool \(label) is already in use as a cache tier.")
        }
        let applications = pool.applicationMetadata
        guard isForced || applications.isEmpty || applications.contains("cephfs") else {
            throw refuse(.invalid, " pool \(label) has a non-CephFS application enabled.")
        }
        if use != .metadata, pool.autoscaleMode == PGPool.AutoscaleMode.on.rawValue,
            !pool.flags.contains(.bulk)
        {
            remarks += """
                  Pool \(label) has pg autoscale mode 'on' but is not marked as bulk.
                  Consider setting the flag by running
                    # ceph osd pool set \(name) bulk true

                """
        }
    }

    private func erasureProblem(
        _ pool: PGPool, _ name: String, _ label: String, _ use: PoolUse, in map: OSDMap, isForced: Bool
    ) -> String? {
        let what = "pool \(label) is an erasure-coded pool"
        if use == .metadata {
            return what + ".  Use of erasure-coded pools for CephFS metadata is not permitted"
        }
        if use == .defaultData, !isForced {
            return what
                + ". Use of an EC pool for the default data pool is discouraged; see the online CephFS"
                + " documentation for more information. Use --force to override."
        }
        guard !pool.flags.contains(.ecOverwrites) else { return nil }
        // A cache in front of it can take the overwrites, if it takes writes at all.
        guard !pool.tiers.isEmpty, pool.readTier >= 0, pool.writeTier >= 0 else {
            return what + ", with no overwrite support"
        }
        let forwarding: [PGPool.CacheMode] = [.forward, .readonly]
        guard let tier = map.pools[pool.writeTier], let mode = PGPool.CacheMode(rawValue: tier.cacheMode),
            !forwarding.contains(mode)
        else {
            return "EC pool '\(name)' has a write tier (\(map.poolNames[pool.writeTier] ?? ""))"
                + " that is configured to forward writes.  Use a cache mode such as 'writeback' for CephFS"
        }
        return nil
    }
}
