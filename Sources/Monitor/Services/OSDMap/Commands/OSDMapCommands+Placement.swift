import CephEncoding
import CephTypes

// Placements by decree.

extension OSDMapService {
    static let placementCommands: [Command] = [
        .write(
            "osd pg-temp name=pgid,type=CephPgid name=id,type=CephOsdName,n=N,req=false",
            help: "set pg_temp mapping pgid:[<id> [<id>...]] (developers only)", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.setPGTemp(call) }
        },
        .write(
            "osd primary-temp name=pgid,type=CephPgid name=id,type=CephOsdName",
            help: "set primary_temp mapping pgid:<id>|-1 (developers only)", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.setPrimaryTemp(call)
        },
        .write(
            "osd pg-upmap name=pgid,type=CephPgid name=id,type=CephOsdName,n=N",
            help: "set pg_upmap mapping <pgid>:[<id> [<id>...]] (developers only)", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.setUpmap(call) }
        },
        .write(
            "osd rm-pg-upmap name=pgid,type=CephPgid",
            help: "clear pg_upmap mapping for <pgid> (developers only)", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting {
                let pg = try service.upmapGroup(call)
                try service.checkNothingPending(pg, items: false)
                service.pending.oldPGUpmap.insert(pg)
                return .propose("clear \(pg) pg_upmap mapping")
            }
        },
        .write(
            "osd pg-upmap-items name=pgid,type=CephPgid name=id,type=CephOsdName,n=N",
            help: "set pg_upmap_items mapping <pgid>:{<id> to <id>, [...]} (developers only)", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.setUpmapItems(call) }
        },
        .write(
            "osd rm-pg-upmap-items name=pgid,type=CephPgid",
            help: "clear pg_upmap_items mapping for <pgid> (developers only)", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting {
                let pg = try service.upmapGroup(call)
                try service.checkNothingPending(pg, items: true)
                service.pending.oldPGUpmapItems.insert(pg)
                return .propose("clear \(pg) pg_upmap_items mapping")
            }
        },
        .write(
            "osd force-create-pg name=pgid,type=CephPgid name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "force creation of pg <pgid>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.forceCreate(call)
        },
    ]

    /// A group that its pool has.
    private func existingGroup(_ call: CommandCall) throws -> (pg: PGID, pool: PGPool) {
        let pg = try Self.pg(call)
        guard map.pgExists(pg), let pool = map.pools[pg.pool] else {
            throw CommandError(.noEntry, "pg \(pg) does not exist")
        }
        return (pg, pool)
    }

    private func checkCount(_ count: Int, _ pool: PGPool) throws {
        guard count >= Int(pool.minSize) else {
            throw CommandError(
                .invalid, "num of osds (\(count)) < pool min size (\(pool.minSize))")
        }
        guard count <= Int(pool.size) else {
            throw CommandError(.invalid, "num of osds (\(count)) > pool size (\(pool.size))")
        }
    }

    private func checkExists(_ osd: Int32) throws {
        guard map.exists(osd) else { throw CommandError(.noEntry, "osd.\(osd) does not exist") }
    }

    private func setPGTemp(_ call: CommandCall) throws -> CommandOutcome {
        let (pg, pool) = try existingGroup(call)
        guard pending.newPGTemp[pg] == nil else { throw WaitForPending() }
        let osds = try call.arguments.has("id") ? Self.osds(call) : []
        if osds.isEmpty {
            pending.newPGTemp[pg] = []
            return .propose("done cleaning up pg_temp of \(pg)")
        }
        for osd in osds { try checkExists(osd) }
        try checkCount(osds.count, pool)
        pending.newPGTemp[pg] = osds
        return .propose("set \(pg) pg_temp mapping to \(osds.inBrackets)")
    }

    private func setPrimaryTemp(_ call: CommandCall) throws -> CommandOutcome {
        let pg = try existingGroup(call).pg
        let osd = try Self.requiredOSD(call)
        if osd != -1 { try checkExists(osd) }
        try requireFirefly(for: "primary-temp")
        pending.newPrimaryTemp[pg] = osd
        return .propose("set \(pg) primary_temp mapping to \(osd)")
    }

    // MARK: Upmaps

    /// The group of a command on upmaps, which old clients would not follow.
    private func upmapGroup(_ call: CommandCall) throws -> PGID {
        guard map.requireMinCompatClient >= .luminous else {
            throw CommandError(
                .operationNotPermitted,
                "min_compat_client \(map.requireMinCompatClient) < luminous, which is required for pg-upmap."
                    + " Try 'ceph osd set-require-min-compat-client luminous' before using the new interface")
        }
        try checkClusterFeatures(.osdMapPGUpmap)
        let pg = try existingGroup(call).pg
        guard !pending.oldPools.contains(pg.pool) else {
            throw CommandError(.noEntry, "pool of \(pg) is pending removal")
        }
        return pg
    }

    private func checkNothingPending(_ pg: PGID, items: Bool) throws {
        let isPending =
            items
            ? pending.newPGUpmapItems.contains(pg) || pending.oldPGUpmapItems.contains(pg)
            : pending.newPGUpmap.contains(pg) || pending.oldPGUpmap.contains(pg)
        if isPending { throw WaitForPending() }
    }

    private func setUpmap(_ call: CommandCall) throws -> CommandOutcome {
        let pg = try upmapGroup(call)
        try checkNothingPending(pg, items: false)
        let wanted = try Self.osds(call)
        if let pool = map.pools[pg.pool] { try checkCount(wanted.count, pool) }
        var osds: [Int32] = []
        var words = ""
        for osd in wanted {
            if osd != CrushMapper.none { try checkExists(osd) }
            if osds.contains(osd) {
                words += "osd.\(osd) already exists, "
            } else {
                osds.append(osd)
            }
        }
        guard !osds.isEmpty else {
            throw CommandError(.invalid, words + "no valid upmap items(pairs) is specified")
        }
        pending.newPGUpmap[pg] = osds
        return .propose(words + "set \(pg) pg_upmap mapping to \(osds.inBrackets)")
    }

    private func setUpmapItems(_ call: CommandCall) throws -> CommandOutcome {
        let pg = try upmapGroup(call)
        try checkNothingPending(pg, items: true)
        let osds = try Self.osds(call)
        guard osds.count % 2 == 0 else {
            throw CommandError(.invalid, "you must specify pairs of osd ids to be remapped")
        }
        let size = map.pools[pg.pool].map { Int($0.size) } ?? 0
        guard osds.count / 2 <= size else {
            throw CommandError(.invalid, "num of osd pairs (\(osds.count / 2)) > pool size (\(size))")
        }
        var items: [Pair<Int32, Int32>] = []
        var words = ""
        for place in stride(from: 0, to: osds.count, by: 2) {
            let (from, to) = (osds[place], osds[place + 1])
            if from == to {
                words += "from osd.\(from) == to osd.\(to), "
                continue
            }
            try checkExists(from)
            if to != CrushMapper.none { try checkExists(to) }
            let item = Pair(from, to)
            if items.contains(item) {
                words += "osd.\(from) -> osd.\(to) already exists, "
            } else {
                items.append(item)
            }
        }
        guard !items.isEmpty else {
            throw CommandError(.invalid, words + "no valid upmap items(pairs) is specified")
        }
        pending.newPGUpmapItems[pg] = items
        let list = items.map { "\($0.first)->\($0.second)" }.joined(separator: ",")
        return .propose(words + "set \(pg) pg_upmap_items mapping to [\(list)]")
    }

    // MARK: Lost groups

    private func forceCreate(_ call: CommandCall) throws -> CommandOutcome {
        let pg = try Self.pg(call)
        guard map.pgExists(pg) else { throw CommandError(.noEntry, "pg \(pg) should not exist") }
        guard try call.isSure() else {
            throw CommandError(
                .operationNotPermitted,
                "This command will recreate a lost (as in data lost) PG with data in it, such that the"
                    + " cluster will give up ever trying to recover the lost data.  Do this only if you are"
                    + " certain that all copies of the PG are in fact lost and you are willing to accept"
                    + " that the data is permanently destroyed.  Pass --yes-i-really-mean-it to proceed.")
        }
        guard creating.pgs[pg] == nil else { return .say("pg \(pg) already creating") }
        var info = CreatingPGs.PG()
        info.createEpoch = map.epoch
        info.createStamp = environment.now
        creating.pgs[pg] = info
        // OSDs must not ignore it, and the number of groups stays until it is there.
        withPendingPool(pg.pool) { $0.flags.insert(.creating) }
        return .propose("pg \(pg) now creating, ok")
    }
}
