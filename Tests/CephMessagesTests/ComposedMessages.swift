import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// Messages that no recording has, because 16.2's programs send them seldom or no more.
enum ComposedMessages {
    static let fsid = CephUUID(high: 0x2647_7958_208e_4e8e, low: 0xa4de_d5d3_9d57_db25)
    static let stamp = UTime(seconds: 1_795_262_522, nanoseconds: 190_565_000)
    static let paxos = PaxosServiceHeader(version: 12)
    static let monitor = EntityInstance(
        EntityName(.mon, 1), EntityAddress("v1:127.0.0.1:6789/0") ?? EntityAddress())
    static let pgid = PGID(pool: 3, seed: 0x1b)

    static let all: [any CephMessage] = [
        MGenericMessage(), MPing(),
        MTimeCheck(
            op: .report, epoch: 4, round: 6, timestamp: stamp, skews: [monitor: 0.25],
            latencies: [monitor: 0.5]),
        MMonHealth(epoch: 3, round: 9, serviceType: 1, serviceOp: 1),
        MMonGetOSDMap(paxos: paxos, fullFirst: 3, fullLast: 5, incrementalFirst: 6, incrementalLast: 9),
        MMonSubscribeAck(interval: 300, fsid: fsid),
        MGetConfig(name: AuthEntityName(.osd, "3"), host: "gnit", deviceClass: "ssd"),
        MKVData(
            version: 7, prefix: "mgr/x/", isIncremental: true,
            values: [
                "mgr/x/a": ByteBuffer(string: "one"), "mgr/x/b": nil,
            ]),
        MMDSLoadTargets(paxos: paxos, globalID: 4163, targets: [1, 2]),
        MMgrClose(daemonName: "a", serviceName: "rgw"),
        MPGStatsAck(pgStat: [pgid: Pair(33, 12)]),
        MOSDPGCreate(
            epoch: 12, pgs: [pgid: MOSDPGCreate.Creation(created: 11, splitBits: 2)],
            creationTimes: [pgid: stamp]),
        MRemoveSnaps(paxos: paxos, snaps: [3: [5, 6]]),
        MMonGetPurgedSnaps(paxos: paxos, start: 4, last: 9),
        MMonGetPurgedSnapsReply(paxos: paxos, start: 4, last: 9, purgedSnaps: [5: [3: snaps]]),
        MOSDFailure(
            paxos: paxos, fsid: fsid, targetOSD: 3, targetAddresses: addresses, epoch: 12, flags: [],
            failedFor: 21),
        MOSDFull(paxos: paxos, mapEpoch: 12, state: OSDState([.full, .nearFull]).rawValue),
        MMonScrub(
            op: .result, version: 4, result: ScrubResult(prefixCRC: ["osdmap": 77]), key: Pair("a", "b")),
        MMonProbe(fsid: fsid, op: .missingFeatures, name: "a", requiredFeatures: 5),
        MMonElection(fsid: fsid, op: .nak, epoch: 7, quorumFeatures: 9, sharing: ByteBuffer(bytes: [1, 2])),
        MMonSync(op: .noCookie),
        MMonJoin(
            paxos: paxos, fsid: fsid, name: "d", addresses: addresses, crushLocation: ["datacenter": "dc1"],
            forceLocation: true),
        MMonPaxos(
            op: .last, epoch: 5, uncommittedPN: 300, latestVersion: 4, latestValue: ByteBuffer(bytes: [1])),
        MStatfs(paxos: paxos, fsid: fsid, dataPool: 3),
        MPoolOpReply(paxos: paxos, fsid: fsid, replyCode: UInt32(bitPattern: -17), epoch: 12),
        MRoute(sessionMonTid: 4, sendOSDMapFirst: 11),
        MAuthReply(protocolNumber: 2, result: -13, globalID: 4163, resultMessage: "no"),
        MOSDMap(fsid: fsid, oldestMap: 1, newestMap: 9),
    ]

    private static let addresses =
        EntityAddressVector("[v2:127.0.0.1:6800/77,v1:127.0.0.1:6801/77]") ?? EntityAddressVector()
    private static var snaps: SnapIntervalSet {
        var snaps = SnapIntervalSet()
        snaps.insert(4, length: 2)
        return snaps
    }
}
