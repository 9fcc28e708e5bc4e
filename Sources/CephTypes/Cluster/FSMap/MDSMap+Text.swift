import CephEncoding

extension MDSMap: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        let map = completed
        map.dumpSettings(to: &formatter)
        formatter.dump("compat", map.compat)
        formatter.int("max_mds", maxMDS)
        formatter.ints("in", each: "mds", ranks)
        formatter.object("up") { for (rank, gid) in up { $0.int("mds_\(rank)", gid) } }
        formatter.ints("failed", each: "mds", failed)
        formatter.ints("damaged", each: "mds", damaged)
        formatter.ints("stopped", each: "mds", stopped)
        formatter.object("info") { for (gid, one) in map.info { $0.dump("gid_\(gid)", one) } }
        formatter.ints("data_pools", each: "pool", dataPools)
        formatter.int("metadata_pool", metadataPool)
        formatter.bool("enabled", enabled)
        formatter.string("fs_name", fsName)
        formatter.string("balancer", balancer)
        formatter.int("standby_count_wanted", max(0, standbyCountWanted))
    }

    private func dumpSettings(to formatter: inout CephFormatter) {
        formatter.int("epoch", epoch)
        formatter.int("flags", flags.rawValue)
        formatter.int("ever_allowed_features", everAllowedFeatures)
        formatter.int("explicitly_allowed_features", explicitlyAllowedFeatures)
        formatter.stream("created", created)
        formatter.stream("modified", modified)
        formatter.int("tableserver", tableServer)
        formatter.int("root", root)
        formatter.int("session_timeout", sessionTimeout)
        formatter.int("session_autoclose", sessionAutoclose)
        formatter.dump("required_client_features", requiredClientFeatures)
        formatter.int("max_file_size", maxFileSize)
        formatter.int("last_failure", lastFailure)
        formatter.int("last_failure_osd_epoch", lastFailureOSDEpoch)
    }
}

extension MDSMap: CustomStringConvertible {
    /// As `ceph fs dump` shows it: a name, a tab and a value a line, then the servers by rank.
    public var description: String {
        let map = completed
        let values: [(String, any CustomStringConvertible)] = [
            ("fs_name", fsName), ("epoch", epoch), ("flags", String(flags.rawValue, radix: 16)),
            ("created", created), ("modified", modified), ("tableserver", tableServer), ("root", root),
            ("session_timeout", sessionTimeout), ("session_autoclose", sessionAutoclose),
            ("max_file_size", maxFileSize), ("required_client_features", requiredClientFeatures),
            ("last_failure", lastFailure), ("last_failure_osd_epoch", lastFailureOSDEpoch),
            ("compat", map.compat), ("max_mds", maxMDS), ("in", ranks.streamText), ("up", up.streamText),
            ("failed", failed.streamText), ("damaged", damaged.streamText), ("stopped", stopped.streamText),
            ("data_pools", dataPools.streamText), ("metadata_pool", metadataPool),
            ("inline_data", inlineDataEnabled ? "enabled" : "disabled"), ("balancer", balancer),
            ("standby_count_wanted", max(0, standbyCountWanted)),
        ]
        let lines = values.map { "\($0.0)\t\($0.1)\n" } + map.infoByRank.map { "\($0)\n" }
        return lines.joined()
    }

    /// Ordered by rank and incarnation, where none (0) is last.
    private var infoByRank: [MDSInfo] {
        info.values.enumerated().sorted { left, right in
            let first = (left.element.rank, UInt32(bitPattern: left.element.incarnation) &- 1, left.offset)
            return first < (
                right.element.rank, UInt32(bitPattern: right.element.incarnation) &- 1, right.offset
            )
        }.map(\.element)
    }
}
