import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import TestSupport
import Testing

@testable import Messenger

/// Ceph's own monitor, and this side's client.
@Suite(.serialized, .enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"))
final class CephMonitorInteropTests {
    static func freshMonitor() throws -> (
        CephMonitor, folder: TemporaryFolder, keyring: KeyRing, address: String
    ) {
        let folder = try TemporaryFolder()
        let data = "\(folder.path)/mon"
        let keyring = "\(folder.path)/keyring"
        let fsid = "3b6f1f3a-6c4c-4f7d-9e53-7b0f5f0f9a11"
        let address =
            "[v2:127.0.0.1:\(try CephMonitor.freePort()),v1:127.0.0.1:\(try CephMonitor.freePort())]"
        for arguments in [
            ["--create-keyring", keyring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *"],
            [keyring, "--gen-key", "-n", "client.admin", "--cap", "mon", "allow *"],
        ] { try #require(Program.run("ceph-authtool", arguments).status == 0) }
        let map = "\(folder.path)/monmap"
        let options = ["--set-min-mon-release", "16", "--enable-all-features", map]
        try #require(
            Program.run(
                "monmaptool", ["--create", "--addv", "a", address, "--fsid", fsid] + options
            ).status == 0)
        let conf = "\(folder.path)/ceph.conf"
        try
            "[global]\nfsid = \(fsid)\nmon_keyvaluedb = leveldb\nlog_file = \(folder.path)/log\nrun_dir = \(folder.path)\n"
            .write(toFile: conf, atomically: true, encoding: .utf8)
        let made = try Program.run(
            "ceph-mon",
            ["-c", conf, "--mkfs", "-i", "a", "--mon-data", data, "--monmap", map, "--keyring", keyring])
        try #require(made.status == 0, "\(made.errorText)")
        let monitor = try CephMonitor(dataFolder: data, known: (fsid, address))
        let text = try String(contentsOfFile: keyring, encoding: .utf8)
        return (monitor, folder, try KeyRing(text: text), address)
    }

    @Test func `commands go to a ceph-mon over v2 secure, v2 crc and v1`() async throws {
        let (monitor, folder, keyring, address) = try Self.freshMonitor()
        defer {
            monitor.stop()
            withExtendedLifetime(folder) {}
        }
        for (kind, mode) in [
            (EntityAddress.Kind.msgr2, ConnectionMode.secure), (.msgr2, .crc), (.legacy, .crc),
        ] {
            var configuration = MonClientConfiguration(
                monitors: try MonHost.parse(address), name: TestKeys.admin, keyring: keyring)
            configuration.onlyKind = kind
            configuration.policy.monClientModes = [mode]
            let client = MonClient(group: TestNetwork.group, configuration: configuration)
            try await client.connect()
            #expect(client.connection?.mode == mode)
            #expect(client.connection?.isV2 == (kind == .msgr2))
            #expect(client.globalID > 0)
            #expect(client.monMap?.monitors.count == 1)
            let status = try await client.command(#"{"prefix":"status","format":"json"}"#)
            #expect(status.code == 0)
            #expect(String(buffer: status.output).contains(#""fsid":"3b6f1f3a"#))
            let wrong = try await client.command(#"{"prefix":"no such thing"}"#)
            #expect(wrong.code == -22)
            // A value that takes several reads of a socket, there and back.
            let value = ByteBuffer(repeating: UInt8(ascii: "x"), count: 60_000)
            let set = try await client.command(#"{"prefix":"config-key set","key":"a/b"}"#, input: value)
            #expect(set.code == 0)
            let got = try await client.command(#"{"prefix":"config-key get","key":"a/b"}"#)
            #expect(got.output == value)
            // Many at a time, each with its own answer.
            let replies = try await withThrowingTaskGroup(of: (Int, MonClientReply).self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let json = #"{"prefix":"config-key exists","key":"\#(number)"}"#
                        return (number, try await client.command(json))
                    }
                }
                return try await group.reduce(into: [Int: MonClientReply]()) { $0[$1.0] = $1.1 }
            }
            #expect(replies.count == 200)
            #expect(replies.allSatisfy { $0.value.status.contains("key '\($0.key)'") })
            await client.shutdown()
        }
        var stranger = MonClientConfiguration(
            monitors: try MonHost.parse(address), name: TestKeys.admin, keyring: KeyRing(TestKeys().keys.data)
        )
        for kind in [EntityAddress.Kind.msgr2, .legacy] {
            stranger.onlyKind = kind
            let client = MonClient(group: TestNetwork.group, configuration: stranger)
            await #expect(throws: MonClientError.authentication(errno: 13)) { try await client.connect() }
            await client.shutdown()
        }
    }
}

/// Ceph's own clients, and this side's server.
@Suite(.serialized, .enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"))
struct CephClientInteropTests {
    @Test(arguments: [
        (EntityAddress.Kind.msgr2, ConnectionMode.secure), (.msgr2, .crc), (.legacy, .crc),
    ])
    func `ceph and librados are served`(kind: EntityAddress.Kind, mode: ConnectionMode) async throws {
        let network = TestNetwork(modes: [mode])
        let script = ScriptedMonitor(network.keys)
        let configuration = MessengerConfiguration.monitor(
            rank: 0, authServer: network.keys.server, authClient: network.keys.monitor("a"))
        let monitor = Messenger(group: TestNetwork.group, configuration: configuration, dispatcher: script)
        try await monitor.bind(TestAddress.anyPorts)
        let addresses = TestAddress.only(kind == .legacy, of: monitor.ownAddresses)
        script.serve(at: addresses)

        let folder = try TemporaryFolder()
        let key = try #require(network.keys.keys.data.secrets[TestKeys.admin]?.key)
        try "[client.admin]\n\tkey = \(key)\n".write(
            toFile: "\(folder.path)/keyring", atomically: true, encoding: .utf8)
        let conf = "\(folder.path)/ceph.conf"
        try """
        [global]
        mon_host = [\(addresses.front.description.prefix { $0 != "/" })]
        keyring = \(folder.path)/keyring
        ms_mon_client_mode = \(mode.name ?? "")

        """.write(toFile: conf, atomically: true, encoding: .utf8)

        let (status, wrong, python) = try await Self.inBackground {
            (
                try Program.run("ceph", ["-c", conf, "--connect-timeout", "20", "status"], limit: 40),
                try Program.run("ceph", ["-c", conf, "--connect-timeout", "20", "fsid"], limit: 40),
                try Program.run("/usr/bin/python3", ["-c", Self.script, conf], limit: 40)
            )
        }
        #expect(status.text == "this monitor is scripted\n" && status.status == 0, "\(status.errorText)")
        #expect(wrong.status == 22)
        #expect(wrong.errorText.contains("command not known"))
        #expect(python.text == "(0, b'this monitor is scripted\\n', '')\n", "\(python.errorText)")
        #expect(script.state.withLockedValue { $0.resets } >= 3)
        await monitor.shutdown()
    }

    static let script = """
        import rados, sys
        cluster = rados.Rados(conffile=sys.argv[1])
        cluster.connect(timeout=20)
        print(cluster.mon_command('{"prefix":"status"}', b''))
        """

    /// Programs are waited for on a thread of their own.
    static func inBackground<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
        }
    }
}

/// A real ceph-mon takes this side for another monitor.
@Suite(.serialized, .enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"))
struct CephPeerInteropTests {
    @Test(arguments: [false, true])
    func `monitors of both kinds probe each other, over sockets that break`(isV1: Bool) async throws {
        let folder = try TemporaryFolder()
        let keyringPath = "\(folder.path)/keyring"
        let made = try Program.run(
            "ceph-authtool",
            ["--create-keyring", keyringPath, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *"])
        try #require(made.status == 0)
        let keys = TestKeys(
            monitors: try KeyRing(text: String(contentsOfFile: keyringPath, encoding: .utf8)))
        let prober = Prober(isV1: isV1)
        var configuration = MessengerConfiguration.monitor(
            rank: 1, authServer: keys.server, authClient: keys.monitor("b"))
        configuration.maximumBackoff = .milliseconds(100)
        let own = Messenger(group: TestNetwork.group, configuration: configuration, dispatcher: prober)
        try await own.bind(EntityAddressVector([isV1 ? TestAddress.v1(0) : TestAddress.v2(0)]))
        let port = try CephMonitor.freePort()
        let theirs = EntityAddressVector([isV1 ? TestAddress.v1(port) : TestAddress.v2(port)])
        let process = try RawMonitor(
            folder: folder, keyring: keyringPath, monitors: [("a", theirs), ("b", own.ownAddresses)])
        defer { process.stop() }

        try await prober.wait { $0.probes >= 1 }
        let connection = own.connect(to: theirs, type: .mon)
        for round in 1...20 {
            let before = prober.state.withLockedValue { $0.replies }
            for _ in 0..<10 { connection.send(MessageEnvelope(process.probe(as: "b"))) }
            if round % 4 == 0 { connection.breakSocket() }
            try await prober.wait { $0.replies >= before + 10 }
        }
        #expect(prober.state.withLockedValue { $0.replies } == 200)
        #expect(prober.state.withLockedValue { $0.resets }.isEmpty)
        #expect(own.connections.count == 1)

        // Killed and started again, it counts its connections anew and knows no session.
        for restart in 1...3 {
            process.stop()
            connection.send(MessageEnvelope(process.probe(as: "b")))
            try process.start()
            let probes = prober.state.withLockedValue { $0.probes }
            try await prober.wait { $0.probes > probes && $0.resets.count >= restart }
            let replies = prober.state.withLockedValue { $0.replies }
            connection.send(MessageEnvelope(process.probe(as: "b")))
            try await prober.wait { $0.replies > replies }
        }
        #expect(prober.state.withLockedValue { $0.resets }.allSatisfy { $0 == .remote })
        #expect(own.connections.count == 1)
        #expect(connection.isV2 == !isV1)
        #expect(!connection.isLossy)
        await own.shutdown()
    }

    final class Prober: Dispatcher {
        struct State: Sendable {
            var probes = 0
            var replies = 0
            var resets: [ResetKind] = []
        }

        let state = NIOLockedValueBox(State())
        let isV1: Bool
        init(isV1: Bool) { self.isV1 = isV1 }

        func messengerReady(_ connection: Connection) {}
        func received(
            _ message: MessageEnvelope, on connection: Connection, reservation: MessageReservation
        ) {
            guard let probe = message.body as? MMonProbe else { return }
            state.withLockedValue {
                if probe.op == .probe { $0.probes += 1 }
                if probe.op == .reply { $0.replies += 1 }
            }
        }
        func reset(_ connection: Connection, _ kind: ResetKind) {
            // Before their monitor listens, nobody is there.
            guard kind != .refused else { return }
            state.withLockedValue { $0.resets.append(kind) }
        }

        func wait(_ isTrue: @Sendable (State) -> Bool) async throws {
            for _ in 0..<12_000 {
                if state.withLockedValue({ isTrue($0) }) { return }
                try await Task.sleep(nanoseconds: 5_000_000)
            }
            throw WireError("waited in vain: \(state.withLockedValue { $0 })")
        }
    }

    /// A ceph-mon that need not form a quorum.
    final class RawMonitor {
        private var process = Process()
        private let folder: TemporaryFolder
        private let arguments: [String]
        private let fsid = "3b6f1f3a-6c4c-4f7d-9e53-7b0f5f0f9a11"

        init(
            folder: TemporaryFolder, keyring: String,
            monitors: [(name: String, addresses: EntityAddressVector)]
        ) throws {
            let map = "\(folder.path)/monmap"
            var options = ["--create", "--clobber", "--fsid", fsid, "--set-min-mon-release", "16"]
            for (name, addresses) in monitors {
                let text = addresses.addresses.map { String($0.description.prefix { $0 != "/" }) }
                options += ["--addv", name, "[\(text.joined(separator: ","))]"]
            }
            let made = try Program.run("monmaptool", options + ["--enable-all-features", map])
            try #require(made.status == 0, "\(made.errorText)")
            let conf = "\(folder.path)/ceph.conf"
            try """
            [global]
            fsid = \(fsid)
            mon_keyvaluedb = leveldb
            log_file = \(folder.path)/log
            run_dir = \(folder.path)
            keyring = \(keyring)
            debug_ms = 1

            """.write(toFile: conf, atomically: true, encoding: .utf8)
            let common = ["-c", conf, "-i", "a", "--mon-data", "\(folder.path)/mon"]
            let store = try Program.run(
                "ceph-mon", common + ["--mkfs", "--monmap", map, "--keyring", keyring])
            try #require(store.status == 0, "\(store.errorText)")
            self.folder = folder
            self.arguments = common + ["-f"]
            try start()
        }

        func start() throws {
            process = Process()
            process.executableURL = URL(fileURLWithPath: Program.installed("ceph-mon") ?? "")
            process.arguments = arguments
            process.standardOutput = try folder.file("out")
            process.standardError = try folder.file("err")
            try process.start()
        }

        func probe(as name: String) -> MMonProbe {
            MMonProbe(
                fsid: CephUUID(fsid) ?? .zero, op: .probe, name: name, monRelease: .pacific)
        }

        func stop() {
            guard process.isRunning else { return }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }
}
