import CephEncoding

extension MgrMap: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        formatter.int("epoch", epoch)
        formatter.int("active_gid", Int64(bitPattern: activeGID))
        formatter.string("active_name", activeName)
        formatter.dump("active_addrs", activeAddresses)
        formatter.stream("active_addr", activeAddresses.legacyOrFront.legacyDescription)
        formatter.stream("active_change", activeChange)
        formatter.int("active_mgr_features", activeFeatures)
        formatter.bool("available", isAvailable)
        formatter.dump("standbys", each: "standby", standbys.values)
        formatter.strings("modules", each: "module", modules)
        formatter.dump("available_modules", each: "module", availableModules)
        formatter.object("services") { for (name, uri) in services { $0.string(name, uri) } }
        formatter.object("always_on_modules") { releases in
            for (number, modules) in alwaysOnModules {
                let release = UInt8(exactly: number).map(CephRelease.init(rawValue:)) ?? .unknown
                releases.strings(release.name, each: "module", modules)
            }
        }
        formatter.int("last_failure_osd_epoch", lastFailureOSDEpoch)
        formatter.array("active_clients") { list in
            for client in clients {
                list.object("client") {
                    $0.string("name", client.name)
                    client.addresses.dump(to: &$0)
                }
            }
        }
    }

    /// The part of `ceph status` that is about managers.
    public func dumpSummary(to formatter: inout CephFormatter) {
        formatter.bool("available", isAvailable)
        formatter.int("num_standbys", standbys.count)
        formatter.strings("modules", each: "module", modules)
        formatter.object("services") { for (name, uri) in services { $0.string(name, uri) } }
    }
}
