import CephEncoding
import CephTypes

// Pools come, go, and get other names and limits.

extension OSDMapService {
    static let poolCommands: [Command] = [
        .write(
            "osd pool create name=pool,type=CephPoolname name=pg_num,type=CephInt,range=0,req=false"
                + " name=pgp_num,type=CephInt,range=0,req=false"
                + " name=pool_type,type=CephChoices,strings=replicated|erasure,req=false"
                + " name=erasure_code_profile,type=CephString,req=false,goodchars=[A-Za-z0-9-_.]"
                + " name=rule,type=CephString,req=false"
                + " name=expected_num_objects,type=CephInt,range=0,req=false"
                + " name=size,type=CephInt,range=0,req=false"
                + " name=pg_num_min,type=CephInt,range=0,req=false"
                + " name=pg_num_max,type=CephInt,range=0,req=false"
                + " name=autoscale_mode,type=CephChoices,strings=on|off|warn,req=false"
                + " name=bulk,type=CephBool,req=false"
                + " name=target_size_bytes,type=CephInt,range=0,req=false"
                + " name=target_size_ratio,type=CephFloat,range=0.0,req=false",
            help: "create pool", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.createPool(call) }
        },
        deletion("osd pool delete", help: "delete pool", flags: .deprecated),
        deletion("osd pool rm", help: "remove pool"),
        .write(
            "osd pool rename name=srcpool,type=CephPoolname name=destpool,type=CephPoolname",
            help: "rename <srcpool> to <destpool>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.renamePool(call)
        },
        .write(
            "osd pool set name=pool,type=CephPoolname name=var,type=CephChoices,strings="
                + "size|min_size|pg_num|pgp_num|pgp_num_actual|crush_rule|hashpspool|nodelete|nopgchange"
                + "|nosizechange|write_fadvise_dontneed|noscrub|nodeep-scrub|hit_set_type|hit_set_period"
                + "|hit_set_count|hit_set_fpp|use_gmt_hitset|target_max_bytes|target_max_objects"
                + "|cache_target_dirty_ratio|cache_target_dirty_high_ratio|cache_target_full_ratio"
                + "|cache_min_flush_age|cache_min_evict_age|min_read_recency_for_promote"
                + "|min_write_recency_for_promote|fast_read|hit_set_grade_decay_rate|hit_set_search_last_n"
                + poolOptionNames
                + " name=val,type=CephString name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "set pool parameter <var> to <val>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.setPoolVariable(call) }
        },
        .write(
            "osd pool set-quota name=pool,type=CephPoolname"
                + " name=field,type=CephChoices,strings=max_objects|max_bytes name=val,type=CephString",
            help: "set object or byte limit on pool", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.setQuota(call)
        },
    ]

    private static func deletion(
        _ words: String, help: String, flags: CommandDescription.Flags = []
    ) -> Command {
        .write(
            words + " name=pool,type=CephPoolname name=pool2,type=CephPoolname,req=false"
                + " name=yes_i_really_really_mean_it,type=CephBool,req=false"
                + " name=yes_i_really_really_mean_it_not_faking,type=CephBool,req=false",
            help: help, module: "osd", flags: flags
        ) { (service: OSDMapService, call) in
            try service.waiting { try service.deletePool(call) }
        }
    }

    /// Runs `body`; where it has to wait for what is pending, it is tried again behind the next commit.
    func waiting(_ body: () throws -> CommandOutcome) throws -> CommandOutcome {
        do {
            return try body()
        } catch is WaitForPending {
            return .retryAfterCommit()
        }
    }

    private func createPool(_ call: CommandCall) throws -> CommandOutcome {
        let arguments = call.arguments
        guard let name = try arguments.string("pool") else { throw CommandError.silent }
        var wanted = NewPool(name: name)
        let given = try arguments.string("pool_type") ?? ""
        let type = given.isEmpty ? settings.string("osd_pool_default_type", "replicated") : given
        if let number = map.pool(named: wanted.name), let existing = map.pools[number] {
            guard type == existing.typeName else {
                throw CommandError(.invalid, "pool '\(wanted.name)' cannot change to type \(type)")
            }
            return .say("pool '\(wanted.name)' already exists")
        }
        guard type == "replicated" || type == "erasure" else {
            throw CommandError(.invalid, "unknown pool type '\(type)'")
        }
        wanted.isErasure = type == "erasure"
        wanted.pgNum = try arguments.int("pg_num") ?? 0
        wanted.pgpNum = try arguments.int("pgp_num") ?? wanted.pgNum
        wanted.pgNumMin = try arguments.int("pg_num_min") ?? 0
        wanted.pgNumMax = try arguments.int("pg_num_max") ?? 0
        try readRule(&wanted, arguments)
        guard wanted.expectedObjects >= 0 else {
            throw CommandError(.invalid, "'expected_num_objects' must be non-negative")
        }
        try checkFileStore(wanted, isSure: call.isSure())
        if let fastRead = try arguments.int("fast_read"), fastRead >= 0 { wanted.fastRead = fastRead > 0 }
        wanted.size = try arguments.int("size") ?? 0
        wanted.targetSizeBytes = try arguments.int("target_size_bytes") ?? 0
        wanted.targetSizeRatio = try arguments.float("target_size_ratio") ?? 0
        wanted.autoscaleMode = try arguments.string("autoscale_mode") ?? ""
        wanted.isBulk = try arguments.bool("bulk")
        try addPool(wanted)
        return .propose("pool '\(wanted.name)' created")
    }

    /// Rule and profile: the command line puts a replicated pool's rule where the profile would be, and the
    /// number of objects where the rule would be.
    private func readRule(_ wanted: inout NewPool, _ arguments: CommandArguments) throws {
        wanted.ruleName = try arguments.string("rule") ?? ""
        wanted.profile = try arguments.string("erasure_code_profile") ?? ""
        var isImplicit = false
        if wanted.isErasure {
            if wanted.profile.isEmpty { wanted.profile = "default" }
            if wanted.profile == "default", map.erasureCodeProfiles["default"] == nil {
                if !pending.addsProfile("default") { pending.setProfile("default", defaultProfile) }
                throw WaitForPending()
            }
            if wanted.ruleName.isEmpty {
                isImplicit = true
                wanted.ruleName = wanted.profile == "default" ? "erasure-code" : wanted.name
            }
            wanted.expectedObjects = try arguments.int("expected_num_objects") ?? 0
        } else if wanted.profile.isEmpty {
            wanted.expectedObjects = try arguments.int("expected_num_objects") ?? 0
        } else {
            if !wanted.ruleName.isEmpty {
                do {
                    wanted.expectedObjects = try CephNumberText.integer(wanted.ruleName)
                } catch {
                    throw CommandError(
                        .invalid, "error parsing integer value '\(wanted.ruleName)': \(error)")
                }
            }
            wanted.ruleName = wanted.profile
        }
        if !isImplicit, !wanted.ruleName.isEmpty { _ = try rule(named: wanted.ruleName) }
    }

    /// OSDs that keep objects as files want to know how many there will be.
    private func checkFileStore(_ wanted: NewPool, isSure: Bool) throws {
        let threshold = settings.int("filestore_merge_threshold", -10)
        let hasFileStore = try map.osdNumbers.contains {
            try map.exists($0) && metadata(of: $0)?["osd_objectstore"] == "filestore"
        }
        guard hasFileStore else { return }
        if wanted.expectedObjects > 0, threshold > 0 {
            throw CommandError(
                .invalid, "'expected_num_objects' requires 'filestore_merge_threshold < 0'")
        }
        let osds = Int64(map.osdCount)
        if wanted.expectedObjects == 0, threshold < 0, !isSure, osds > 0,
            wanted.pgNum >= 1024 || wanted.pgNum / osds >= 100
        {
            throw CommandError(
                .operationNotPermitted,
                "For better initial performance on pools expected to store a large number of objects,"
                    + " consider supplying the expected_num_objects parameter when creating the pool."
                    + " Pass --yes-i-really-mean-it to ignore it")
        }
    }

    private func renamePool(_ call: CommandCall) throws -> CommandOutcome {
        let source = try call.arguments.required("srcpool")
        let target = try call.arguments.required("destpool")
        let targetExists = map.pool(named: target) != nil
        guard let number = map.pool(named: source) else {
            guard targetExists else { throw CommandError(.noEntry, "unrecognized pool '\(source)'") }
            return .say(
                "pool '\(source)' does not exist; pool '\(target)' does -- assuming successful rename")
        }
        guard !targetExists else { throw CommandError(.exists, "pool '\(target)' already exists") }
        func failed(_ number: ErrorNumber) -> CommandError {
            let reason = CommandError.plain(number).status
            return CommandError(number, "failed to rename pool '\(source)' to '\(target)': \(reason)")
        }
        if pending.oldPools.contains(number) { throw failed(.noEntry) }
        if pending.newPoolNames.contains(where: { $0.value == target && $0.key != number }) {
            throw failed(.exists)
        }
        pending.newPoolNames[number] = target
        return .propose("pool '\(source)' renamed to '\(target)'")
    }

    private func setQuota(_ call: CommandCall) throws -> CommandOutcome {
        let (number, _, name) = try pool(call)
        let field = try call.arguments.required("field")
        let text = try call.arguments.required("val")
        guard field == "max_objects" || field == "max_bytes" else {
            throw CommandError(
                .invalid, "unrecognized field '\(field)'; should be 'max_bytes' or 'max_objects'")
        }
        let value: UInt64
        do {
            value =
                field == "max_bytes" ? try CephNumberText.bytes(text) : try CephNumberText.count(text)
        } catch {
            throw CommandError(.invalid, "error parsing value '\(text)': \(error)")
        }
        withPendingPool(number) { pool in
            if field == "max_bytes" { pool.quotaMaxBytes = value } else { pool.quotaMaxObjects = value }
        }
        return .propose("set-quota \(field) = \(Int64(bitPattern: value)) for pool \(name)")
    }
}
