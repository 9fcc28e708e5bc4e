import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

@Suite struct MDSBeaconTests {
    let cluster: FileSystemCluster
    private var map: FSMap { cluster.map }

    init() throws { cluster = try FileSystemCluster() }

    private func newFileSystem() throws {
        try cluster.ask("fs new", ["fs_name": .string("a"), "metadata": .string("m"), "data": .string("d")])
    }

    /// The way of a server that has got a rank to being active.
    private func activate(_ server: Session) throws {
        for state: MDSState in [.replay, .reconnect, .rejoin, .active] {
            guard let info = map.info(ofGID: server.connection.rawValue), info.state != .active,
                info.state != .standby
            else { return }
            if info.state == .creating || info.state == .starting {
                return try cluster.beacon(server, .active)
            }
            if info.state != state { try cluster.beacon(server, state) }
        }
    }

    private var log: [String] { cluster.environment.clusterLog.map(\.message) }

    @Test func `A server boots, gets a rank and becomes active`() throws {
        let server = try cluster.server(11)
        try cluster.beacon(server, .boot)
        #expect(map.standbyDaemons[11]?.name == "s11" && map.standbyDaemons[11]?.stateSequence == 1)
        let reply = try #require(cluster.last(MMDSBeacon.self, to: server))
        #expect(reply.state == .boot && reply.paxos.version == UInt64(map.epoch) && reply.sequence == 1)
        #expect(try cluster.service.storedMetadata().servers[11]?["hostname"] == "h11")
        #expect(cluster.environment.memory.value(of: StoreKey("mds_health", "11")) != nil)

        try newFileSystem()
        #expect(map.info(ofGID: 11)?.state == .creating && map.filesystems[1]?.mdsMap.up[0] == 11)
        try activate(server)
        #expect(map.info(ofGID: 11)?.state == .active)
        #expect(map.problems() == [])
        #expect(map.summary == "a:1 {0=s11=up:active}")
    }

    @Test func `A beacon that brings no news is answered without a new map`() throws {
        let server = try cluster.server(11)
        try cluster.beacon(server, .boot)
        let epoch = map.epoch
        try cluster.beacon(server, .standby)
        #expect(map.epoch == epoch)
        let reply = try #require(cluster.last(MMDSBeacon.self, to: server))
        #expect(reply.state == .standby && reply.sequence == 2 && reply.paxos.version == UInt64(epoch))
    }

    @Test func `A server that has not seen its map yet is answered, whatever it wants`() throws {
        let server = try cluster.server(11)
        try cluster.beacon(server, .boot)
        let epoch = map.epoch
        try cluster.beacon(server, .active, epoch: epoch - 1)
        #expect(map.epoch == epoch && map.standbyDaemons[11] != nil)
    }

    @Test func `A server that nobody knows is sent a map without it`() throws {
        let server = try cluster.server(11)
        try cluster.beacon(server, .standby)
        let answer = try #require(cluster.last(MMDSMap.self, to: server))
        #expect(answer.epoch == .max && map.roles.isEmpty)
    }

    @Test(arguments: ["allow r", "allow service osd x"])
    func `Whoever may not act as a server is ignored`(_ caps: String) throws {
        let server = try cluster.server(11, caps: caps)
        try cluster.beacon(server, .boot)
        #expect(
            map.roles.isEmpty && !cluster.environment.sent.contains { $0.connection == server.connection })
    }

    @Test(arguments: [MDSState.active, .replay, .stopped, .damaged, .standbyReplay, .creating])
    func `A standby cannot take a rank by itself`(_ state: MDSState) throws {
        let server = try cluster.server(11)
        try cluster.beacon(server, .boot)
        try cluster.beacon(server, state)
        #expect(map.roles.isEmpty && map.problems() == [])
        #expect(try #require(cluster.last(MMDSMap.self, to: server)).epoch == .max)
    }

    @Test func `A server whose features change is taken out`() throws {
        let server = try cluster.server(11)
        try newFileSystem()
        try cluster.beacon(server, .boot)
        try cluster.environment.advance(by: .seconds(6))
        #expect(map.info(ofGID: 11)?.state == .creating)
        try cluster.beacon(server, .active, compat: .mdsBase)
        #expect(map.roles.isEmpty && map.filesystems[1]?.mdsMap.ranks == [])
        #expect(log.contains("daemon mds.s11 compat changed unexpectedly"))
        let address = try #require(server.addresses.addresses.first).with(kind: .any)
        #expect(cluster.osdMaps.map.blocklist.contains(address))
    }

    @Test func `A server that restarts replaces itself, and its rank waits`() throws {
        let first = try cluster.server(11)
        try cluster.beacon(first, .boot, name: "m")
        try newFileSystem()
        try activate(first)
        let second = try cluster.server(12)
        try cluster.beacon(second, .boot, name: "m")
        #expect(log.contains("daemon mds.m restarted"))
        #expect(map.roles[11] == nil && map.filesystems[1]?.mdsMap.lastFailureOSDEpoch ?? 0 > 0)
        try cluster.keepAlive([second], for: .seconds(8))
        #expect(map.filesystems[1]?.mdsMap.up[0] == 12 && map.info(ofGID: 12)?.state == .replay)
        try activate(second)
        #expect(map.info(ofGID: 12)?.state == .active)
    }

    @Test func `A silent server is laggy, and is replaced by a standby`() throws {
        let (first, second) = (try cluster.server(11), try cluster.server(12))
        try cluster.beacon(first, .boot)
        try newFileSystem()
        try activate(first)
        try cluster.beacon(second, .boot)
        // Until the quorum is a minute old, servers have that long.
        try cluster.keepAlive([first, second], for: .seconds(64))
        #expect(map.info(ofGID: 11)?.isLaggy == false)
        try cluster.keepAlive([second], for: .seconds(28))
        #expect(map.roles[11] == nil && map.filesystems[1]?.mdsMap.up[0] == 12)
        #expect(log.contains("Replacing daemon mds.s11 as rank 0 with standby daemon mds.s12"))
        #expect(
            log.contains("MDS daemon mds.s11 is removed because it is dead or otherwise unavailable."))
        #expect(cluster.osdMaps.map.blocklist.count == 2)
        #expect(map.problems() == [])
    }

    @Test func `A silent server stays while nobody can take over, and is welcome back`() throws {
        let server = try cluster.server(11)
        try cluster.beacon(server, .boot)
        try newFileSystem()
        try activate(server)
        try cluster.environment.advance(by: .seconds(120))
        #expect(map.info(ofGID: 11)?.isLaggy == true && map.filesystems[1]?.mdsMap.up[0] == 11)
        try cluster.beacon(server, .active)
        #expect(map.info(ofGID: 11)?.isLaggy == false)
    }

    @Test func `A standby follows a rank, takes it over, and another follows it then`() throws {
        let servers = try (11...13).map { try cluster.server($0) }
        try newFileSystem()
        for server in servers { try cluster.beacon(server, .boot) }
        try cluster.environment.advance(by: .seconds(6))
        let holder = try #require(map.filesystems[1]?.mdsMap.up[0])
        try activate(try #require(servers.first { $0.connection.rawValue == holder }))
        try cluster.ask(
            "fs set",
            ["fs_name": .string("a"), "var": .string("allow_standby_replay"), "val": .string("true")])
        try cluster.keepAlive(servers, for: .seconds(8))
        let follower = try #require(map.filesystems[1]?.mdsMap.standbyReplay(ofRank: 0)?.globalID)
        let reply = try cluster.ask("mds fail", ["role_or_gid": .string("0")])
        #expect(reply.status == "failed mds gid \(holder)")
        try cluster.keepAlive(servers, for: .seconds(8))
        #expect(map.filesystems[1]?.mdsMap.up[0] == follower)
        try activate(try #require(servers.first { $0.connection.rawValue == follower }))
        try cluster.keepAlive(servers, for: .seconds(8))
        #expect(map.filesystems[1]?.mdsMap.standbyReplay(ofRank: 0) != nil && map.standbyDaemons.isEmpty)
        #expect(map.problems(pending: true) == [])
    }

    @Test func `Ranks are added and stopped as max_mds says`() throws {
        let servers = try (11...12).map { try cluster.server($0) }
        for server in servers { try cluster.beacon(server, .boot) }
        try newFileSystem()
        func set(_ count: String) throws {
            try cluster.ask(
                "fs set", ["fs_name": .string("a"), "var": .string("max_mds"), "val": .string(count)])
            try cluster.keepAlive(servers, for: .seconds(8))
        }
        for server in servers { try activate(server) }
        try set("2")
        for server in servers { try activate(server) }
        #expect(map.filesystems[1]?.mdsMap.ranks == [0, 1])
        try set("1")
        let gid = try #require(map.filesystems[1]?.mdsMap.up[1])
        #expect(map.info(ofGID: gid)?.state == .stopping)
        try cluster.beacon(try #require(servers.first { $0.connection.rawValue == gid }), .stopped)
        #expect(map.filesystems[1]?.mdsMap.ranks == [0] && map.filesystems[1]?.mdsMap.stopped == [1])
        #expect(map.roles[gid] == nil)
        #expect(log.contains("stopping daemon mds.s\(gid)"))
        #expect(
            log.contains(
                "daemon mds.s\(gid) finished stopping rank 1 in filesystem a (now has 1 ranks)"))
    }

    @Test func `A damaged rank stays empty until it is repaired`() throws {
        let (first, second) = (try cluster.server(11), try cluster.server(12))
        try cluster.beacon(first, .boot)
        try newFileSystem()
        try activate(first)
        try cluster.beacon(second, .boot)
        try cluster.beacon(first, .damaged)
        try cluster.keepAlive([second], for: .seconds(8))
        #expect(map.filesystems[1]?.mdsMap.damaged == [0] && map.filesystems[1]?.mdsMap.up.isEmpty == true)
        #expect(cluster.service.healthChecks().checks["MDS_DAMAGE"]?.detail == ["fs a mds.0 is damaged"])
        #expect(
            try cluster.ask("mds repaired", ["role": .string("a:0")]).status
                == "repaired: restoring rank 1:0")
        try cluster.keepAlive([second], for: .seconds(8))
        #expect(map.filesystems[1]?.mdsMap.up[0] == 12)
    }

    @Test func `Complaints are stored, become health checks, and their end is told of`() throws {
        let server = try cluster.server(11)
        try cluster.beacon(server, .boot)
        let slow = MDSHealth.Metric(type: 10, severity: .warning, message: "2 slow requests are blocked")
        try cluster.beacon(server, .standby, health: [slow])
        let stored = try #require(cluster.environment.memory.value(of: StoreKey("mds_health", "11")))
        #expect(try MDSHealth.decode(from: stored) == MDSHealth(metrics: [slow]))
        let checks = try HealthCheckMap.decode(
            from: try #require(cluster.environment.memory.value(of: StoreKey("health", "mdsmap"))))
        #expect(checks.checks["MDS_SLOW_REQUEST"]?.summary == "1 MDSs report slow requests")
        #expect(checks == cluster.service.healthChecks())
        try cluster.beacon(server, .standby)
        #expect(log.contains("MDS health message cleared (mds.?): 2 slow requests are blocked"))
        #expect(cluster.service.healthChecks().isEmpty)
    }

    @Test func `A server that went takes its records along`() throws {
        let server = try cluster.server(11)
        try cluster.beacon(server, .boot)
        try cluster.ask("mds rm", ["gid": .int(11)])
        #expect(map.roles.isEmpty)
        #expect(cluster.environment.memory.value(of: StoreKey("mds_health", "11")) == nil)
        #expect(try cluster.service.storedMetadata().servers.isEmpty)
    }

    @Test func `A standby that prefers the file system replaces a server that prefers another`() throws {
        let (first, second) = (try cluster.server(11), try cluster.server(12))
        try cluster.beacon(first, .boot)
        try newFileSystem()
        try activate(first)
        try cluster.beacon(second, .boot, fs: "a")
        try cluster.environment.advance(by: .seconds(6))
        #expect(map.filesystems[1]?.mdsMap.up[0] == 12)
        #expect(
            log.contains(
                "Dropping low affinity active daemon mds.s11 in favor of higher affinity standby."))
    }

    @Test func `What needs the OSD map waits until it can be changed`() throws {
        let (first, second) = (try cluster.server(11), try cluster.server(12))
        try cluster.beacon(first, .boot, name: "m")
        cluster.environment.holdsWrites = true
        let osdMaps = cluster.osdMaps
        cluster.monitor.turn {
            osdMaps.prepareMetadataPool(2)
            osdMaps.proposeNow()
        }
        #expect(!osdMaps.isWriteable)
        try cluster.beacon(second, .boot, name: "m")
        #expect(cluster.service.pending.roles[11] != nil)
        cluster.environment.holdsWrites = false
        try cluster.environment.advance(by: .seconds(5))
        #expect(map.roles[11] == nil && map.roles[12] != nil)
    }

    @Test func `Load targets are noted once`() throws {
        let server = try cluster.server(11)
        try cluster.beacon(server, .boot)
        try newFileSystem()
        try activate(server)
        for _ in 0..<2 {
            let load = MMDSLoadTargets(globalID: 11, targets: [1, 2])
            cluster.monitor.receive(MessageEnvelope(load), on: server.connection)
            try cluster.environment.advance(by: .seconds(2))
        }
        #expect(map.info(ofGID: 11)?.exportTargets == [1, 2])
    }

    // MARK: Subscriptions

    @Test func `Subscribers are told of each map once`() throws {
        let server = try cluster.server(11)
        let client = Session(connection: ConnectionID(50), name: EntityName(.client, 4))
        client.caps = .allowAll
        for name in ["fsmap", "fsmap.user", "mdsmap", "mdsmap.9"] {
            client.subscriptions[name] = Subscription(next: 0, isOneTime: name == "fsmap")
        }
        cluster.monitor.sessionOpened(client)
        server.subscriptions["mdsmap"] = Subscription(next: 0, isOneTime: false)
        try cluster.beacon(server, .boot)
        #expect(client.subscriptions["fsmap"] == nil)
        #expect(cluster.last(MFSMap.self, to: client)?.fsMap == map)
        #expect(cluster.last(MMDSMap.self, to: client) == nil)
        let own = try #require(cluster.last(MMDSMap.self, to: server))
        #expect(try MDSMap.decode(from: own.encoded).info.keys == [11] && own.epoch == map.standbyEpochs[11])

        try newFileSystem()
        #expect(cluster.last(MFSMapUser.self, to: client)?.fsMap.filesystems == [1: "a"])
        #expect(cluster.last(MMDSMap.self, to: client)?.fsName == "a")
        #expect(cluster.last(MMDSMap.self, to: server)?.fsName == "a")
        #expect(client.subscriptions["mdsmap.9"]?.next == 0)
        let count = cluster.environment.sent.count
        cluster.service.checkSubscriptions()
        #expect(cluster.environment.sent.count == count)
    }

    // MARK: Life

    @Test func `A restarted monitor goes on with the map, and trims old ones`() throws {
        let environment = cluster.environment
        let server = try cluster.server(11)
        try cluster.beacon(server, .boot)
        try newFileSystem()
        let before = map
        cluster.monitor.shutDown()
        let settings = MonitorSettings(["mon_max_mdsmap_epochs": "1", "paxos_service_trim_min": "1"])
        let second = try TestEnvironment.start(environment, settings: settings)
        #expect(second.fileSystems.map == before)
        #expect(try second.fileSystems.trimTarget() == UInt64(before.epoch) - 1)
    }

    @Test func `A map that is not whole is not gone on with, unless that is asked for`() throws {
        var broken = FSMap()
        broken.epoch = 2
        broken.roles[7] = 1
        cluster.monitor.shutDown()
        let environment = cluster.environment
        var transaction = StoreTransaction()
        transaction.put("mdsmap", 2, CephEncoder.encode(broken))
        transaction.put("mdsmap", "last_committed", version: 2)
        try environment.memory.apply(transaction)
        let error = #expect(throws: MonitorStartError.self) { try TestEnvironment.start(environment) }
        #expect(error?.description.contains("mdsmap/2") == true)
        let settings = MonitorSettings(["mon_mds_skip_sanity": "true"])
        #expect(try TestEnvironment.start(environment, settings: settings).isLeader)
    }
}
