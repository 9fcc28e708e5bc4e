import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

@Suite struct AuthServiceTests {
    @Test func `auth and fs authorize answer as Ceph's monitor does`() throws {
        let (monitor, environment) = try RecordedAnswers.newMonitor()
        try RecordedAnswers("auth").replay(on: monitor)
        #expect(environment.failure == nil)
    }

    @Test func `A new cluster has the keys that set up daemons, and they stay after a restart`() throws {
        let (monitor, environment) = try RecordedAnswers.newMonitor()
        let service = monitor.service(AuthService.self)
        let names = service.state.keys.secrets.map { "\($0.key)" }
        let daemons = ["mds", "mgr", "osd", "rbd", "rbd-mirror", "rgw"]
        #expect(names == ["client.admin"] + daemons.map { "client.bootstrap-\($0)" })
        #expect(environment.memory.value(of: StoreKey("mkfs", "keyring")) == nil)
        #expect(try environment.memory.version("auth", "format_version") == 3)
        #expect(try monitor.ask("auth rm", ["entity": .string("client.bootstrap-rgw")]).status == "updated")
        let keys = service.state.keys
        monitor.shutDown()
        let second = try TestEnvironment.start(environment)
        #expect(second.service(AuthService.self).state.keys.secrets == keys.secrets)
        #expect(keys.secrets.count == 6)
    }

    @Test func `Capabilities that nobody understands are told`() throws {
        let (monitor, _) = try RecordedAnswers.newMonitor()
        let service = monitor.service(AuthService.self)
        #expect(service.healthChecks().isEmpty)
        let keyring =
            "[client.z]\n\tkey = AQCHAABlAAAAABAAAQIDBAUGBwgJCgsMDQ4PEA==\n\tcaps mon = \"bad caps\"\n"
        #expect(try monitor.ask("auth import", input: ByteBuffer(string: keyring)).code == 0)
        let check = try #require(service.healthChecks().checks["AUTH_BAD_CAPS"])
        #expect(check.summary == "1 auth entities have invalid capabilities")
        #expect(check.detail == ["client.z mon capability parse failed, stopped at 'bad caps' of 'bad caps'"])
    }
}
