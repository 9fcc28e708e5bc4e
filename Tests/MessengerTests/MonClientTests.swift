import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import NIOCore
import NIOPosix
import Testing

@testable import Messenger

@Suite(.serialized) struct MonClientTests {
    struct Cluster {
        let keys: TestKeys
        let scripts: [ScriptedMonitor]
        var messengers: [Messenger] = []

        init(
            _ count: Int, modes: [ConnectionMode] = [.secure, .crc], readyTimeout: TimeAmount = .seconds(10)
        ) async throws {
            let keys = TestKeys(modes: modes)
            self.keys = keys
            scripts = (0..<count).map { _ in ScriptedMonitor(keys) }
            for (rank, script) in scripts.enumerated() {
                var configuration = MessengerConfiguration.monitor(
                    rank: Int64(rank), authServer: keys.server, authClient: keys.monitor("m\(rank)"))
                configuration.readyTimeout = readyTimeout
                let messenger = Messenger(
                    group: TestNetwork.group, configuration: configuration, dispatcher: script)
                try await messenger.bind(TestAddress.anyPorts)
                messengers.append(messenger)
            }
            let named = messengers.enumerated().map { ("m\($0)", $1.ownAddresses) }
            for script in scripts { script.serve(named) }
        }

        func client(_ change: (inout MonClientConfiguration) -> Void = { _ in }) -> MonClient {
            var configuration = MonClientConfiguration(
                monitors: messengers.map(\.ownAddresses), name: TestKeys.admin,
                keyring: KeyRing(keys.keys.data))
            change(&configuration)
            return MonClient(group: TestNetwork.group, configuration: configuration)
        }

        func shutdown() async {
            for messenger in messengers { await messenger.shutdown() }
        }
    }

    static let status = #"{"prefix":"status"}"#

    @Test(arguments: [nil, EntityAddress.Kind.legacy])
    func `a command that a lost monitor did not answer is sent to another`(kind: EntityAddress.Kind?)
        async throws
    {
        let cluster = try await Cluster(3)
        let client = cluster.client { $0.onlyKind = kind }
        try await client.connect()
        #expect(client.monMap?.monitors.count == 3)
        let first = try #require(client.connection?.peerAddresses)
        let index = try #require(
            cluster.messengers.firstIndex { $0.ownAddresses.addresses.contains(first.front) })
        cluster.scripts[index].state.withLockedValue { $0.isMute = true }
        async let reply = client.command(Self.status)
        while cluster.scripts[index].state.withLockedValue({ $0.commands.isEmpty }) {
            try await Task.sleep(nanoseconds: 1_000_000)
        }
        let start = NIODeadline.now()
        await cluster.messengers[index].shutdown()
        #expect(try await reply.code == 0)
        // Milliseconds; without hunting it would be the ping's thirty seconds. It is the time on the event loops: this task
        // may wait long for a thread when other tests have them all.
        let asked = cluster.scripts.compactMap { $0.state.withLockedValue(\.lastCommand) }.max()
        #expect(try #require(asked) - start < .seconds(5))
        #expect(client.connection?.peerAddresses != first)
        await client.shutdown()
        await #expect(throws: MonClientError.shutDown) { try await client.command(Self.status) }
        await cluster.shutdown()
    }

    @Test func `a monitor that comes late is found`() async throws {
        let keys = TestKeys()
        let port = try await Cluster(1).freePort()
        var configuration = MonClientConfiguration(
            monitors: [EntityAddressVector([TestAddress.v2(port)])], name: TestKeys.admin,
            keyring: KeyRing(keys.keys.data))
        configuration.huntPause = .milliseconds(20)
        let client = MonClient(group: TestNetwork.group, configuration: configuration)
        async let reply = client.command(Self.status)
        try await Task.sleep(nanoseconds: 100_000_000)
        let script = ScriptedMonitor(keys)
        let monitor = Messenger(
            group: TestNetwork.group,
            configuration: .monitor(rank: 0, authServer: keys.server, authClient: keys.monitor("a")),
            dispatcher: script)
        try await monitor.bind(EntityAddressVector([TestAddress.v2(port)]))
        script.serve(at: monitor.ownAddresses)
        #expect(try await reply.code == 0)
        await client.shutdown()
        await monitor.shutdown()
    }

    @Test(arguments: [
        ("10.0.0.1", "[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]"), ("10.0.0.1:6789", "v1:10.0.0.1:6789/0"),
        ("10.0.0.1:3300", "v2:10.0.0.1:3300/0"), ("10.0.0.1:77", "v2:10.0.0.1:77/0 v1:10.0.0.1:77/0"),
        ("v1:10.0.0.1:77", "v1:10.0.0.1:77/0"), ("[::1]:6789", "v1:[::1]:6789/0"),
        (
            "[v2:10.0.0.1:3300,v1:10.0.0.1:6789],[v2:[::1]:3300/0] 10.0.0.3:3300; ",
            "[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0] v2:[::1]:3300/0 v2:10.0.0.3:3300/0"
        ),
    ])
    func `mon_host is read as Ceph reads it`(text: String, expected: String) throws {
        #expect(try MonHost.parse(text).map(\.description).joined(separator: " ") == expected)
        #expect(throws: WireError.self) { try MonHost.parse("nobody:here") }
    }

    @Test func `names are looked up, with the protocol and port that stand beside them`() throws {
        let found = try MonHost.resolve("v1:localhost:7000,10.0.0.2:6789").map(\.description)
        #expect(!Set(found).isDisjoint(with: ["v1:127.0.0.1:7000/0", "v1:[::1]:7000/0"]))
        #expect(found.last == "v1:10.0.0.2:6789/0")
        let error = #expect(throws: WireError.self) { try MonHost.resolve("no-such-host.invalid") }
        #expect("\(try #require(error))".contains("the name no-such-host.invalid has no address"))
    }

    /// `MESSENGER_CONNECTIONS=5000` for as many as a large cluster has.
    @Test func `many clients are served at once`() async throws {
        let count = Environment.number("MESSENGER_CONNECTIONS") ?? 300
        let cluster = try await Cluster(1, readyTimeout: .seconds(100))
        let clients = (0..<count).map { _ in
            cluster.client {
                // A debug build takes milliseconds for each handshake, and all of them come together.
                $0.huntInterval = .seconds(100)
                $0.readyTimeout = .seconds(100)
            }
        }
        let start = NIODeadline.now()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in clients { group.addTask { try await client.connect() } }
            try await group.waitForAll()
        }
        let connected = NIODeadline.now()
        try await withThrowingTaskGroup(of: Int32.self) { group in
            for client in clients { group.addTask { try await client.command(Self.status).code } }
            for try await code in group { #expect(code == 0) }
        }
        let answered = NIODeadline.now()
        #expect(cluster.messengers[0].connections.count == count)
        print(
            "\(count) clients: connected in \((connected - start).nanoseconds / 1_000_000) ms,",
            "answered in \((answered - connected).nanoseconds / 1_000_000) ms")
        for client in clients { await client.shutdown() }
        await cluster.shutdown()
    }

    /// Round trips of one command; `MESSENGER_ROUNDTRIPS` is how many.
    @Test(arguments: [nil, EntityAddress.Kind.legacy], [ConnectionMode.secure, .crc])
    func `a command's round trip is short`(kind: EntityAddress.Kind?, mode: ConnectionMode) async throws {
        guard kind == nil || mode == .crc else { return }
        let count = Environment.number("MESSENGER_ROUNDTRIPS") ?? 200
        let cluster = try await Cluster(1, modes: [mode])
        let client = cluster.client { $0.onlyKind = kind }
        try await client.connect()
        var times: [Int64] = []
        for _ in 0..<count {
            let start = NIODeadline.now()
            #expect(try await client.command(Self.status).code == 0)
            times.append((NIODeadline.now() - start).nanoseconds)
        }
        times.sort()
        print("\(kind == nil ? "v2" : "v1") \(mode.name ?? ""): median \(times[count / 2] / 1000) us")
        // Debug builds on busy machines: that it is not a matter of a timer.
        #expect(times[count / 2] < 20_000_000)
        await client.shutdown()
        await cluster.shutdown()
    }
}

extension MonClientTests.Cluster {
    /// A port that was free a moment ago.
    func freePort() async throws -> UInt16 {
        let port = messengers[0].ownAddresses.front.socket.port
        await shutdown()
        return port
    }
}
