import CephTypes

extension MgrCommandTable {
    static let osds: [CommandDescription] = [
        command(
            "osd pool force-recovery name=who,type=CephPoolname,n=N",
            help: "force recovery of specified pool <who> first",
            "osd", "rw"),
        command(
            "osd pool force-backfill name=who,type=CephPoolname,n=N",
            help: "force backfill of specified pool <who> first",
            "osd", "rw"),
        command(
            "osd pool cancel-force-recovery name=who,type=CephPoolname,n=N",
            help: "restore normal recovery priority of specified pool <who>",
            "osd", "rw"),
        command(
            "osd pool cancel-force-backfill name=who,type=CephPoolname,n=N",
            help: "restore normal recovery priority of specified pool <who>",
            "osd", "rw"),
        command(
            "osd reweight-by-utilization name=oload,type=CephInt,req=false "
                + "name=max_change,type=CephFloat,req=false name=max_osds,type=CephInt,req=false "
                + "name=no_increasing,type=CephChoices,strings=--no-increasing,req=false",
            help: "reweight OSDs by utilization [overload-percentage-for-consideration, default "
                + "120]",
            "osd", "rw"),
        command(
            "osd test-reweight-by-utilization name=oload,type=CephInt,req=false "
                + "name=max_change,type=CephFloat,req=false name=max_osds,type=CephInt,req=false "
                + "name=no_increasing,type=CephBool,req=false",
            help: "dry run of reweight OSDs by utilization [overload-percentage-for-consideration, "
                + "default 120]",
            "osd", "r"),
        command(
            "osd reweight-by-pg name=oload,type=CephInt,req=false "
                + "name=max_change,type=CephFloat,req=false name=max_osds,type=CephInt,req=false "
                + "name=pools,type=CephPoolname,n=N,req=false",
            help: "reweight OSDs by PG distribution [overload-percentage-for-consideration, "
                + "default 120]",
            "osd", "rw"),
        command(
            "osd test-reweight-by-pg name=oload,type=CephInt,req=false "
                + "name=max_change,type=CephFloat,req=false name=max_osds,type=CephInt,req=false "
                + "name=pools,type=CephPoolname,n=N,req=false",
            help: "dry run of reweight OSDs by PG distribution "
                + "[overload-percentage-for-consideration, default 120]",
            "osd", "r"),
        command(
            "osd destroy name=id,type=CephOsdName name=force,type=CephBool,req=false "
                + "name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "mark osd as being destroyed. Keeps the ID intact (allowing reuse), but removes "
                + "cephx keys, config-key data and lockbox keys, rendering data permanently "
                + "unreadable.",
            "osd", "rw"),
        command(
            "osd purge name=id,type=CephOsdName name=force,type=CephBool,req=false "
                + "name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "purge all osd data from the monitors including the OSD id and CRUSH position",
            "osd", "rw"),
        command(
            "osd safe-to-destroy name=ids,type=CephString,n=N",
            help: "check whether osd(s) can be safely destroyed without reducing data durability",
            "osd", "r"),
        command(
            "osd ok-to-stop name=ids,type=CephString,n=N name=max,type=CephInt,req=false",
            help: "check whether osd(s) can be safely stopped without reducing immediate data "
                + "availability",
            "osd", "r"),
        command(
            "osd scrub name=who,type=CephString",
            help: "initiate scrub on osd <who>, or use <all|any> to scrub all",
            "osd", "rw"),
        command(
            "osd deep-scrub name=who,type=CephString",
            help: "initiate deep scrub on osd <who>, or use <all|any> to deep scrub all",
            "osd", "rw"),
        command(
            "osd repair name=who,type=CephString",
            help: "initiate repair on osd <who>, or use <all|any> to repair all",
            "osd", "rw"),
        command(
            "service dump",
            help: "dump service map",
            "service", "r"),
        command(
            "service status",
            help: "dump service state",
            "service", "r"),
        command(
            "config show name=who,type=CephString name=key,type=CephString,req=False",
            help: "Show running configuration",
            "mgr", "r"),
        command(
            "config show-with-defaults name=who,type=CephString",
            help: "Show running configuration (including compiled-in defaults)",
            "mgr", "r"),
        command(
            "device ls",
            help: "Show devices",
            "mgr", "r"),
        command(
            "device info name=devid,type=CephString",
            help: "Show information about a device",
            "mgr", "r"),
        command(
            "device ls-by-daemon name=who,type=CephString",
            help: "Show devices associated with a daemon",
            "mgr", "r"),
        command(
            "device ls-by-host name=host,type=CephString",
            help: "Show devices on a host",
            "mgr", "r"),
        command(
            "device set-life-expectancy name=devid,type=CephString name=from,type=CephString "
                + "name=to,type=CephString,req=False",
            help: "Set predicted device life expectancy",
            "mgr", "rw"),
        command(
            "device rm-life-expectancy name=devid,type=CephString",
            help: "Clear predicted device life expectancy",
            "mgr", "rw"),
    ]
}
