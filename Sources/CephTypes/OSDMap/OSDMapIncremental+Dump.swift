import CephEncoding
import NIOCore

extension OSDMap.Incremental: CephDumpable {
    /// As `OSDMap::Incremental::dump` of 16.2.
    public func dump(to formatter: inout CephFormatter) {
        dumpHead(to: &formatter)
        dumpBuffers(to: &formatter)
        dumpPools(to: &formatter)
        dumpUpOSDs(to: &formatter)
        dumpStates(to: &formatter)
        dumpPlacement(to: &formatter)
        dumpLiveness(to: &formatter)
        dumpBlocklists(to: &formatter)
        formatter.array("new_xinfo") { list in
            for (osd, info) in newXInfo {
                list.object("xinfo") {
                    $0.int("osd", osd)
                    info.dump(to: &$0)
                }
            }
        }
        if !clusterSnapshot.isEmpty { formatter.string("cluster_snapshot", clusterSnapshot) }
        formatter.array("new_uuid") { list in
            for (osd, uuid) in newUUID {
                list.object("osd") {
                    $0.int("osd", osd)
                    $0.stream("uuid", uuid)
                }
            }
        }
        formatter.dumpProfiles(newErasureCodeProfiles)
        formatter.strings("old_erasure_code_profiles", each: "old", oldErasureCodeProfiles)
        formatter.dumpSnaps("new_removed_snaps", newRemovedSnaps)
        dumpTail(to: &formatter)
    }

    private func dumpHead(to formatter: inout CephFormatter) {
        formatter.int("epoch", Int32(bitPattern: epoch))
        formatter.stream("fsid", fsid)
        formatter.stream("modified", modified)
        formatter.stream("new_last_up_change", newLastUpChange)
        formatter.stream("new_last_in_change", newLastInChange)
        formatter.int("new_pool_max", newPoolMax)
        formatter.int("new_flags", newFlags)
        formatter.float("new_full_ratio", Double(newFullRatio))
        formatter.float("new_nearfull_ratio", Double(newNearFullRatio))
        formatter.float("new_backfillfull_ratio", Double(newBackfillFullRatio))
        formatter.int("new_require_min_compat_client", newRequireMinCompatClient.rawValue)
        formatter.int("new_require_osd_release", newRequireOSDRelease.rawValue)
    }

    private func dumpBuffers(to formatter: inout CephFormatter) {
        var whole = CephDecoder(fullMap)
        if fullMap.readableBytes > 0, let map = try? OSDMap(from: &whole) {
            formatter.dump("full_map", map)
        }
        var part = CephDecoder(crush)
        if crush.readableBytes > 0, let map = try? CrushMap(from: &part) {
            formatter.dump("crush", map)
        }
        formatter.int("new_max_osd", newMaxOSD)
    }

    private func dumpPools(to formatter: inout CephFormatter) {
        formatter.array("new_pools") { list in
            for (number, pool) in newPools {
                list.object("pool") {
                    $0.int("pool", number)
                    pool.dump(to: &$0)
                }
            }
        }
        formatter.array("new_pool_names") { list in
            for (number, name) in newPoolNames {
                list.object("pool_name") {
                    $0.int("pool", number)
                    $0.string("name", name)
                }
            }
        }
        formatter.ints("old_pools", each: "pool", oldPools)
    }

    private func dumpUpOSDs(to formatter: inout CephFormatter) {
        formatter.array("new_up_osds") { list in
            for (osd, addresses) in newUpClient {
                list.object("osd") {
                    $0.int("osd", osd)
                    $0.stream("public_addr", addresses.legacy ?? EntityAddress())
                    $0.dump("public_addrs", addresses)
                    if let cluster = newUpCluster[osd] {
                        $0.stream("cluster_addr", cluster.legacy ?? EntityAddress())
                        $0.dump("cluster_addrs", cluster)
                    }
                    if let back = newHeartbeatBackUp[osd] { $0.dump("heartbeat_back_addrs", back) }
                    if let front = newHeartbeatFrontUp[osd] { $0.dump("heartbeat_front_addrs", front) }
                }
            }
        }
    }

    private func dumpStates(to formatter: inout CephFormatter) {
        formatter.dumpOSDs("new_weight", "weight", newWeight)
        formatter.array("osd_state_xor") { list in
            for (osd, state) in newState {
                list.object("osd") {
                    $0.int("osd", osd)
                    $0.strings("state_xor", each: "state", state.names)
                }
            }
        }
    }

    private func dumpPlacement(to formatter: inout CephFormatter) {
        formatter.dumpOSDSets("new_pg_temp", each: "pg", newPGTemp)
        formatter.dumpPrimaryTemp(newPrimaryTemp)
        formatter.dumpOSDSets("new_pg_upmap", each: "mapping", newPGUpmap)
        formatter.strings("old_pg_upmap", each: "pgid", oldPGUpmap.map(\.description))
        formatter.dumpUpmapItems("new_pg_upmap_items", newPGUpmapItems)
        formatter.strings("old_pg_upmap_items", each: "pgid", oldPGUpmapItems.map(\.description))
    }

    private func dumpLiveness(to formatter: inout CephFormatter) {
        formatter.dumpOSDs("new_up_thru", "up_thru", newUpThru)
        formatter.dumpOSDs("new_lost", "epoch_lost", newLost)
        formatter.array("new_last_clean_interval") { list in
            for (osd, interval) in newLastCleanInterval {
                list.object("osd") {
                    $0.int("osd", osd)
                    $0.int("first", interval.first)
                    $0.int("last", interval.second)
                }
            }
        }
    }

    private func dumpBlocklists(to formatter: inout CephFormatter) {
        formatter.array("new_blocklist") { list in
            for (address, time) in newBlocklist { list.stream(address.description, time) }
        }
        formatter.strings("old_blocklist", each: "addr", oldBlocklist.map(\.description))
        formatter.array("new_range_blocklist") { list in
            for (address, time) in newRangeBlocklist { list.stream(address.description, time) }
        }
        formatter.strings("old_range_blocklist", each: "addr", oldRangeBlocklist.map(\.description))
    }

    /// Ceph closes the section of the purged snapshots last, so all that follows them is inside.
    private func dumpTail(to formatter: inout CephFormatter) {
        formatter.array("new_purged_snaps") { list in
            list.dumpSnapPools(newPurgedSnaps)
            list.dumpFlags("new_crush_node_flags", each: "node", newCrushNodeFlags)
            list.dumpFlags("new_device_class_flags", each: "device_class", newDeviceClassFlags)
            list.object("stretch_mode") {
                $0.bool("change_stretch_mode", changeStretchMode)
                $0.bool("stretch_mode_enabled", stretchModeEnabled)
                $0.int("new_stretch_bucket_count", newStretchBucketCount)
                $0.int("new_degraded_stretch_mode", newDegradedStretchMode)
                $0.int("new_recovering_stretch_mode", newRecoveringStretchMode)
                $0.int("new_stretch_mode_bucket", newStretchModeBucket)
            }
        }
    }
}

// What maps and incrementals show alike.
extension CephFormatter {
    mutating func dumpProfiles(_ profiles: CephMap<String, CephMap<String, String>>) {
        object("erasure_code_profiles") { all in
            for (name, profile) in profiles {
                all.object(name) { for (key, value) in profile { $0.string(key, value) } }
            }
        }
    }

    mutating func dumpSnaps(_ name: String, _ snaps: CephMap<Int64, SnapIntervalSet>) {
        array(name) { $0.dumpSnapPools(snaps) }
    }

    fileprivate mutating func dumpSnapPools(_ snaps: CephMap<Int64, SnapIntervalSet>) {
        for (pool, intervals) in snaps {
            object("pool") {
                $0.int("pool", pool)
                intervals.dump("snaps", to: &$0)
            }
        }
    }

    mutating func dumpOSDSets(_ name: String, each element: String, _ sets: CephMap<PGID, [Int32]>) {
        array(name) { list in
            for (pg, osds) in sets {
                list.object(element) {
                    $0.stream("pgid", pg)
                    $0.ints("osds", each: "osd", osds)
                }
            }
        }
    }

    mutating func dumpUpmapItems(_ name: String, _ items: CephMap<PGID, [Pair<Int32, Int32>]>) {
        array(name) { list in
            for (pg, mappings) in items {
                list.object("mapping") { item in
                    item.stream("pgid", pg)
                    item.array("mappings") { inner in
                        for mapping in mappings {
                            inner.object("mapping") {
                                $0.int("from", mapping.first)
                                $0.int("to", mapping.second)
                            }
                        }
                    }
                }
            }
        }
    }

    /// Ceph forgot the section of each element: group and OSD take turns.
    mutating func dumpPrimaryTemp(_ primaries: CephMap<PGID, Int32>) {
        array("primary_temp") { list in
            for (pg, osd) in primaries {
                list.stream("pgid", pg)
                list.int("osd", osd)
            }
        }
    }

    fileprivate mutating func dumpOSDs(_ name: String, _ field: String, _ values: CephMap<Int32, UInt32>) {
        array(name) { list in
            for (osd, value) in values {
                list.object("osd") {
                    $0.int("osd", osd)
                    $0.int(field, value)
                }
            }
        }
    }

    fileprivate mutating func dumpFlags(
        _ name: String, each element: String, _ flags: CephMap<Int32, OSDState>
    ) {
        array(name) { list in
            for (id, state) in flags {
                list.object(element) {
                    $0.int("id", id)
                    for name in state.names { $0.string("flag", name) }
                }
            }
        }
    }
}
