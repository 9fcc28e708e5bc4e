import CephEncoding
import CephTypes
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

@Suite struct FSCommandTests {
    /// Times differ, nothing else may.
    private func timeless(_ text: String) -> String {
        text.replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+0000/#, with: "TIME")
    }

    @Test func `Two hundred commands are answered as the real monitor answered them`() throws {
        let cluster = try FileSystemCluster()
        for (index, expected) in try MDSMapFixtures.answers().enumerated() {
            let reply = try cluster.monitor.ask(json: expected.command)
            let place: Comment = "\(index): \(expected.command)"
            // A positive code, which Ceph gives for balancers, is none to librados.
            #expect(min(reply.code, 0) == expected.code, place)
            #expect(reply.status == expected.status, place)
            #expect(timeless(String(buffer: reply.output)) == timeless(expected.output), place)
        }
    }

    @Test func `The first map of a new cluster has the real monitor's bytes`() throws {
        let cluster = try FileSystemCluster()
        var map = FSMap()
        map.epoch = 1
        let stored = cluster.environment.memory.value(of: StoreKey("mdsmap", "1"))
        #expect(stored == CephEncoder.encode(map) && stored?.readableBytes == 366)
        #expect(cluster.environment.memory.value(of: StoreKey("health", "mdsmap"))?.readableBytes == 10)
    }

    @Test func `A new file system's pools are marked, and prepared for metadata`() throws {
        let cluster = try FileSystemCluster()
        try cluster.ask("fs new", ["fs_name": .string("a"), "metadata": .string("m"), "data": .string("d")])
        let pools = cluster.osdMaps.map.pools
        #expect(pools[1]?.applicationMetadata["cephfs"] == ["metadata": "a"])
        #expect(pools[2]?.applicationMetadata["cephfs"] == ["data": "a"])
        let key = try #require(PoolOptions.Key(name: "pg_autoscale_bias"))
        #expect(pools[1]?.options[key] == .double(4) && pools[2]?.options[key] == nil)
        #expect(pools[2]?.lastChange == cluster.osdMaps.map.epoch)
    }

    @Test func `A command that would break the map is refused and changes nothing`() throws {
        let cluster = try FileSystemCluster()
        let server = try cluster.server(11)
        try cluster.beacon(server, .boot)
        let epoch = cluster.map.epoch
        let reply = try cluster.ask("mds set_state", ["gid": .int(11), "state": .int(13)])
        #expect(reply.code == -22 && reply.status.hasPrefix("refused: standby gid 11 is up:active"))
        #expect(cluster.map.epoch == epoch && cluster.monitor.isLeader)
        let huge = try cluster.ask(
            "fs new", ["fs_name": .string("a"), "metadata": .string("m"), "data": .string("d")])
        #expect(huge.code == 0)
    }

    /// Ceph's monitor ends at such a number.
    @Test(arguments: [63, 64, Int64.max]) func `A feature without a bit is refused`(_ feature: Int64) throws {
        let cluster = try FileSystemCluster()
        try cluster.ask("fs new", ["fs_name": .string("a"), "metadata": .string("m"), "data": .string("d")])
        let reply = try cluster.ask(
            "fs compat",
            [
                "fs_name": .string("a"), "subop": .string("add_compat"), "feature": .int(feature),
                "feature_str": .string("x"),
            ])
        #expect(reply == CommandReply(code: -22, status: "Invalid feature"))
    }

    @Test func `Who may see one file system is shown and lets change no other`() throws {
        let cluster = try FileSystemCluster()
        for (name, metadata, data) in [("a", "m", "d"), ("b", "r", "bulk")] {
            try cluster.ask(
                "fs new", ["fs_name": .string(name), "metadata": .string(metadata), "data": .string(data)])
        }
        let session = Session(connection: ConnectionID(77), name: EntityName(.client, 5))
        session.authName = AuthEntityName(.client, "fs")
        session.caps = try MonCap("allow rw fsname=a")
        func answer(_ prefix: String, _ arguments: [String: CommandValue] = [:]) throws -> CommandReply {
            var reply: CommandReply?
            cluster.monitor.execute(CommandArguments(prefix: prefix, arguments), session: session) {
                reply = $0
            }
            try cluster.environment.advance(by: .seconds(5))
            return try #require(reply)
        }
        #expect(
            String(buffer: try answer("fs ls").output) == "name: a, metadata pool: m, data pools: [d ]\n")
        #expect(try answer("fs get", ["fs_name": .string("b")]).code == -2)
        let refused = try answer(
            "fs set", ["fs_name": .string("b"), "var": .string("max_mds"), "val": .string("2")])
        #expect(refused == CommandReply(code: -2, status: "Filesystem not found: 'b'"))
        let done = try answer(
            "fs set", ["fs_name": .string("a"), "var": .string("max_mds"), "val": .string("2")])
        #expect(done.code == 0 && cluster.map.filesystem(named: "a")?.mdsMap.maxMDS == 2)
    }
}
