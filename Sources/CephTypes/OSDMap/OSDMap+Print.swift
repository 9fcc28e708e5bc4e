import CephEncoding

extension OSDMap {
    /// The map as text, as `OSDMap::print` of 16.2 (`osdmaptool --print`). The monitor's answer to
    /// `ceph osd dump` is the same without the empty lines.
    public var printed: String {
        var lines = ["epoch \(epoch)", "fsid \(fsid)", "created \(created)", "modified \(modified)"]
        lines.append("flags \(flags.names)")
        lines.append("crush_version \(crushVersion)")
        lines.append("full_ratio \(CephNumber.general(Double(fullRatio)))")
        lines.append("backfillfull_ratio \(CephNumber.general(Double(backfillFullRatio)))")
        lines.append("nearfull_ratio \(CephNumber.general(Double(nearFullRatio)))")
        if requireMinCompatClient != .unknown {
            lines.append("require_min_compat_client \(requireMinCompatClient)")
        }
        lines.append("min_compat_client \(minCompatClient)")
        if requireOSDRelease > .unknown { lines.append("require_osd_release \(requireOSDRelease)") }
        lines.append("stretch_mode_enabled \(stretchModeEnabled)")
        if stretchModeEnabled {
            lines.append("stretch_bucket_count \(stretchBucketCount)")
            lines.append("degraded_stretch_mode \(degradedStretchMode)")
            lines.append("recovering_stretch_mode \(recoveringStretchMode)")
            lines.append("stretch_mode_bucket \(stretchModeBucket)")
        }
        if !currentClusterSnapshot.isEmpty { lines.append("cluster_snapshot \(currentClusterSnapshot)") }
        lines.append("")
        lines += printedPools
        lines += ["", "max_osd \(maxOSD)"]
        lines += osdNumbers.filter(exists).map(printedOSD)
        lines.append("")
        lines += printedExceptions
        lines.append("")
        return lines.joined(separator: "\n")
    }

    /// A line a pool, and one each for its snapshots and what is being removed of them.
    public var printedPools: [String] {
        var lines: [String] = []
        for (number, pool) in pools {
            lines.append("pool \(number) '\(poolNames[number] ?? "<unknown>")' \(pool)")
            for (_, snap) in pool.snaps {
                lines.append("\tsnap \(String(snap.snapID, radix: 16)) '\(snap.name)' \(snap.stamp)")
            }
            if !pool.removedSnaps.isEmpty { lines.append("\tremoved_snaps \(pool.removedSnaps)") }
            if let queue = removedSnapsQueue[number] { lines.append("\tremoved_snaps_queue \(queue)") }
        }
        return lines
    }

    /// The line of one OSD.
    public func printedOSD(_ osd: Int32) -> String {
        let blank = EntityAddressVector()
        var line = "osd."
        line += String(osd)
        line += isUp(osd) ? " up  " : " down"
        line += isIn(osd) ? " in  weight " : " out weight "
        line += CephNumber.general(OSDWeight.float(weight(of: osd)))
        if primaryAffinity(of: osd) != OSDWeight.defaultPrimaryAffinity {
            line += " primary_affinity \(CephNumber.general(OSDWeight.float(primaryAffinity(of: osd))))"
        }
        line += " "
        line += osdInfos.element(osd, default: OSDInfo()).description
        line += " "
        line += Self.printed(clientAddresses.element(osd, default: blank))
        line += " "
        line += Self.printed(clusterAddresses.element(osd, default: blank))
        line += " "
        line += state(of: osd).names.joined(separator: ",")
        let uuid = osdUUIDs.element(osd, default: .zero)
        if !uuid.isZero { line += " " + uuid.description }
        return line
    }

    /// `operator<<(entity_addrvec_t)`: no addresses give no text.
    private static func printed(_ addresses: EntityAddressVector) -> String {
        addresses.addresses.isEmpty ? "" : addresses.description
    }

    private var printedExceptions: [String] {
        var lines: [String] = []
        func text(_ osds: [Int32]) -> String { "[" + osds.map(String.init).joined(separator: ",") + "]" }
        lines += pgUpmap.map { "pg_upmap \($0.key) \(text($0.value))" }
        lines += pgUpmapItems.map {
            "pg_upmap_items \($0.key) \(text($0.value.flatMap { [$0.first, $0.second] }))"
        }
        lines += pgTemp.map { "pg_temp \($0.key) \(text($0.value))" }
        lines += primaryTemp.map { "primary_temp \($0.key) \($0.value)" }
        lines += blocklist.map { "blocklist \($0.address) expires \($0.time)" }
        lines += rangeBlocklist.map { "range blocklist \($0.key) expires \($0.value)" }
        return lines
    }
}
