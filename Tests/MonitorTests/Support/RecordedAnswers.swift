import CephEncoding
import CephMessages
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

/// What a real 16.2.15 monitor of a new cluster answered to commands, one after another: files in
/// `Tests/Fixtures/commands`. Its monmap and keyring are those of ``newMonitor()``.
struct RecordedAnswers {
    struct Answer: Decodable {
        /// As it was sent.
        var command: String
        var input: String
        var code: Int32
        var output: String
        var status: String
    }

    let answers: [Answer]

    init(_ answers: [Answer]) { self.answers = answers }

    init(_ name: String) throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: tests.appendingPathComponent("Fixtures/commands/\(name).json"))
        answers = try JSONDecoder().decode([Answer].self, from: data)
    }

    private static let ownKeyring = """
        [mon.]
        	key = AQD8hAFrGt+jORAAzm0umkH5zUpsh5nBxt5d4g==
        	caps mon = "allow *"

        """
    /// What `ceph-mon --mkfs` leaves in the store: all but the monitors' own key.
    private static let keyring = """
        [client.admin]
        	key = AQD8hAFrSx3pOhAAS0fXSdbCvbx+r+dCE2FnYA==
        	caps mds = "allow *"
        	caps mgr = "allow *"
        	caps mon = "allow *"
        	caps osd = "allow *"

        """

    static func newMonitor() throws -> (Monitor, TestEnvironment) {
        let environment = TestEnvironment()
        var map = MonMap()
        map.fsid = CephUUID(high: 0x1111_1111_2222_4333, low: 0x8444_5555_5555_5555)
        let addresses = EntityAddressVector("[v2:127.0.0.1:16950/0,v1:127.0.0.1:16951/0]")
        _ = map.add(MonInfo(name: "a", publicAddresses: try #require(addresses)))
        try environment.memory.apply(
            MonitorMkfs(monmap: map, keyring: ByteBuffer(string: keyring)).transaction)
        let monitor = try TestEnvironment.start(environment)
        monitor.service(AuthService.self).keyring = try KeyRing(text: ownKeyring)
        return (monitor, environment)
    }

    /// Gives the commands to a monitor, and compares its answers. Times, random keys and what names the client's
    /// connection are left aside.
    func replay(on monitor: Monitor) throws {
        for answer in answers {
            let reply = try monitor.ask(
                json: answer.command,
                input: ByteBuffer(bytes: answer.input.unicodeScalars.map { UInt8($0.value) }))
            #expect(reply.code == answer.code, "\(answer.command): \(reply.status)")
            #expect(masked(reply.status) == masked(answer.status), "\(answer.command)")
            #expect(
                masked(String(cephBytes: reply.output.byteArray)) == masked(answer.output),
                "\(answer.command)")
        }
    }

    private func masked(_ text: String) -> String {
        var text = text
        text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+0000/, with: "TIME")
        text.replace("(client.?)", with: "(client.0)")
        text.replace("\"client.?\"", with: "\"client.0\"")
        text.replace("<rank>client.?</rank>", with: "<rank>client.0</rank>")
        text.replace(/"addrvec":\[.*?\]/, with: "ADDRESSES")
        text.replace(/<addrvec>.*?<\/addrvec>/, with: "ADDRESSES")
        // Keys that the keyrings bring stay.
        for match in text.matches(of: /AQ[A-Za-z0-9+\/]{36}==/).reversed()
        where !(Self.keyring + Self.ownKeyring).contains(match.output) && !match.output.hasPrefix("AQCHAABl")
        {
            text.replaceSubrange(match.range, with: "KEY")
        }
        return text
    }
}
