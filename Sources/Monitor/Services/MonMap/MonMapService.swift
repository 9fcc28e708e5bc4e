import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Which monitors there are (src/mon/MonmapMonitor.h).
public final class MonMapService: PaxosService {
    /// The map to be; valid while the leader has a pending state.
    public var pending = MonMap()

    public override class var commands: [Command] { monMapCommands }

    public override func updateFromPaxos() throws {
        guard lastCommitted > 0, UInt64(monitor.monmap.epoch) < lastCommitted else { return }
        guard let value = try value(lastCommitted) else {
            throw MonitorStartError("monmap/\(lastCommitted), the last committed monmap, is not in the store")
        }
        let map = try CephDecoder.decode(MonMap.self, from: value, named: "monmap/\(lastCommitted)")
        monitor.adopt(map)
    }

    public override func createInitial() throws {
        pending = monitor.monmap
        pending.epoch = 1
        pending.created = environment.now
        pending.lastChanged = pending.created
        pending.persistentFeatures = .persistent
        pending.minMonRelease = .pacific
        monitor.environment.log(10, .mon, "create_initial current monmap \(pending.count) monitors")
    }

    public override func createPending() throws {
        pending = monitor.monmap
        pending.epoch &+= 1
        pending.lastChanged = environment.now
        pending.removedRanks.removeAll()
    }

    public override func encodePending(into transaction: inout StoreTransaction) throws {
        guard monitor.monmap.epoch + 1 == pending.epoch || pending.epoch == 1 else {
            throw MonitorStartError("monmap epoch \(pending.epoch) would not follow \(monitor.monmap.epoch)")
        }
        let version = UInt64(pending.epoch)
        let value = CephEncoder.encode(pending)
        put(version, value, into: &transaction)
        putLastCommitted(version, into: &transaction)
        // The first map of the cluster needs no copy from before it any more.
        if version == 1 { transaction.erase(MonitorKeys.mkfs, "monmap") }
    }

    public override func onActive() {
        guard lastCommitted >= 1, !monitor.hasEverJoined else { return }
        // Makes sure that this monitor never forms a quorum of its own again with an old initial map.
        monitor.markJoined()
    }

    /// `monmap`: the newest map, once there is one that the session lacks.
    public override func checkSubscriptions() {
        let epoch = UInt64(monitor.monmap.epoch)
        for session in monitor.sessions.values {
            guard let subscription = session.subscriptions["monmap"], subscription.next <= epoch else { continue }
            monitor.sendMonMap(to: session)
            session.subscriptions["monmap"] =
                subscription.isOneTime ? nil : Subscription(next: epoch + 1, isOneTime: false)
        }
    }

    public override func shouldStashFull() -> Bool { false }

    /// Changes of the map are never gathered.
    public override func proposalDelay() -> Duration? { .zero }
}

extension MonMapService {
    static let monMapCommands: [Command] = [
        .read(
            "mon getmap name=epoch,type=CephInt,range=0,req=false", help: "get monmap", module: "mon"
        ) { (service: MonMapService, call) in
            let wanted = try call.arguments.int("epoch").map { UInt64(clamping: $0) } ?? service.lastCommitted
            let version = wanted == 0 ? service.lastCommitted : wanted
            guard let map = try service.value(version) else {
                throw CommandError(.noEntry, "there is no map for epoch \(version)")
            }
            return CommandReply(status: "got monmap epoch \(version)", output: map)
        }
    ]
}
