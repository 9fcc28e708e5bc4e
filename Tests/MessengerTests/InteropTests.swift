import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import Foundation
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
            let replies = try await withThrowingTaskGroup(of: (Int, CommandReply).self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let json = #"{"prefix":"config-key exists","key":"\#(number)"}"#
                        return (number, try await client.command(json))
                    }
                }
                return try await group.reduce(into: [Int: CommandReply]()) { $0[$1.0] = $1.1 }
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
