import CephEncoding
import CephMessages
import CephTypes
import NIOCore
import Testing

@testable import Monitor

/// What OSDs and clients tell a monitor about the OSD map, and what becomes of it.
@Suite struct OSDMapMessageTests {
    /// A new cluster with OSDs that have booted, each on a host of its own.
    final class World {
        let monitor: Monitor
        let environment: TestEnvironment
        private var sessions: [Int32: Session] = [:]
        private var next: UInt64 = 1

        init(osds: Int32, settings: [String: String] = [:]) throws {
            var all = ["mon_allow_pool_delete": "true"]
            all["osd_pool_default_size"] = "2"
            all.merge(settings) { $1 }
            (monitor, environment) = try TestEnvironment.newCluster(settings: MonitorSettings(all))
            for osd in 0..<osds {
                _ = try monitor.ask("osd new", ["uuid": .string("\(Self.uuid(osd))")])
                try boot(osd)
            }
            try place(osds)
        }

        /// Puts every OSD on a host of its own.
        private func place(_ osds: Int32) throws {
            let service = monitor.service(OSDMapService.self)
            var crush = try service.pendingCrush()
            for osd in 0..<osds {
                try crush.insertItem(
                    osd, weight: 1, name: "osd.\(osd)", at: ["root": "default", "host": "host\(osd)"])
            }
            service.setPendingCrush(crush)
            _ = try monitor.ask("osd set", ["key": .string("nobackfill")])
        }

        var map: OSDMap { monitor.service(OSDMapService.self).map }

        static func uuid(_ osd: Int32) -> CephUUID { CephUUID(high: 0x11, low: UInt64(osd) + 1) }

        static func addresses(_ osd: Int32, _ port: Int) -> EntityAddressVector {
            let first = port + Int(osd) * 10
            return EntityAddressVector("[v2:127.0.0.1:\(first)/7,v1:127.0.0.1:\(first + 1)/7]")
                ?? EntityAddressVector()
        }

        func session(_ name: EntityName, _ addresses: EntityAddressVector) -> Session {
            let session = Session(connection: ConnectionID(next), name: name, addresses: addresses)
            next += 1
            session.caps = .allowAll
            session.isAuthenticated = true
            monitor.sessionOpened(session)
            return session
        }

        func osd(_ number: Int32) -> Session {
            if let known = sessions[number] { return known }
            let made = session(EntityName(.osd, Int64(number)), Self.addresses(number, 6800))
            sessions[number] = made
            return made
        }

        /// What is answered to a message, once everything that it leads to is committed.
        @discardableResult func tell(
            _ message: any CephMessage, from session: Session, wait: Duration = .seconds(2)
        ) throws -> [any CephMessage] {
            environment.sent = []
            monitor.receive(MessageEnvelope(message, tid: 5), on: session.connection)
            try environment.advance(by: wait)
            return environment.sent.filter { $0.connection == session.connection }.map(\.message.body)
        }

        @discardableResult func boot(_ number: Int32) throws -> [any CephMessage] {
            var message = MOSDBoot(
                heartbeatBackAddresses: Self.addresses(number, 7200),
                clusterAddresses: Self.addresses(number, 6804),
                heartbeatFrontAddresses: Self.addresses(number, 7204),
                metadata: ["hostname": "host\(number)", "ceph_version_short": "16.2.15"],
                features: CephFeatures.all.rawValue)
            message.superblock.clusterFSID = monitor.monmap.fsid
            message.superblock.osdFSID = Self.uuid(number)
            message.superblock.whoami = number
            message.superblock.currentEpoch = map.epoch
            return try tell(message, from: osd(number))
        }

        func failure(of target: Int32, for seconds: Int32, _ flags: MOSDFailure.Flags) -> MOSDFailure {
            MOSDFailure(
                fsid: monitor.monmap.fsid, targetOSD: target,
                targetAddresses: Self.addresses(target, 6800), epoch: map.epoch, flags: flags,
                failedFor: seconds)
        }
    }

    @Test func `an OSD that boots is up and in`() throws {
        let world = try World(osds: 2)
        #expect(world.map.osdCount == 2 && world.map.upOSDCount == 2 && world.map.inOSDCount == 2)
        let epoch = world.map.epoch
        // Once more, the same life of it: nothing changes, it is sent what it lacks.
        #expect(try world.boot(0).isEmpty && world.map.epoch == epoch)
        // With another's UUID it is not let in.
        var stranger = MOSDBoot(features: CephFeatures.all.rawValue)
        stranger.superblock.clusterFSID = world.monitor.monmap.fsid
        stranger.superblock.osdFSID = CephUUID(high: 5, low: 5)
        let session = world.session(EntityName(.osd, 0), World.addresses(0, 9000))
        try world.tell(stranger, from: session)
        #expect(world.map.epoch == epoch)
        let metadata = try world.monitor.ask("osd metadata", ["id": .int(0), "format": .string("json")])
        #expect(String(buffer: metadata.output).contains("host0"))
    }

    @Test func `another life of an OSD goes down before it comes up`() throws {
        let world = try World(osds: 1)
        let epoch = world.map.epoch
        var again = MOSDBoot(
            clusterAddresses: World.addresses(0, 9004), features: CephFeatures.all.rawValue)
        again.superblock.clusterFSID = world.monitor.monmap.fsid
        again.superblock.osdFSID = World.uuid(0)
        again.superblock.currentEpoch = epoch
        let session = world.session(EntityName(.osd, 0), World.addresses(0, 9000))
        let answers = try world.tell(again, from: session, wait: .seconds(5))
        #expect(world.map.epoch == epoch + 2 && world.map.isUp(0))
        #expect(world.map.clientAddresses[0] == World.addresses(0, 9000))
        #expect(answers.contains { ($0 as? MOSDMap)?.newestMap == world.map.epoch })
    }

    @Test func `failures need reporters and patience`() throws {
        let world = try World(osds: 4, settings: ["mon_osd_reporter_subtree_level": "osd"])
        let report = world.failure(of: 3, for: 30, .failed)
        try world.tell(report, from: world.osd(0))
        #expect(world.map.isUp(3))
        // Taken back, and a second reporter is again the only one.
        try world.tell(world.failure(of: 3, for: 30, []), from: world.osd(0))
        try world.tell(report, from: world.osd(1))
        #expect(world.map.isUp(3))
        let answers = try world.tell(report, from: world.osd(2), wait: .seconds(10))
        #expect(world.map.isDown(3))
        #expect(answers.contains { $0 is MOSDMap })
        // Too young: it waits until the grace is over.
        try world.tell(world.failure(of: 2, for: 0, .failed), from: world.osd(0))
        try world.tell(world.failure(of: 2, for: 0, .failed), from: world.osd(1))
        #expect(world.map.isUp(2))
        try world.environment.advance(by: .seconds(60))
        #expect(world.map.isDown(2))
    }

    @Test func `a refused connection is failure enough`() throws {
        let world = try World(osds: 4)
        try world.tell(world.failure(of: 3, for: 0, [.failed, .immediate]), from: world.osd(0))
        #expect(world.map.isDown(3) && world.map.osdXInfos[3].deadEpoch == world.map.epoch)
    }

    @Test func `an OSD may leave by itself`() throws {
        let world = try World(osds: 3)
        var message = MOSDMarkMeDown(
            fsid: world.monitor.monmap.fsid, targetOSD: 1, targetAddresses: World.addresses(1, 6800),
            epoch: world.map.epoch, requestAck: true, downAndDead: true)
        let answers = try world.tell(message, from: world.osd(1))
        #expect(world.map.isDown(1))
        message.requestAck = false
        #expect(answers.contains { ($0 as? MOSDMarkMeDown) == message })
    }

    @Test func `OSDs that are silent go down, and out later`() throws {
        let world = try World(osds: 3)
        func beacons() throws {
            for osd in [0, 1] as [Int32] {
                try world.tell(
                    MOSDBeacon(
                        paxos: PaxosServiceHeader(version: UInt64(world.map.epoch)),
                        minLastEpochClean: 1, reportInterval: 300),
                    from: world.osd(osd))
            }
        }
        // A new leader first waits for as long as it bears silence.
        for _ in 0..<10 {
            try beacons()
            try world.environment.advance(by: .seconds(200))
        }
        #expect(world.map.isUp(0) && world.map.isUp(1) && world.map.isDown(2) && !world.map.isOut(2))
        for _ in 0..<4 {
            try beacons()
            try world.environment.advance(by: .seconds(200))
        }
        #expect(world.map.isUp(0) && world.map.isOut(2))
        #expect(world.map.osdXInfos[2].oldWeight == 0x10000)
    }

    @Test func `alive, full and temporary placement`() throws {
        let world = try World(osds: 3)
        let session = world.osd(0)
        let epoch = world.map.epoch
        try world.tell(
            MOSDAlive(paxos: PaxosServiceHeader(version: UInt64(epoch)), want: epoch), from: session)
        #expect(world.map.osdInfos[0].upThru == epoch)
        try world.tell(
            MOSDFull(
                paxos: PaxosServiceHeader(version: UInt64(epoch)), mapEpoch: epoch,
                state: OSDState.nearFull.rawValue),
            from: session)
        #expect(world.map.state(of: 0).contains(.nearFull))

        let reply = try world.monitor.ask(
            "osd pool create", ["pool": .string("p"), "pg_num": .int(8)])
        #expect(reply.code == 0)
        let pool = try #require(world.map.pools.keys.first)
        let mapper = PGMapper(world.map)
        let pg = try #require(
            (0..<8).map { PGID(pool: pool, seed: $0) }.first {
                mapper.locate($0)
                return mapper.placement.actingPrimary == 0
            })
        let message = MOSDPGTemp(mapEpoch: world.map.epoch, pgTemp: [pg: [2, 0]])
        // From another than its primary it is nothing.
        try world.tell(message, from: world.osd(1))
        #expect(world.map.pgTemp.isEmpty)
        try world.tell(message, from: session)
        #expect(world.map.pgTemp[pg] == [2, 0])
    }

    @Test func `OSDs are told which groups to create`() throws {
        let world = try World(osds: 2)
        for osd in [0, 1] as [Int32] {
            let subscription = MMonSubscribe(what: ["osd_pg_creates": .init(start: 0)])
            try world.tell(subscription, from: world.osd(osd))
        }
        world.environment.sent = []
        _ = try world.monitor.ask("osd pool create", ["pool": .string("p"), "pg_num": .int(8)])
        try world.environment.advance(by: .seconds(10))
        let creates = world.environment.sent.compactMap { $0.message.body as? MOSDPGCreate2 }
        #expect(Set(creates.flatMap { $0.pgs.keys.map(\.pgid.seed) }) == Set(0..<8))
        let pool = try #require(world.map.pools.keys.first)
        for seed in 0..<8 as Range<UInt32> {
            try world.tell(MOSDPGCreated(pgid: PGID(pool: pool, seed: seed)), from: world.osd(0))
        }
        #expect(world.monitor.service(OSDMapService.self).creating.pgs.isEmpty)
    }

    @Test func `subscribers get every epoch`() throws {
        let world = try World(osds: 1)
        let client = world.session(EntityName(.client, 4100), World.addresses(0, 9900))
        let first = try world.tell(
            MMonSubscribe(what: ["osdmap": .init(start: 0)]), from: client
        ).compactMap { $0 as? MOSDMap }
        #expect(first.count == 1 && first[0].maps.keys.elementsEqual([world.map.epoch]))
        world.environment.sent = []
        _ = try world.monitor.ask("osd set", ["key": .string("noout")])
        _ = try world.monitor.ask("osd unset", ["key": .string("noout")])
        let epochs = world.environment.sent.filter { $0.connection == client.connection }
            .compactMap { $0.message.body as? MOSDMap }.flatMap { Array($0.incrementalMaps.keys) }
        #expect(epochs == [world.map.epoch - 1, world.map.epoch])
        let asked = try world.tell(
            MMonGetOSDMap(fullFirst: 2, fullLast: 3, incrementalFirst: 1, incrementalLast: 2), from: client)
        let maps = try #require(asked.first as? MOSDMap)
        #expect(Array(maps.maps.keys) == [2, 3] && Array(maps.incrementalMaps.keys) == [1, 2])
    }

    @Test func `snapshots by librados`() throws {
        let world = try World(osds: 1)
        _ = try world.monitor.ask("osd pool create", ["pool": .string("p"), "pg_num": .int(8)])
        let pool = try #require(world.map.pools.keys.first)
        let client = world.session(EntityName(.client, 4100), World.addresses(0, 9900))
        func operation(_ op: MPoolOp.Op, snap: UInt64 = 0, name: String = "") throws -> MPoolOpReply {
            let answers = try world.tell(
                MPoolOp(
                    fsid: world.monitor.monmap.fsid, pool: UInt32(pool), op: op.rawValue, snapID: snap,
                    name: name),
                from: client, wait: .seconds(5))
            return try #require(answers.first as? MPoolOpReply)
        }
        let first = try operation(.createUnmanagedSnap)
        #expect(first.replyCode == 0)
        let number = first.response?.getInteger(at: 0, endianness: .little, as: UInt64.self)
        #expect(number == world.map.pools[pool]?.snapSeq && first.epoch == world.map.epoch)
        // One kind of snapshots excludes the other.
        #expect(Int32(bitPattern: try operation(.createSnap, name: "s").replyCode) == -22)
        #expect(try operation(.deleteUnmanagedSnap, snap: number ?? 0).replyCode == 0)
        #expect(world.map.newRemovedSnaps[pool] != nil)
        #expect(try operation(.deleteUnmanagedSnap, snap: number ?? 0).replyCode == 0)
    }

    @Test func `nonsense is survived`() throws {
        let world = try World(osds: 2)
        let fsid = world.monitor.monmap.fsid
        let (epoch, most) = (world.map.epoch, Int32.max)
        for target in [-1, 2, 1000, Int32.min, most] {
            for sender in [0, 77, -1, Int64.max, Int64.min] as [Int64] {
                let session = world.session(EntityName(.osd, sender), World.addresses(0, 6800))
                let messages: [any CephMessage] = [
                    MOSDFailure(fsid: fsid, targetOSD: target, epoch: .max, failedFor: .min),
                    MOSDMarkMeDown(fsid: fsid, targetOSD: target, epoch: .max, requestAck: true),
                    MOSDMarkMeDead(fsid: fsid, targetOSD: target, epoch: .max),
                    MOSDFull(mapEpoch: .max, state: .max),
                    MOSDPGTemp(mapEpoch: 0, pgTemp: [PGID(pool: 9, seed: .max): [target]], forced: true),
                    MOSDPGCreated(pgid: PGID(pool: -4, seed: .max)),
                    MOSDBoot(superblock: OSDSuperblock(), features: .max),
                ]
                for message in messages { try world.tell(message, from: session, wait: .zero) }
            }
        }
        try world.tell(
            MOSDFailure(
                fsid: fsid, targetOSD: 1, targetAddresses: World.addresses(1, 6800), epoch: epoch,
                failedFor: .min), from: world.osd(0))
        for op in [0, 1, 2, 3, 0x11, 0x12, 0x21, 0x22, 99, UInt32.max] {
            let message = MPoolOp(fsid: fsid, pool: .max, op: op, snapID: .max, name: "x")
            try world.tell(message, from: world.osd(0), wait: .zero)
        }
        try world.tell(
            MMonGetOSDMap(fullFirst: 0, fullLast: .max, incrementalFirst: 5, incrementalLast: .max),
            from: world.osd(0))
        #expect(world.map.upOSDCount == 2)
        #expect(world.environment.failure == nil)
    }
}
