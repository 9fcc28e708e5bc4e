import CephEncoding
import CephTypes
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

/// Texts are those of a real 16.2.15 monitor.
@Suite struct HealthServiceTests {
    private let code = "AUTH_INSECURE_GLOBAL_ID_RECLAIM_ALLOWED"
    private let monitor: Monitor
    private let environment: TestEnvironment
    init() throws {
        (monitor, environment) = try TestEnvironment.newCluster()
        try environment.advance(by: .seconds(20))
    }

    private func ask(_ prefix: String, _ arguments: [String: CommandValue] = [:]) throws -> String {
        let answer = try monitor.ask(prefix, arguments)
        return "\(answer.code) \(answer.status)"
    }
    private var health: String {
        get throws { String(buffer: try monitor.ask("health").output) }
    }

    @Test func `a monitor finds what is wrong with itself and stores it`() throws {
        #expect(try health == "HEALTH_WARN mon is allowing insecure global_id reclaim\n")
        let stored = try #require(environment.memory.value(of: StoreKey("health", "quorum")))
        #expect(try QuorumHealth.decode(from: stored).checks[0]?.checks[code]?.count == 1)
        let again = try TestEnvironment.start(environment)
        #expect(String(buffer: try again.ask("health").output) == (try health))
    }

    @Test func `mutes hide a check until they end`() throws {
        #expect(
            try ask("health mute", ["code": .string("NOPE")])
                == "-2 health alert NOPE is not currently raised")
        #expect(try ask("health mute", ["code": .string(code), "ttl": .string("1h")]) == "0 ")
        #expect(try health == "HEALTH_OK (muted: \(code)(59m))\n")
        try environment.advance(by: .seconds(3700))
        #expect(try health == "HEALTH_WARN mon is allowing insecure global_id reclaim\n")
        #expect(try ask("health mute", ["code": .string("ANY"), "sticky": .bool(true)]) == "0 ")
        try environment.advance(by: .seconds(60))
        #expect(try health.hasSuffix("; (muted: ANY)\n"))
        #expect(try ask("health unmute") == "0 ")
        #expect(monitor.service(HealthService.self).mutes.isEmpty)
    }

    @Test(arguments: [
        ("0s", "timespan = 0"), ("", "timespan = 0"), ("h", "expected digit"), ("-5s", "expected digit"),
        ("5M", "unrecogized unit 'M'"), ("1.5h", "unexpected trailing '.5h'"),
        (
            "99999999999999999999s",
            "The option value '99999999999999999999' seems to be invalid"
        ),
    ])
    func `odd spans are refused`(text: String, reason: String) throws {
        #expect(
            try ask("health mute", ["code": .string(code), "ttl": .string(text)])
                == "-22 invalid duration: \(text) (\(reason))")
    }

    @Test(arguments: [("90", 90), ("1h 30m", 5400), ("1hour", 3600), ("3mo", 7_776_000), ("1h30", 3630)])
    func `spans are read as people write them`(text: String, seconds: Int64) throws {
        #expect(try Timespan.seconds(text) == seconds)
    }

    @Test func `what monitors look at depends on options`() throws {
        let settings = MonitorSettings([
            "auth_allow_insecure_global_id_reclaim": "false", "mon_osd_down_out_interval": "0",
        ])
        let (monitor, environment) = try TestEnvironment.newCluster(settings: settings)
        try environment.advance(by: .seconds(10))
        let answer = try monitor.ask("health", ["detail": .string("detail")])
        #expect(
            String(buffer: answer.output) == """
                HEALTH_WARN mon a has mon_osd_down_out_interval set to 0
                [WRN] OSD_NO_DOWN_OUT_INTERVAL: mon a has mon_osd_down_out_interval set to 0
                    mon.a has mon_osd_down_out_interval set to 0

                """)
    }

    @Test func `the cluster log is told when a check fails`() throws {
        try environment.advance(by: .seconds(10))
        #expect(
            environment.clusterLog.contains {
                $0.message == "Health check failed: mon is allowing insecure global_id reclaim (\(code))"
            })
    }
}
