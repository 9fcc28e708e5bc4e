import CephEncoding
import CephTypes
import NIOCore

/// Questions about the monmap.
extension MonMapService {
    static let readCommands: [Command] = [
        .read(
            "mon dump name=epoch,type=CephInt,range=0,req=false",
            help: "dump formatted monmap (optionally from epoch)", module: "mon"
        ) { (service: MonMapService, call) in
            let map = try service.map(call)
            let quorum = service.monitor.quorum.sorted()
            let status = "dumped monmap epoch \(map.epoch)"
            guard call.style != nil else {
                return CommandReply(status: status, output: .streamed(map.description))
            }
            let text = call.text { formatter in
                formatter.object("monmap") {
                    map.dump(to: &$0)
                    $0.ints("quorum", each: "mon", quorum)
                }
            }
            return CommandReply(status: status, output: .streamed(text))
        },
        .read("mon stat", help: "summarize monitor status", module: "mon") { (service: MonMapService, call) in
            CommandReply(output: .streamed(service.stat(call)))
        },
        .read("mon getmap name=epoch,type=CephInt,range=0,req=false", help: "get monmap", module: "mon") {
            (service: MonMapService, call) in
            let map = try service.map(call)
            return CommandReply(
                status: "got monmap epoch \(map.epoch)",
                output: CephEncoder.encode(map, features: call.session.features))
        },
        .read(
            "mon feature ls name=with_value,type=CephChoices,strings=--with-value,req=false",
            help: "list available mon map features to be set/unset", module: "mon"
        ) { (service: MonMapService, call) in
            let withValues = try call.arguments.bool("with_value")
            return CommandReply(output: .streamed(service.features(call, withValues: withValues)))
        },
    ]

    /// The map of the epoch that is asked for; 0 is the newest one.
    private func map(_ call: CommandCall) throws -> MonMap {
        let epoch = try call.arguments.int("epoch") ?? 0
        guard epoch != 0 else { return monitor.monmap }
        guard epoch > 0, let value = try value(UInt64(epoch)) else {
            throw CommandError(.noEntry, "there is no map for epoch \(epoch)")
        }
        return try MonMap.decode(from: value)
    }

    private func stat(_ call: CommandCall) -> String {
        let map = monitor.monmap
        let leader = map.name(ofRank: monitor.leader) ?? ""
        let quorum = monitor.quorum.sorted()
        guard call.style != nil else {
            return
                "\(map.summary), election epoch \(monitor.electionEpoch), leader \(monitor.leader) \(leader)"
                + ", quorum \(quorum.map(String.init).joined(separator: ","))"
                + " \(monitor.quorumNames.joined(separator: ","))"
        }
        return call.text { formatter in
            formatter.object("monmap") { section in
                map.dumpSummary(to: &section)
                section.string("leader", leader)
                section.array("quorum") { list in
                    for rank in quorum {
                        list.object("mon") {
                            $0.int("rank", rank)
                            $0.string("name", map.name(ofRank: rank) ?? "")
                        }
                    }
                }
            }
        }
    }

    private func features(_ call: CommandCall, withValues: Bool) -> String {
        let map = monitor.monmap
        guard call.style != nil else {
            func line(_ name: String, _ features: MonFeatures) -> String {
                "\t\(name): \(features.listed(withValues: withValues))\n"
            }
            return "all features\n" + line("supported", .supported) + line("persistent", .persistent)
                + "\non current monmap (epoch \(map.epoch))\n" + line("persistent", map.persistentFeatures)
                + line("required", map.requiredFeatures)
        }
        func dump(_ name: String, _ features: MonFeatures, to formatter: inout CephFormatter) {
            if withValues {
                formatter.object(name) { section in
                    for (name, feature) in zip(features.names, features.each) {
                        section.int(name, feature.rawValue)
                    }
                }
            } else {
                formatter.strings(name, each: "bit_flag", features.names)
            }
        }
        return call.text { formatter in
            formatter.object("features") { section in
                section.object("all") {
                    dump("supported", .supported, to: &$0)
                    dump("persistent", .persistent, to: &$0)
                }
                section.object("monmap") {
                    dump("persistent", map.persistentFeatures, to: &$0)
                    dump("optional", map.optionalFeatures, to: &$0)
                    dump("required", map.requiredFeatures, to: &$0)
                }
            }
        }
    }

    /// What the whole quorum can do, and is nothing new to any monitor, stays with the cluster
    /// (`apply_mon_features`).
    func adoptQuorumFeatures() {
        guard isWriteable, monitor.quorum.count >= monitor.monmap.count else { return }
        let features = pending.persistentFeatures.union(monitor.quorumMonFeatures.intersection(.persistent))
        let release = max(pending.minMonRelease, monitor.quorumMinRelease)
        guard features != pending.persistentFeatures || release != pending.minMonRelease else { return }
        pending.persistentFeatures = features
        pending.minMonRelease = release
        proposeNow()
    }
}
