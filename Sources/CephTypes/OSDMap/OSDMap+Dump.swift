import CephEncoding

extension OSDMap: CephDumpable {
    /// As `OSDMap::dump` of 16.2: what `osdmaptool --dump json` and `ceph osd dump` show.
    public func dump(to formatter: inout CephFormatter) {
        dumpHead(to: &formatter)
        formatter.array("pools") { list in
            for (number, pool) in pools {
                list.object("pool") {
                    $0.int("pool", number)
                    $0.string("pool_name", poolNames[number] ?? "<unknown>")
                    pool.dump(to: &$0)
                }
            }
        }
        dumpOSDs(to: &formatter)
        formatter.array("osd_xinfo") { list in
            for osd in osdNumbers where exists(osd) {
                list.object("xinfo") {
                    $0.int("osd", osd)
                    osdXInfos.element(osd, default: OSDXInfo()).dump(to: &$0)
                }
            }
        }
        formatter.dumpOSDSets("pg_upmap", each: "mapping", pgUpmap)
        formatter.dumpUpmapItems("pg_upmap_items", pgUpmapItems)
        formatter.dumpOSDSets("pg_temp", each: "osds", pgTemp)
        formatter.dumpPrimaryTemp(primaryTemp)
        dumpBlocklists(to: &formatter)
        formatter.dumpProfiles(erasureCodeProfiles)
        formatter.dumpSnaps("removed_snaps_queue", removedSnapsQueue)
        formatter.dumpSnaps("new_removed_snaps", newRemovedSnaps)
        formatter.dumpSnaps("new_purged_snaps", newPurgedSnaps)
        dumpFlagsByNode(to: &formatter)
        dumpStretchMode(to: &formatter)
    }

    private func dumpHead(to formatter: inout CephFormatter) {
        formatter.int("epoch", Int32(bitPattern: epoch))
        formatter.stream("fsid", fsid)
        formatter.stream("created", created)
        formatter.stream("modified", modified)
        formatter.stream("last_up_change", lastUpChange)
        formatter.stream("last_in_change", lastInChange)
        formatter.string("flags", flags.names)
        formatter.int("flags_num", flags.rawValue)
        formatter.strings("flags_set", each: "flag", flags.nameSet)
        formatter.int("crush_version", crushVersion)
        formatter.float("full_ratio", Double(fullRatio))
        formatter.float("backfillfull_ratio", Double(backfillFullRatio))
        formatter.float("nearfull_ratio", Double(nearFullRatio))
        formatter.string("cluster_snapshot", currentClusterSnapshot)
        formatter.int("pool_max", poolMax)
        formatter.int("max_osd", maxOSD)
        formatter.stream("require_min_compat_client", requireMinCompatClient)
        formatter.stream("min_compat_client", minCompatClient)
        formatter.stream("require_osd_release", requireOSDRelease)
    }

    /// The array `osds`: every OSD that exists.
    public func dumpOSDs(to formatter: inout CephFormatter) {
        formatter.array("osds") { list in
            for osd in osdNumbers where exists(osd) { list.object("osd_info") { dumpOSD(osd, to: &$0) } }
        }
    }

    /// The fields of one OSD.
    public func dumpOSD(_ osd: Int32, to formatter: inout CephFormatter) {
        let blank = EntityAddressVector()
        let addresses = [
            ("public", clientAddresses.element(osd, default: blank)),
            ("cluster", clusterAddresses.element(osd, default: blank)),
            ("heartbeat_back", heartbeatBackAddresses.element(osd, default: blank)),
            ("heartbeat_front", heartbeatFrontAddresses.element(osd, default: blank)),
        ]
        formatter.int("osd", osd)
        formatter.stream("uuid", osdUUIDs.element(osd, default: .zero))
        formatter.int("up", isUp(osd) ? 1 : 0)
        formatter.int("in", isIn(osd) ? 1 : 0)
        formatter.float("weight", OSDWeight.float(weight(of: osd)))
        formatter.float("primary_affinity", OSDWeight.float(primaryAffinity(of: osd)))
        osdInfos.element(osd, default: OSDInfo()).dump(to: &formatter)
        for (name, vector) in addresses { formatter.dump("\(name)_addrs", vector) }
        for (name, vector) in addresses {
            formatter.string("\(name)_addr", vector.legacyOrFront.legacyDescription)
        }
        formatter.strings("state", each: "state", state(of: osd).names)
    }

    private func dumpBlocklists(to formatter: inout CephFormatter) {
        formatter.object("blocklist") { list in
            for (address, time) in blocklist { list.stream(address.description, time) }
        }
        formatter.object("range_blocklist") { list in
            for (address, time) in rangeBlocklist { list.stream(address.description, time) }
        }
    }

    private func dumpFlagsByNode(to formatter: inout CephFormatter) {
        formatter.object("crush_node_flags") { list in
            for (node, state) in crushNodeFlags {
                list.strings(crush.itemNames[node] ?? "\(node)", each: "flag", state.names)
            }
        }
        formatter.object("device_class_flags") { list in
            for (number, state) in deviceClassFlags {
                list.strings(crush.classNames[number] ?? "\(number)", each: "flag", state.names)
            }
        }
    }

    private func dumpStretchMode(to formatter: inout CephFormatter) {
        formatter.object("stretch_mode") {
            $0.bool("stretch_mode_enabled", stretchModeEnabled)
            $0.int("stretch_bucket_count", stretchBucketCount)
            $0.int("degraded_stretch_mode", degradedStretchMode)
            $0.int("recovering_stretch_mode", recoveringStretchMode)
            $0.int("stretch_mode_bucket", stretchModeBucket)
        }
    }
}
