import CephEncoding
import NIOCore
import Testing

@testable import CephTypes

@Suite struct MgrMapTests {
    @Test("JSON is what «ceph mgr dump» answered")
    func dumps() throws {
        let map: MgrMap = try ClusterFixtures.record("pacific-rich/mgr/6")
        #expect(
            CephFormatter.format(map, as: .json) == trimmed(try ClusterFixtures.text("answers/mgr-dump.json"))
        )
    }

    @Test("Clients of the active manager have names and addresses")
    func clients() throws {
        var map = MgrMap()
        let address = EntityAddress(kind: .msgr2, nonce: 1_929_918_751, socket: .ipv4(127, 0, 0, 1, port: 0))
        map.clients = [MgrMap.Client(name: "rbd_support", addresses: EntityAddressVector([address]))]
        let text = CephFormatter.format(map, as: .json)
        #expect(
            text.hasSuffix(
                #"""
                "active_clients":[{"name":"rbd_support","addrvec":[{"type":"v2","addr":"127.0.0.1:0","nonce":1929918751}]}]}
                """#))
        #expect(try MgrMap.decode(from: map.encoded()) == map)
    }

    @Test("Names and addresses of clients must be as many")
    func unequalClients() throws {
        var encoder = CephEncoder()
        encoder.versioned(12, compatible: 6) { body in
            body.integer(UInt32(1))
            body.encode(EntityAddressVector())
            body.integer(UInt64(0))
            body.encode(false)
            // active_name, standbys, modules, services, available_modules
            for _ in 0..<5 { body.count(0) }
            body.encode(UTime.zero)
            body.count(0)
            body.integer(UInt64(0))
            body.integer(UInt32(0))
            body.encode([EntityAddressVector()])
            body.encode([String]())
        }
        #expect(throws: CephDecodingError.self) { try MgrMap.decode(from: encoder.buffer) }
    }

    @Test("A map of 14.2 is read whole")
    func nautilus() throws {
        let map: MgrMap = try ClusterFixtures.record("nautilus/mgrmap")
        #expect(map.activeName == "x" && map.module(named: "balancer") != nil)
        #expect(map.alwaysOnModules(for: .pacific) == map.alwaysOnModules[14])
        #expect(map.alwaysOnModules(for: .mimic).isEmpty)
        #expect(map.allNames == ["x"] && map.hasDaemon(named: "x") && map.allSupport(module: "crash"))
        #expect(try MgrMap.decode(from: map.encoded()) == map)
    }

    @Test("Readers of before nautilus get names and one address")
    func olderForm() throws {
        let map: MgrMap = try ClusterFixtures.record("nautilus/mgrmap")
        let features = CephFeatures.all.subtracting(CephFeatures(rawValue: 1 << 2))
        let bytes = map.encoded(features: features)
        #expect(bytes.getInteger(at: 0, as: UInt8.self) == 5)
        let again = try MgrMap.decode(from: bytes)
        #expect(again.availableModules == map.availableModules && again.alwaysOnModules.isEmpty)
        #expect(again.activeAddresses.addresses.count == 1)
    }

    @Test("Commands of the manager are signatures")
    func commands() throws {
        let list: CommandDescriptions = try ClusterFixtures.record("pacific-rich/mgr_command_descs/_empty_")
        let command = try #require(list.commands.first { $0.signature == "pg stat" })
        #expect(command.help == "show placement group status." && command.module == "pg")
        #expect(command.requiredPermissions == "r" && command.flags == .manager)
    }
}
