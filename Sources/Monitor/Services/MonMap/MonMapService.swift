import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Which monitors there are (src/mon/MonmapMonitor.h).
public final class MonMapService: PaxosService {
    /// The map to be; valid while the leader has a pending state.
    public var pending = MonMap()

    public override class var commands: [Command] {
        readCommands + memberCommands + electionCommands + stretchCommands
    }

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
        if version == 1 {
            monitor.putNewFingerprint(into: &transaction)
            // The first map of the cluster needs no copy from before it any more.
            transaction.erase(MonitorKeys.mkfs, "monmap")
        }
        encodeHealth(pending.healthChecks, into: &transaction)
    }

    public override func onActive() {
        // Makes sure that this monitor never forms a quorum of its own again with an old initial map.
        if lastCommitted >= 1, !monitor.hasEverJoined { monitor.markJoined() }
        guard monitor.isLeader else { return }
        monitor.clusterLog(.debug, "monmap \(monitor.monmap.summary)")
        adoptQuorumFeatures()
    }

    /// `monmap`: the newest map, once there is one that the session lacks.
    public override func checkSubscriptions(of session: Session) {
        let epoch = UInt64(monitor.monmap.epoch)
        guard let subscription = session.subscriptions["monmap"], subscription.next <= epoch else { return }
        monitor.sendMonMap(to: session)
        session.subscriptions["monmap"] =
            subscription.isOneTime ? nil : Subscription(next: epoch + 1, isOneTime: false)
    }

    public override func handles(_ message: any CephMessage) -> Bool { isJoin(message) }

    public override func preprocess(_ request: Request) throws -> Bool {
        guard let join = request.message.body as? MMonJoin else { return false }
        return preprocessJoin(join, request)
    }

    public override func prepare(_ request: Request) throws -> Bool {
        guard let join = request.message.body as? MMonJoin else { return false }
        return prepareJoin(join)
    }

    public override func shouldStashFull() -> Bool { false }

    public override func dumpReport(to formatter: inout CephFormatter) {
        formatter.int("monmap_first_committed", firstCommitted)
        formatter.int("monmap_last_committed", lastCommitted)
        formatter.dump("monmap", monitor.monmap)
        formatter.ints("quorum", each: "mon", monitor.quorum.sorted())
    }

    /// Each change is committed, and the monitors that are left have elected anew, before the next one is looked at:
    /// majorities of a map and of the one that follows have a member in common, as long as one monitor is the
    /// difference (`MonmapMonitor::should_propose`).
    public override func proposalDelay() -> Duration? { .zero }
    public override var gathersChanges: Bool { false }
}
