import CephEncoding

extension FSMap {
    /// `    volumes: 1/1 healthy` with a line's end, as the data section of `ceph status` begins; empty without
    /// file systems (`FSMap::print_fs_summary`).
    public var volumesText: String {
        guard !filesystems.isEmpty else { return "" }
        var counts: [String: Int] = [:]
        for filesystem in filesystems.values { counts[filesystem.mdsMap.condition, default: 0] += 1 }
        var text = "    volumes: \(counts["healthy"] ?? 0)/\(filesystems.count) healthy"
        for (condition, mark) in [("recovering", ","), ("failed", ","), ("stopped", ","), ("damaged", ";")] {
            if let count = counts[condition] { text += "\(mark) \(count) \(condition)" }
        }
        return text + "\n"
    }
}

extension MDSMap {
    fileprivate var condition: String {
        if !damaged.isEmpty { return "damaged" }
        if !failed.isEmpty { return "failed" }
        if isDegraded { return "recovering" }
        return maxMDS == 0 ? "stopped" : "healthy"
    }
}
