import CephEncoding
import CephTypes

// What pools there are, and how they are set up.

extension OSDMapService {
    static let poolReadCommands: [Command] = [
        .read("osd lspools", help: "list pools", module: "osd", flags: .deprecated) {
            (service: OSDMapService, call) in
            let names = service.map.pools.keys.map { ($0, service.map.poolNames[$0] ?? "") }
            return call.reply(plain: names.map { "\($0.0) \($0.1)" }.joined(separator: "\n")) { formatter in
                formatter.array("pools") { list in
                    for (number, name) in names {
                        list.object("pool") {
                            $0.int("poolnum", number)
                            $0.string("poolname", name)
                        }
                    }
                }
            }.byLines
        },
        .read(
            "osd pool ls name=detail,type=CephChoices,strings=detail,req=false", help: "list pools",
            module: "osd"
        ) { (service: OSDMapService, call) in
            service.listPools(call, inDetail: try call.arguments.string("detail") == "detail")
        },
        .read(
            "osd pool get name=pool,type=CephPoolname name=var,type=CephChoices,strings="
                + "size|min_size|pg_num|pgp_num|crush_rule|hashpspool|nodelete|nopgchange|nosizechange"
                + "|write_fadvise_dontneed|noscrub|nodeep-scrub|hit_set_type|hit_set_period|hit_set_count"
                + "|hit_set_fpp|use_gmt_hitset|target_max_objects|target_max_bytes|cache_target_dirty_ratio"
                + "|cache_target_dirty_high_ratio|cache_target_full_ratio|cache_min_flush_age"
                + "|cache_min_evict_age|erasure_code_profile|min_read_recency_for_promote|all"
                + "|min_write_recency_for_promote|fast_read|hit_set_grade_decay_rate|hit_set_search_last_n"
                + poolOptionNames,
            help: "get pool parameter <var>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.getVariable(call)
        },
        .read(
            "osd pool get-quota name=pool,type=CephPoolname",
            help: "obtain object or byte limits for pool", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.getQuota(call)
        },
        .read(
            "osd pool application get name=pool,type=CephPoolname,req=fasle name=app,type=CephString,req=false"
                + " name=key,type=CephString,req=false",
            help: "get value of key <key> of application <app> on pool <poolname>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.getApplication(call)
        },
    ]

    /// The names that `get` and `set` have in common at their ends.
    static let poolOptionNames =
        "|scrub_min_interval|scrub_max_interval|deep_scrub_interval|recovery_priority"
        + "|recovery_op_priority|scrub_priority|compression_mode|compression_algorithm"
        + "|compression_required_ratio|compression_max_blob_size|compression_min_blob_size|csum_type"
        + "|csum_min_block|csum_max_block|allow_ec_overwrites|fingerprint_algorithm|pg_autoscale_mode"
        + "|pg_autoscale_bias|pg_num_min|pg_num_max|target_size_bytes|target_size_ratio|dedup_tier"
        + "|dedup_chunk_algorithm|dedup_cdc_chunk_size|bulk"

    private func listPools(_ call: CommandCall, inDetail: Bool) -> CommandReply {
        let plain =
            inDetail
            ? map.printedPools.map { $0 + "\n" }.joined() + "\n"
            : map.pools.keys.map { poolName($0) + "\n" }.joined()
        return call.reply(plain: plain) { formatter in
            formatter.array("pools") { list in
                for (number, pool) in map.pools {
                    guard inDetail else {
                        list.string("pool_name", poolName(number))
                        continue
                    }
                    list.object("pool") {
                        $0.int("pool_id", number)
                        $0.string("pool_name", poolName(number))
                        pool.dump(to: &$0)
                    }
                }
            }
        }
    }

    private func getVariable(_ call: CommandCall) throws -> CommandReply {
        let (number, pool, name) = try pool(call)
        let wanted = try call.arguments.required("var")
        var chosen = PoolVariable.all.filter { $0.applies(to: pool) }
        if wanted != "all" {
            guard let variable = PoolVariable.all.first(where: { $0.name == wanted }) else {
                throw CommandError(.invalid, "pool '\(name)': invalid variable: '\(wanted)'")
            }
            guard variable.applies(to: pool) else {
                let kind = variable.scope == .tiers ? "tier" : "erasure"
                throw CommandError(
                    .accessDenied, "pool '\(name)' is not a \(kind) pool: variable not applicable")
            }
            if variable.isOption, variable.value(pool, map) == nil {
                throw CommandError(.noEntry, "option '\(wanted)' is not set on pool '\(name)'")
            }
            if wanted == "hit_set_fpp", variable.value(pool, map) == nil {
                throw CommandError(
                    .invalid, "hit set is not of type Bloom; invalid to get a false positive rate!")
            }
            chosen = [variable]
        }
        return call.reply(plain: chosen.map { $0.text(pool, map) }.joined()) { formatter in
            formatter.object("pool") { fields in
                fields.string("pool", name)
                fields.int("pool_id", number)
                for variable in chosen { variable.dump(pool, map, to: &fields) }
            }
        }
    }

    private func getQuota(_ call: CommandCall) throws -> CommandReply {
        let (number, pool, name) = try pool(call)
        guard let sum = poolSum(number) else {
            throw CommandError(.noEntry, "no stats for pool '\(name)'")
        }
        let objects =
            pool.quotaMaxObjects == 0
            ? "N/A"
            : "\(CephUnits.count(pool.quotaMaxObjects)) objects"
                + "  (current num objects: \(sum.numObjects) objects)"
        let bytes =
            pool.quotaMaxBytes == 0
            ? "N/A"
            : "\(CephUnits.bytes(pool.quotaMaxBytes))  (current num bytes: \(sum.numBytes) bytes)"
        var reply = call.reply(
            plain: "quotas for pool '\(name)':\n  max objects: \(objects)\n  max bytes  : \(bytes)"
        ) { formatter in
            formatter.object("pool_quotas") {
                $0.string("pool_name", name)
                $0.int("pool_id", number)
                $0.int("quota_max_objects", pool.quotaMaxObjects)
                $0.int("current_num_objects", sum.numObjects)
                $0.int("quota_max_bytes", pool.quotaMaxBytes)
                $0.int("current_num_bytes", sum.numBytes)
            }
        }
        reply.output.writeString("\n")
        return reply
    }

    private func getApplication(_ call: CommandCall) throws -> CommandReply {
        func dump(_ metadata: CephMap<String, String>, to formatter: inout CephFormatter) {
            for (key, value) in metadata { formatter.string(key, value) }
        }
        func dump(_ pool: PGPool, named name: String, to formatter: inout CephFormatter) {
            formatter.object(name) { section in
                for (app, metadata) in pool.applicationMetadata {
                    section.object(app) { dump(metadata, to: &$0) }
                }
            }
        }
        guard let name = try call.arguments.string("pool"), !name.isEmpty else {
            return call.formatted(.jsonPretty) { formatter in
                formatter.object("pools") { section in
                    for (number, pool) in map.pools { dump(pool, named: poolName(number), to: &section) }
                }
            }
        }
        let pool = try pool(call).pool
        guard let app = try call.arguments.string("app"), !app.isEmpty else {
            return call.formatted(.jsonPretty) { dump(pool, named: name, to: &$0) }
        }
        guard let metadata = pool.applicationMetadata[app] else {
            throw CommandError(.noEntry, "pool '\(name)' has no application '\(app)'")
        }
        guard let key = try call.arguments.string("key"), !key.isEmpty else {
            return call.formatted(.jsonPretty) { formatter in
                formatter.object(app) { dump(metadata, to: &$0) }
            }
        }
        guard let value = metadata[key] else {
            throw CommandError(
                .noEntry, "application '\(app)' on pool '\(name)' does not have key '\(key)'")
        }
        return CommandReply(text: "\(value)\n")
    }
}
