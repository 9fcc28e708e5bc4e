import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The placement groups' state as a service of its own, as it was before luminous (jewel's
/// src/mon/PGMonitor.h): OSDs report to the monitors then, and not to a manager.
///
/// It sleeps, and writes nothing, until its keys are in the store or an OSD reports to a monitor.
/// ``PGMapStorage`` tells what it keeps where.
public final class PGMapService: PaxosService {
    /// As it is committed.
    public private(set) var map = PGMap()
    private var pending = PGMap.Incremental()
    /// The sums of ``map``, with what the OSD map says, as far as somebody asked since either changed.
    private var knownDigest: (digest: PGMapDigest, version: UInt64, osdEpoch: UInt32)?

    public override class var commands: [Command] { pgCommands }
    public override var hasInitialState: Bool { false }
    public override func shouldStashFull() -> Bool { false }

    /// Whether this cluster's OSDs report to the monitors.
    var isAwake: Bool { lastCommitted > 0 }

    /// The sums over all groups; nil while it sleeps.
    var digest: PGMapDigest? {
        guard isAwake else { return nil }
        let epoch = monitor.osdMap.epoch
        if let knownDigest, knownDigest.version == map.version, knownDigest.osdEpoch == epoch {
            return knownDigest.digest
        }
        let digest = map.makeDigest(for: monitor.osdMap.pgMapFacts)
        knownDigest = (digest, map.version, epoch)
        return digest
    }

    /// A report may be the first that ever came: there is nothing to read then.
    public override func isReadable(_ version: UInt64 = 0) -> Bool {
        isAwake ? super.isReadable(version) : paxos.isReadable(0)
    }

    // MARK: State

    public override func updateFromPaxos() throws {
        guard isAwake, map.version != lastCommitted else { return }
        let source = StoredReports(store: store)
        let first = map.version + 1
        guard map.version > 0, map.version < lastCommitted, first >= firstCommitted else {
            map = try PGMap(storedIn: source)
            return
        }
        for version in first...lastCommitted {
            guard let value = try value(version) else {
                map = try PGMap(storedIn: source)
                return
            }
            let change: PGMapStorage.Change = try CephDecoder.decode(from: value, named: "pgmap/\(version)")
            try map.apply(PGMap.Incremental(version: version, change: change, in: source))
        }
    }

    public override func checkNewest() throws {
        try super.checkNewest()
        guard isAwake, let value = try value(lastCommitted) else { return }
        _ = try CephDecoder.decode(PGMapStorage.Change.self, from: value, named: "pgmap/\(lastCommitted)")
    }

    public override func createPending() throws {
        pending = PGMap.Incremental(version: map.version + 1)
        pending.fullRatio = -1
        pending.nearfullRatio = -1
    }

    public override func encodePending(into transaction: inout StoreTransaction) throws {
        pending.stamp = environment.now
        // The ratios moved into the OSD map with luminous; jewel reads them here.
        let osdMap = monitor.osdMap
        if map.fullRatio != osdMap.fullRatio { pending.fullRatio = osdMap.fullRatio }
        if map.nearfullRatio != osdMap.nearFullRatio { pending.nearfullRatio = osdMap.nearFullRatio }
        let (change, edits) = pending.stored(features: monitor.quorumConnectionFeatures)
        put(pending.version, CephEncoder.encode(change), into: &transaction)
        putLastCommitted(pending.version, into: &transaction)
        for edit in edits {
            if let value = edit.value {
                transaction.put(edit.prefix, edit.key, value)
            } else {
                transaction.erase(edit.prefix, edit.key)
            }
        }
        var next = map
        try next.apply(pending)
        encodeHealth(health(of: next), into: &transaction)
    }

    private func health(of map: PGMap) -> HealthCheckMap {
        var checks = HealthCheckMap()
        let found = PGMapHealth(of: map, osdMap: monitor.osdMap.pgMapFacts, now: environment.now)
        for (code, check) in found.checks {
            checks.add(
                code, check.isError ? .error : .warning, check.summary, count: check.count,
                detail: check.detail)
        }
        return checks
    }

    /// As many versions as `mon_max_pgmap_epochs` are kept.
    public override func trimTarget() throws -> UInt64 {
        let kept = UInt64(clamping: monitor.options.int("mon_max_pgmap_epochs", 500))
        return lastCommitted > kept ? lastCommitted - kept : 0
    }

    // MARK: OSD map

    public override func tick() { followOSDMap() }
    public override func postPaxosUpdate() {
        guard isAwake, monitor.isLeader, map.lastOSDMapEpoch != monitor.osdMap.epoch else { return }
        monitor.atEndOfTurn(.encode) { [weak self] in self?.followOSDMap() }
    }

    /// Takes over what changed in the OSD map.
    private func followOSDMap() {
        let osdMap = monitor.osdMap
        guard isAwake, isWriteable, map.lastOSDMapEpoch < osdMap.epoch,
            pending.osdMapEpoch < osdMap.epoch
        else { return }
        pending.follow(osdMap, from: map)
        pending.markStale(osdMap, in: map, now: environment.now)
        proposeWhenDue()
    }

    // MARK: Messages

    public override func handles(_ message: any CephMessage) -> Bool { message is MPGStats }

    public override func preprocess(_ request: Request) throws -> Bool {
        guard let message = request.message.body as? MPGStats, message.fsid == monitor.monmap.fsid,
            request.session.isCapable("pg", .write)
        else { return true }
        return reporter(of: request) == nil
    }

    /// The OSD that a report is of; nil where the map does not have it so.
    private func reporter(of request: Request) -> Int32? {
        let name = request.session.name
        guard name.type == .osd, let osd = Int32(exactly: name.number), monitor.osdMap.isUp(osd),
            osd >= 0, Int(osd) < monitor.osdMap.clientAddresses.count
        else { return nil }
        let known = monitor.osdMap.clientAddresses[Int(osd)]
        return known.legacyOrFront == request.session.addresses.legacyOrFront ? osd : nil
    }

    public override func prepare(_ request: Request) throws -> Bool {
        guard let message = request.message.body as? MPGStats, let osd = reporter(of: request) else {
            return false
        }
        let report = PGReport(
            osd: osd, epoch: message.epoch, osdStat: message.osdStat,
            pgStats: message.pgStat.map { (id: $0.key, stat: $0.value) })
        var ack = MPGStatsAck()
        for (id, stat) in message.pgStat {
            ack.pgStat[id] = Pair(stat.reportedSeq, stat.reportedEpoch)
        }
        guard !isAwake || PGMap.Incremental.isNews(report, in: map) else {
            monitor.reply(to: request, ack)
            return false
        }
        if !isAwake, pending.osdMapEpoch == 0 { pending.follow(monitor.osdMap, from: map) }
        pending.take(report, into: map, osdMap: monitor.osdMap)
        whenCommitted { [monitor] reason in
            switch reason {
            case .ready: monitor.reply(to: request, ack)
            case .again: monitor.redispatch(request)
            case .cancelled: break
            }
        }
        return true
    }
}

/// The reports as they lie in the store. What cannot be read is an error where it is looked at.
private struct StoredReports: PGMapStorage.Source {
    let store: any KeyValueReader

    func value(prefix: String, key: String) throws -> ByteBuffer? {
        try store.value(of: StoreKey(prefix, key))
    }

    func entries(prefix: String) throws -> [(key: String, value: ByteBuffer)] {
        try store.keys(of: prefix).compactMap { key in try value(prefix: prefix, key: key).map { (key, $0) } }
    }
}
