import CephEncoding
import CephTypes
import NIOCore

// What the map as a whole says.

extension OSDMapService {
    static let readCommands: [Command] = [
        .read("osd stat", help: "print summary of OSD map", module: "osd") { (service: OSDMapService, call) in
            call.byLinesIfPlain(
                call.reply(plain: service.map.summaryText(at: service.environment.now, withEpoch: true)) {
                    formatter in
                    formatter.object("osdmap") { service.map.dumpSummary(to: &$0) }
                })
        },
        .read(
            "osd dump name=epoch,type=CephInt,range=0,req=false", help: "print summary of OSD map",
            module: "osd"
        ) { (service: OSDMapService, call) in
            let map = try service.chosenMap(call).map
            return call.reply(plain: map.printed) { $0.dump("osdmap", map) }.byLines
        },
        .read(
            "osd ls name=epoch,type=CephInt,range=0,req=false", help: "show all OSD ids", module: "osd"
        ) { (service: OSDMapService, call) in
            _ = try service.chosenMap(call)
            // Of the present map, whatever the epoch.
            let osds = service.map.osdNumbers.filter(service.map.exists)
            return call.reply(plain: osds.map(String.init).joined(separator: "\n")) {
                $0.ints("osds", each: "osd", osds)
            }.byLines
        },
        .read(
            "osd info name=id,type=CephOsdName,req=false",
            help: "print osd's {id} information (instead of all osds from map)", module: "osd"
        ) { (service: OSDMapService, call) in
            let map = service.map
            guard let osd = try osd(call) else {
                let lines = map.osdNumbers.filter(map.exists).map { map.printedOSD($0) + "\n" }
                return call.reply(plain: lines.joined()) { map.dumpOSDs(to: &$0) }.byLines
            }
            guard map.exists(osd) else { throw CommandError(.invalid, "osd.\(osd) does not exist") }
            return call.reply(plain: map.printedOSD(osd) + "\n") { formatter in
                formatter.object("osd_info") { map.dumpOSD(osd, to: &$0) }
            }.byLines
        },
        .read(
            "osd getmap name=epoch,type=CephInt,range=0,req=false", help: "get OSD map", module: "osd"
        ) { (service: OSDMapService, call) in
            let (map, bytes) = try service.chosenMap(call)
            return CommandReply(status: "got osdmap epoch \(map.epoch)", output: bytes)
        },
        .read("osd getmaxosd", help: "show largest OSD id", module: "osd") { (service: OSDMapService, call) in
            let map = service.map
            return call.byLinesIfPlain(
                call.reply(plain: "max_osd = \(map.maxOSD) in epoch \(map.epoch)") { formatter in
                    formatter.object("getmaxosd") {
                        $0.int("epoch", map.epoch)
                        $0.int("max_osd", map.maxOSD)
                    }
                })
        },
        .read("osd utilization", help: "get basic pg distribution stats", module: "osd") {
            (service: OSDMapService, call) in
            guard let utilization = service.map.utilization else { return CommandReply() }
            return call.reply(plain: utilization.text) { $0.dump("utilization", utilization) }
        },
        .read(
            "osd get-require-min-compat-client",
            help: "get the minimum client version we will maintain compatibility with", module: "osd"
        ) { (service: OSDMapService, _) in
            CommandReply(text: "\(service.map.requireMinCompatClient)\n")
        },
        blocklistList("osd blocklist ls", help: "show blocklisted clients"),
        blocklistList("osd blacklist ls", help: "show blacklisted clients", flags: .deprecated),
    ]

    private static func blocklistList(
        _ signature: String, help: String, flags: CommandDescription.Flags = []
    ) -> Command {
        .read(signature, help: help, module: "osd", flags: flags) { (service: OSDMapService, call) in
            let map = service.map
            func text(_ address: EntityAddress, _ time: UTime) -> String { "\(address) \(time)\n" }
            var reply = call.reply(
                plain: map.blocklist.map { text($0.address, $0.time) }.joined()
                    + map.rangeBlocklist.map { text($0.key, $0.value) }.joined()
            ) { formatter in
                func list(_ name: String, _ key: String, _ entries: [(EntityAddress, UTime)]) {
                    formatter.array(name) { list in
                        for (address, time) in entries {
                            list.object("entry") {
                                $0.string(key, address.addressAndNonce)
                                $0.stream("until", time)
                            }
                        }
                    }
                }
                list("blocklist", "addr", map.blocklist.map { ($0.address, $0.time) })
                list("range_blocklist", "range", map.rangeBlocklist.map { ($0.key, $0.value) })
            }
            reply.status = "listed \(map.blocklist.count + map.rangeBlocklist.count) entries"
            return reply
        }
    }
}
