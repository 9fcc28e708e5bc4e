extension CorpusExceptions {
    private static let times = [
        "+0000, expected ": "16.2 prints times as ISO 8601, 14.2 with a blank and no zone"
    ]
    private static let unknownRelease = "14.2 does not know the names of the releases since octopus"
    private static let stretchMode = "16.2 adds stretch_mode, in the section that Ceph closes too late"
    private static let maps = times.merging([
        "(unrecognized address family 0)": "16.2 says so of a blank address, where 14.2 had a colon alone",
        "blacklist is missing": "16.2 calls it blocklist",
        "bulk, expected hashpspool,???": "14.2 does not know the flag bulk",
        "require_osd_release is octopus, expected unknown": unknownRelease,
        "require_osd_release is pacific, expected unknown": unknownRelease,
        "require_osd_release is reef, expected unknown": unknownRelease,
        "require_osd_release is squid, expected unknown": unknownRelease,
    ]) { one, _ in one }
    private static let incrementals = maps.merging([
        "is 255, expected -1": "no change of release is an unsigned byte since octopus",
        ".new_purged_snaps has 3 elements, expected 2": stretchMode,
        ".new_purged_snaps has 4 elements, expected 3": stretchMode,
    ]) { one, _ in one }

    static let osdMap = CorpusExceptions(
        renamed: [
            "entity_addr_t": maps,
            "osd_xinfo_t": times,
            "pool_snap_info_t": times,
            "pg_pool_t": times,
            "OSDMap": maps,
            "OSDMap::Incremental": incrementals,
        ])
}
