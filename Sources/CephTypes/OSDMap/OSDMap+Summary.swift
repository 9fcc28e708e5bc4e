import CephEncoding

extension OSDMap {
    /// How many groups are not where CRUSH puts them, as `ceph osd stat` counts them.
    public var remappedPGCount: Int { pgTemp.count }

    /// The fields of `ceph osd stat -f json` (`OSDMap::print_summary`).
    public func dumpSummary(to formatter: inout CephFormatter) {
        formatter.int("epoch", epoch)
        formatter.int("num_osds", osdCount)
        formatter.int("num_up_osds", upOSDCount)
        formatter.int("osd_up_since", lastUpChange.seconds)
        formatter.int("num_in_osds", inOSDCount)
        formatter.int("osd_in_since", lastInChange.seconds)
        formatter.int("num_remapped_pgs", remappedPGCount)
    }

    /// `4 osds: 1 up (since 27m), 2 in (since 31m); epoch: e70; 24 remapped pgs` and a line of flags, as
    /// `ceph osd stat` and, without the epoch, `ceph status` show it.
    /// - Parameter prefix: stands before the line of flags.
    public func summaryText(at now: UTime, prefix: String = "", withEpoch: Bool) -> String {
        func since(_ time: UTime) -> String {
            time.isZero ? "" : " (since \(now.minus(time).roughly))"
        }
        var text = "\(osdCount) osds: \(upOSDCount) up\(since(lastUpChange))"
        text += ", \(inOSDCount) in\(since(lastInChange))"
        if withEpoch { text += "; epoch: e\(epoch)" }
        if remappedPGCount > 0 { text += "; \(remappedPGCount) remapped pgs" }
        text += "\n"
        let shown = flags.subtracting(.semiHidden)
        if !shown.isEmpty { text += "\(prefix)flags \(shown.names)\n" }
        return text
    }

    /// One line about the map, as the log has it: `e70: 4 total, 1 up, 2 in`.
    public var onelineSummary: String {
        "e\(epoch): \(osdCount) total, \(upOSDCount) up, \(inOSDCount) in"
    }
}
