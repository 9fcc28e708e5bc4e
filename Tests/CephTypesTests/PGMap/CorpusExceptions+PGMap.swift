extension CorpusExceptions {
    private static let time = "14.2 prints times with a blank and without their zone"
    private static let number = "14.2 prints this number as a string"

    private static let stampsOfPGs = Dictionary(
        uniqueKeysWithValues: [
            "fresh", "change", "active", "peered", "clean", "became_active", "became_peered", "unstale",
            "undegraded",
            "fullsized", "scrub_stamp", "deep_scrub_stamp", "clean_scrub_stamp",
        ].map { (".last_\($0) is 20", time) })

    private static let reports = stampsOfPGs.merging(
        [".reported_seq is": number, ".reported_epoch is": number]
    ) { one, _ in one }

    static let pgMap = CorpusExceptions(
        renamed: [
            "pg_stat_t": reports.merging([
                ", expected unknown":
                    "Ceph since luminous loses the state of a report of version 22; it is kept here"
            ]) { one, _ in one },
            "PGMap": reports,
        ])
}
