import CephEncoding

// Which OSDs are down that should be up, and where whole hosts, racks and so on are down with all they have.

extension OSDMap {
    /// Adds `OSD_DOWN`, `OSD_HOST_DOWN` and its kin, and `OSD_ORPHAN`.
    func addDownChecks(to checks: inout HealthCheckMap) {
        // Whoever was never up is not missed.
        let down = osdNumbers.filter {
            exists($0) && isIn($0) && !isUp($0) && !state(of: $0).contains(.new)
        }
        if !down.isEmpty {
            var search = DownSubtrees(self)
            for osd in down { search.climb(from: osd) }
            search.report(to: &checks)
            checks.add(
                "OSD_DOWN", .warning, "\(down.count) osds down", count: Int64(down.count),
                detail: down.map { "osd.\($0) (\(crush.locationText(of: $0))) is down" })
        }
        let orphans = osdNumbers.filter { !exists($0) && crush.itemExists($0) }
        guard !orphans.isEmpty else { return }
        checks.add(
            "OSD_ORPHAN", .warning, "\(orphans.count) osds exist in the crush map but not in the osdmap",
            count: Int64(orphans.count),
            detail: orphans.map { "osd.\($0) exists in crush map but not in osdmap" })
    }

    /// Whether no OSD below an item is up (`OSDMap::subtree_is_down`); a bucket with nothing below it is down.
    public func isSubtreeDown(_ item: Int32) -> Bool {
        // A hostile hierarchy may go in circles: each item is looked at once.
        crush.subtree(of: item).allSatisfy { $0 < 0 || isDown($0) }
    }

    /// Whether an OSD and all around it are down, up to a bucket of at least `type`
    /// (`containing_subtree_is_down`).
    public func isContainingSubtreeDown(_ osd: Int32, type: Int32) -> Bool {
        var current = osd
        for _ in 0...crush.buckets.count {
            let itsType = current >= 0 ? 0 : crush.bucket(current).map { Int32($0.type) } ?? 0
            guard isSubtreeDown(current) else { return false }
            if itsType >= type { return true }
            guard let parent = crush.parent(of: current) else { return false }
            current = parent
        }
        return false
    }
}

extension CrushMap {
    /// `root=default,rack=r1,host=h1`: where an item is, from the top.
    public func locationText(of item: Int32) -> String {
        location(of: item).reversed().map { "\($0.type)=\($0.name)" }.joined(separator: ",")
    }
}

/// Finds the buckets of which all OSDs are down.
private struct DownSubtrees {
    private let map: OSDMap
    /// By type, the highest bucket last in the report: as a std::set of ids.
    private var down: CephMap<Int32, CephSet<Int32>> = [:]
    private var up: Set<Int32> = []

    init(_ map: OSDMap) { self.map = map }

    /// Goes up from an OSD that is down, as far as everything is.
    mutating func climb(from osd: Int32) {
        var current = osd
        for _ in 0...map.crush.buckets.count {
            guard let parent = map.crush.parent(of: current), !up.contains(parent),
                let bucket = map.crush.bucket(parent)
            else { return }
            guard isDown(parent, type: Int32(bucket.type), depth: 0) else { return }
            current = parent
        }
    }

    /// Whether all below is down (`subtree_type_is_down`): a bucket with nothing below it is.
    private mutating func isDown(_ item: Int32, type: Int32, depth: Int) -> Bool {
        if item >= 0 { return map.isDown(item) }
        if down[type]?.contains(item) ?? false { return true }
        if up.contains(item) || depth > 100 { return false }
        for child in map.crush.children(of: item) {
            let childType = child >= 0 ? 0 : Int32(map.crush.bucket(child)?.type ?? 0)
            guard isDown(child, type: childType, depth: depth + 1) else {
                up.insert(item)
                return false
            }
        }
        down[type, default: []].insert(item)
        return true
    }

    func report(to checks: inout HealthCheckMap) {
        let counts = deviceCounts
        let highest = map.crush.typeNames.last?.key ?? 0
        for (type, buckets) in down.elements.reversed() where type > 0 && !buckets.isEmpty {
            guard let name = map.crush.typeNames[type] else { continue }
            let sum = buckets.reduce(0) { $0 + (counts[$1] ?? 0) }
            let detail = buckets.reversed().map { bucket in
                let place = type == highest ? "" : " (\(map.crush.locationText(of: bucket)))"
                return
                    "\(name) \(map.crush.itemNames[bucket] ?? "")\(place) (\(counts[bucket] ?? 0) osds) is down"
            }
            checks.add(
                "OSD_\(name.uppercased())_DOWN", .warning,
                "\(buckets.count) \(name)\(buckets.count > 1 ? "s" : "") (\(sum) osds) down",
                count: Int64(buckets.count), detail: detail)
        }
    }

    /// How many OSDs each such bucket has, the lower types first.
    private var deviceCounts: [Int32: Int] {
        var counts: [Int32: Int] = [:]
        for (_, buckets) in down {
            for bucket in buckets {
                counts[bucket] = map.crush.children(of: bucket).reduce(0) { sum, child in
                    child >= 0 ? sum + 1 : sum + (counts[child] ?? 0)
                }
            }
        }
        return counts
    }
}
