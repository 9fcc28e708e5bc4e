import CephEncoding
import CephTypes

// The part of `ceph report` that is about OSDs (`OSDMonitor::dump_info`).

extension OSDMapService {
    func dumpEverything(to formatter: inout CephFormatter) {
        formatter.dump("osdmap", map)
        dumpAllMetadata(to: &formatter)
        formatter.object("osdmap_clean_epochs") { dumpCleanEpochs(to: &$0) }
        formatter.int("osdmap_first_committed", firstCommitted)
        formatter.int("osdmap_last_committed", lastCommitted)
        formatter.object("crushmap") { map.crush.dump(to: &$0) }
    }

    /// What OSDs told of themselves; of those whose words cannot be read, the number alone.
    private func dumpAllMetadata(to formatter: inout CephFormatter) {
        formatter.array("osd_metadata") { list in
            for osd in map.osdNumbers where map.exists(osd) {
                list.object("osd") { item in
                    item.int("id", osd)
                    do {
                        for (name, value) in try metadata(of: osd) ?? [:] { item.string(name, value) }
                    } catch {
                        environment.log(0, .mon, "\(error)")
                    }
                }
            }
        }
    }

    /// Which maps are still needed: what this leader has heard since it leads.
    private func dumpCleanEpochs(to formatter: inout CephFormatter) {
        formatter.int("min_last_epoch_clean", minLastEpochClean)
        formatter.object("last_epoch_clean") { lastEpochClean.dump(to: &$0) }
        formatter.array("osd_epochs") { list in
            for (osd, epoch) in osdEpochs.sorted(by: { $0.key < $1.key }) {
                list.object("osd") {
                    $0.int("id", osd)
                    $0.int("epoch", epoch)
                }
            }
        }
    }
}
