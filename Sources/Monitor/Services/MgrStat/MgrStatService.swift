import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// What the manager reports: the digest of the PG map, the service map, progress (src/mon/MgrStatMonitor.h).
public final class MgrStatService: PaxosService {
    /// As they are committed.
    public private(set) var digest = PGMapDigest()
    public private(set) var serviceMap = ServiceMap()
    public private(set) var progressEvents: CephMap<String, ProgressEvent> = [:]

    private var pending = MgrStat()
    private var pendingChecks = HealthCheckMap()

    // MARK: State

    public override func updateFromPaxos() throws {
        guard lastCommitted > 0, let value = try value(lastCommitted) else { return }
        let key = "mgrstat/\(lastCommitted)"
        let stat: MgrStat = try CephDecoder.decode(from: value, named: key)
        digest = stat.digest
        serviceMap = try CephDecoder.decode(
            ServiceMap.self, from: stat.serviceMap, named: "\(key).service_map")
        progressEvents = stat.progressEvents ?? [:]
    }

    public override func createInitial() throws {
        var map = ServiceMap()
        map.epoch = 1
        map.modified = environment.now
        pending.serviceMap = CephEncoder.encode(map)
    }

    public override func createPending() throws {
        pending = MgrStat(
            digest: digest,
            serviceMap: CephEncoder.encode(serviceMap, features: monitor.quorumConnectionFeatures),
            progressEvents: progressEvents)
        pendingChecks = storedHealth
    }

    public override func encodePending(into transaction: inout StoreTransaction) throws {
        let version = lastCommitted + 1
        var written = pending
        written.digest = pending.digest.inHashOrder()
        put(
            version, CephEncoder.encode(written, features: monitor.quorumConnectionFeatures),
            into: &transaction)
        putLastCommitted(version, into: &transaction)
        encodeHealth(pendingChecks, into: &transaction)
    }

    /// Old states are no use to anybody.
    public override func trimTarget() throws -> UInt64 { lastCommitted > 5 ? lastCommitted - 5 : 0 }
    public override func shouldStashFull() -> Bool { false }

    public override func dumpReport(to formatter: inout CephFormatter) {
        digest.dump(to: &formatter)
        formatter.dump("servicemap", serviceMap)
    }

    // MARK: Messages

    public override func handles(_ message: any CephMessage) -> Bool {
        message is MMonMgrReport || message is MStatfs || message is MGetPoolStats
    }

    public override func preprocess(_ request: Request) throws -> Bool {
        switch request.message.body {
        case let message as MStatfs:
            answer(message, request)
            return true
        case let message as MGetPoolStats:
            answer(message, request)
            return true
        case let message as MMonMgrReport:
            // Of a manager that is not active any more.
            let active = monitor.service(MgrService.self).map.activeGID
            return message.gid != 0 && message.gid != active
        default: return true
        }
    }

    public override func prepare(_ request: Request) throws -> Bool {
        guard let report = request.message.body as? MMonMgrReport else { return false }
        pending.digest = try PGMapDigest.decode(from: report.data)
        if report.serviceMap.readableBytes > 0 {
            // It goes into the store as it came, but nothing goes there that cannot be read back.
            _ = try ServiceMap.decode(from: report.serviceMap)
            pending.serviceMap = report.serviceMap
        }
        pending.progressEvents = report.progressEvents
        pendingChecks = report.healthChecks
        return true
    }

    private func mayAsk(_ request: Request, _ fsid: CephUUID) -> Bool {
        request.session.isCapable("pg", .read) && fsid == monitor.monmap.fsid
    }

    private func answer(_ message: MStatfs, _ request: Request) {
        guard mayAsk(request, message.fsid) else { return }
        let map = monitor.osdMap
        let pool = message.dataPool.flatMap { map.pools[$0] == nil ? nil : $0 }
        if message.dataPool != nil && pool == nil { return }
        let space = digest.space(forPool: pool.flatMap { number in map.poolFacts.first { $0.id == number } })
        var reply = MStatfsReply()
        reply.fsid = message.fsid
        reply.version = lastCommitted
        reply.total = space.total
        reply.used = space.used
        reply.available = space.available
        reply.objectCount = space.objects
        monitor.reply(to: request, reply)
    }

    private func answer(_ message: MGetPoolStats, _ request: Request) {
        guard mayAsk(request, message.fsid) else { return }
        var reply = MGetPoolStatsReply()
        reply.paxos.version = lastCommitted
        reply.fsid = message.fsid
        reply.isPerPool = digest.usesPerPoolStats
        for name in message.pools {
            guard let pool = monitor.osdMap.pool(named: name),
                let stat = digest.poolSum[Int32(truncatingIfNeeded: pool)]
            else { continue }
            reply.poolStats[name] = stat
        }
        monitor.reply(to: request, reply)
    }

    // MARK: Subscriptions

    /// Sends the service map to a session that does not have it yet (`check_sub`).
    public override func checkSubscriptions(of session: Session) {
        guard var subscription = session.subscriptions["servicemap"],
            subscription.next <= UInt64(serviceMap.epoch)
        else { return }
        monitor.push(MServiceMap(serviceMap: serviceMap), to: session)
        subscription.next = UInt64(serviceMap.epoch) + 1
        session.subscriptions["servicemap"] = subscription.isOneTime ? nil : subscription
    }
}

extension MgrStatService: PoolStatisticsSource {
    func statistics(ofPool pool: Int64) -> ObjectStatSum? {
        monitor.digest.poolSum[Int32(truncatingIfNeeded: pool)]?.stats.sum
    }

    var purgedSnaps: CephMap<Int64, SnapIntervalSet> { monitor.digest.purgedSnaps }
}
