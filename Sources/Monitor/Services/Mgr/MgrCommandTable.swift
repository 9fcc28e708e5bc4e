import CephTypes

/// The commands that any manager of 16.2 answers: known before there is a manager that says which they are
/// (src/mgr/MgrCommands.h).
enum MgrCommandTable {
    static let commands: [CommandDescription] = placement + osds

    static func command(
        _ signature: String, help: String, _ module: String, _ permissions: String
    ) -> CommandDescription {
        CommandDescription(
            signature: signature, help: help, module: module, requiredPermissions: permissions,
            flags: .manager)
    }

    private static let placement: [CommandDescription] = [
        command(
            "pg stat",
            help: "show placement group status.",
            "pg", "r"),
        command(
            "pg getmap",
            help: "get binary pg map to -o/stdout",
            "pg", "r"),
        command(
            "pg dump "
                + "name=dumpcontents,type=CephChoices,strings=all|summary|sum|delta|pools|osds|pgs|"
                + "pgs_brief,n=N,req=false",
            help: "show human-readable versions of pg map (only 'all' valid with plain)",
            "pg", "r"),
        command(
            "pg dump_json "
                + "name=dumpcontents,type=CephChoices,strings=all|summary|sum|pools|osds|pgs,n=N,re"
                + "q=false",
            help: "show human-readable version of pg map in json only",
            "pg", "r"),
        command(
            "pg dump_pools_json",
            help: "show pg pools info in json only",
            "pg", "r"),
        command(
            "pg ls-by-pool name=poolstr,type=CephString "
                + "name=states,type=CephString,n=N,req=false",
            help: "list pg with pool = [poolname]",
            "pg", "r"),
        command(
            "pg ls-by-primary name=osd,type=CephOsdName name=pool,type=CephInt,req=false "
                + "name=states,type=CephString,n=N,req=false",
            help: "list pg with primary = [osd]",
            "pg", "r"),
        command(
            "pg ls-by-osd name=osd,type=CephOsdName name=pool,type=CephInt,req=false "
                + "name=states,type=CephString,n=N,req=false",
            help: "list pg on osd [osd]",
            "pg", "r"),
        command(
            "pg ls name=pool,type=CephInt,req=false name=states,type=CephString,n=N,req=false",
            help: "list pg with specific pool, osd, state",
            "pg", "r"),
        command(
            "pg dump_stuck "
                + "name=stuckops,type=CephChoices,strings=inactive|unclean|stale|undersized|degrade"
                + "d,n=N,req=false name=threshold,type=CephInt,req=false",
            help: "show information about stuck pgs",
            "pg", "r"),
        command(
            "pg debug "
                + "name=debugop,type=CephChoices,strings=unfound_objects_exist|degraded_pgs_exist",
            help: "show debug info about pgs",
            "pg", "r"),
        command(
            "pg scrub name=pgid,type=CephPgid",
            help: "start scrub on <pgid>",
            "pg", "rw"),
        command(
            "pg deep-scrub name=pgid,type=CephPgid",
            help: "start deep-scrub on <pgid>",
            "pg", "rw"),
        command(
            "pg repair name=pgid,type=CephPgid",
            help: "start repair on <pgid>",
            "pg", "rw"),
        command(
            "pg force-recovery name=pgid,type=CephPgid,n=N",
            help: "force recovery of <pgid> first",
            "pg", "rw"),
        command(
            "pg force-backfill name=pgid,type=CephPgid,n=N",
            help: "force backfill of <pgid> first",
            "pg", "rw"),
        command(
            "pg cancel-force-recovery name=pgid,type=CephPgid,n=N",
            help: "restore normal recovery priority of <pgid>",
            "pg", "rw"),
        command(
            "pg cancel-force-backfill name=pgid,type=CephPgid,n=N",
            help: "restore normal backfill priority of <pgid>",
            "pg", "rw"),
        command(
            "osd perf",
            help: "print dump of OSD perf summary stats",
            "osd", "r"),
        command(
            "osd df name=output_method,type=CephChoices,strings=plain|tree,req=false "
                + "name=filter_by,type=CephChoices,strings=class|name,req=false "
                + "name=filter,type=CephString,req=false",
            help: "show OSD utilization",
            "osd", "r"),
        command(
            "osd blocked-by",
            help: "print histogram of which OSDs are blocking their peers",
            "osd", "r"),
        command(
            "osd pool stats name=pool_name,type=CephPoolname,req=false",
            help: "obtain stats from all pools, or from specified pool",
            "osd", "r"),
        command(
            "osd pool scrub name=who,type=CephPoolname,n=N",
            help: "initiate scrub on pool <who>",
            "osd", "rw"),
        command(
            "osd pool deep-scrub name=who,type=CephPoolname,n=N",
            help: "initiate deep-scrub on pool <who>",
            "osd", "rw"),
        command(
            "osd pool repair name=who,type=CephPoolname,n=N",
            help: "initiate repair on pool <who>",
            "osd", "rw"),
    ]
}
