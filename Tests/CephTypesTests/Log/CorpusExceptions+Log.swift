extension CorpusExceptions {
    static let log = CorpusExceptions(
        undecodable: [
            "0.61.4-60-g24c59be/LogEntryKey/3bac3955df083f05f22216471cb87fe0": address,
            "0.61.4-60-g24c59be/LogEntryKey/d05a1f6b7574c1b2a76085ce47c2f472": address,
            "0.66-500-g93b3e63/LogEntryKey/3bac3955df083f05f22216471cb87fe0": address,
            "0.66-500-g93b3e63/LogEntryKey/d05a1f6b7574c1b2a76085ce47c2f472": address,
            "0.94.2-207-g88e7ee7/LogEntryKey/3bac3955df083f05f22216471cb87fe0": address,
            "0.94.2-207-g88e7ee7/LogEntryKey/d05a1f6b7574c1b2a76085ce47c2f472": address,
        ],
        renamed: [
            "LogEntry": [".stamp is": dateForm],
            "LogSummary": [".stamp is": dateForm],
        ])

    private static let address =
        "had an address and has no version to tell: Ceph leaves 136 bytes behind, too"
    private static let dateForm = "14.2 printed a date with a blank, 16.2 as ISO 8601 with its zone"
}
