import CephEncoding
import CephTypes
import MonitorStore
import Testing

@testable import Monitor

/// Texts and codes are those of a real 16.2.15 monitor.
@Suite struct MonMapCommandTests {
    private let monitor: Monitor
    private let environment: TestEnvironment
    init() throws { (monitor, environment) = try TestEnvironment.newCluster() }

    private func ask(_ prefix: String, _ arguments: [String: CommandValue] = [:]) throws -> String {
        let answer = try monitor.ask(prefix, arguments)
        return "\(answer.code) \(answer.status)"
    }

    @Test func `a new monitor listens at both protocols' ports unless one is given`() throws {
        let answer = try monitor.ask("mon add", ["name": .string("b"), "addr": .string("127.0.0.2:0")])
        #expect(answer.status == "adding mon.b at [v2:127.0.0.2:3300/0,v1:127.0.0.2:6789/0]")
        #expect(monitor.monmap.epoch == 2 && monitor.monmap.ranks == ["a", "b"])
    }

    @Test func `names and addresses that are taken are refused`() throws {
        #expect(
            try ask("mon add", ["name": .string("a"), "addr": .string("127.0.0.2")])
                == "-17 mon.a already exists at address [v2:127.0.0.1:3300/0,v1:127.0.0.1:6789/0]")
        #expect(
            try ask("mon add", ["name": .string("a"), "addr": .string("127.0.0.1")])
                == "0 mon.a at [v2:127.0.0.1:3300/0,v1:127.0.0.1:6789/0] already exists")
        #expect(
            try ask("mon add", ["name": .string("b"), "addr": .string("127.0.0.1")]).hasPrefix(
                "-17 mon.a already exists at address "))
        #expect(
            try ask("mon add", ["name": .string("b"), "addr": .string("nowhere")])
                == "-22 addr nowheredoes not parse")
        #expect(monitor.monmap.epoch == 1)
    }

    @Test func `the last monitor stays`() throws {
        #expect(
            try ask("mon rm", ["name": .string("a")]) == "-22 error: refusing removal of last monitor a")
        #expect(
            try ask("mon remove", ["name": .string("zz")])
                == "0 mon.zz does not exist or has already been removed")
    }

    @Test func `features are listed, and set by those who really mean it`() throws {
        #expect(try ask("mon feature set", ["feature_name": .string("zz")]) == "-2 unknown feature 'zz'")
        #expect(
            try ask("mon feature set", ["feature_name": .string("nautilus")])
                == "-1 please specify '--yes-i-really-mean-it' if you really, **really** want to set feature"
                + " 'mon_feature_t([nautilus])' in the monmap.")
        #expect(
            try ask(
                "mon feature set",
                ["feature_name": .string("nautilus"), "yes_i_really_mean_it": .bool(true)])
                == "0 setting feature 'mon_feature_t([nautilus])'")
        #expect(monitor.monmap.epoch == 1)
        let plain = try monitor.ask("mon feature ls").output
        #expect(String(buffer: plain).hasPrefix("all features\n\tsupported: [kraken,luminous,mimic,"))
        let valued = try monitor.ask(
            "mon feature ls", ["with_value": .string("--with-value"), "format": .string("json")])
        #expect(String(buffer: valued.output).contains(#""supported":{"kraken":1,"luminous":2,"#))
    }

    @Test func `weights, ranks, addresses and places are changed in the map`() throws {
        #expect(try ask("mon set-weight", ["name": .string("a"), "weight": .int(3)]) == "0 ")
        #expect(monitor.monmap.monitors["a"]?.weight == 3)
        #expect(
            try ask("mon set-weight", ["name": .string("zz"), "weight": .int(1)])
                == "-2 mon.zz does not exist")
        #expect(
            try ask("mon set-rank", ["name": .string("zz"), "rank": .int(1)])
                == "-2 mon.zz does not exist in monmap")
        #expect(
            try ask("mon set-addrs", ["name": .string("a"), "addrs": .string("foo")])
                == "-22 failed to parse addrs 'foo'")
        #expect(
            try ask("mon set_location", ["name": .string("a"), "args": .strings(["zone=x"])]) == "0 ")
        #expect(monitor.monmap.monitors["a"]?.crushLocation == ["zone": "x"])
        #expect(
            try ask("mon set_location", ["name": .string("a"), "args": .strings(["x"])])
                == "-22 We could not parse your input location to anything real; [x] turned into an empty map!"
        )
        #expect(try ask("mon enable-msgr2") == "0 ")
    }

    @Test func `the election strategy is one of three`() throws {
        #expect(try ask("mon set election_strategy", ["strategy": .string("foo")]) == "-22 ")
        #expect(
            try ask("mon add disallowed_leader", ["name": .string("a")])
                == "-22 You cannot disallow monitors in your current election mode")
        #expect(try ask("mon set election_strategy", ["strategy": .string("disallow")]) == "0 ")
        #expect(monitor.monmap.strategy == .disallow)
        #expect(
            try ask("mon add disallowed_leader", ["name": .string("a")])
                == "-22 mon.a is the only remaining allowed leader!")
        #expect(
            try ask("mon rm disallowed_leader", ["name": .string("a")]) == "0 mon.a is already allowed")
        #expect(
            try ask("mon set_new_tiebreaker", ["name": .string("a")])
                == "-22 Stretch mode is not enabled, so there is no tiebreaker")
    }

    @Test func `older maps are dumped by their epochs`() throws {
        _ = try ask("mon set-weight", ["name": .string("a"), "weight": .int(3)])
        let first = try monitor.ask("mon dump", ["epoch": .int(1)])
        #expect(first.status == "dumped monmap epoch 1")
        #expect(String(buffer: first.output).hasPrefix("epoch 1\nfsid 01234567-89ab-cdef"))
        #expect(try ask("mon dump", ["epoch": .int(99)]) == "-2 there is no map for epoch 99")
        let map = try MonMap.decode(from: try monitor.ask("mon getmap").output)
        #expect(map == monitor.monmap && map.epoch == 2)
    }

    @Test func `changes that come together are committed one after the other`() throws {
        let session = Session(connection: ConnectionID(.max), name: EntityName(.client, 0))
        session.caps = .allowAll
        for weight in [3, 4, 5] as [Int64] {
            monitor.execute(
                CommandArguments(
                    prefix: "mon set-weight", ["name": .string("a"), "weight": .int(weight)]),
                session: session
            ) { #expect($0.code == 0) }
        }
        try environment.completeWrites()
        for _ in 0..<50 { try environment.advance(by: .milliseconds(100)) }
        let weights = try (2...4).map { epoch in
            let map = environment.memory.value(of: StoreKey("monmap", String(epoch)))
            return try MonMap.decode(from: try #require(map)).monitors["a"]?.weight
        }
        #expect(weights == [3, 4, 5])
        #expect(monitor.monmap.epoch == 4)
    }

    @Test func `whether monitors may go is told`() throws {
        #expect(
            try ask("mon ok-to-stop", ["ids": .strings(["a"])])
                == "-16 not enough monitors would be available () after stopping mons [a]")
        #expect(
            try ask("mon ok-to-stop", ["ids": .strings(["zz"])])
                == "0 quorum should be preserved (a) after stopping [zz]")
        #expect(
            try ask("mon ok-to-add-offline")
                == "-16 adding a monitor may break quorum (until that monitor starts)")
        #expect(
            try ask("mon ok-to-rm", ["id": .string("a")]) == "-16 removing mon.a would break quorum")
        #expect(try ask("mon ok-to-rm", ["id": .string("zz")]) == "0 mon.zz does not exist")
    }
}
