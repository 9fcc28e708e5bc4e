import CephEncoding
import CephTypes
import Foundation
import NIOCore
import Testing

@testable import Monitor

/// A sequence of commands on a new cluster, and what Ceph 16.2.15's monitor answered to each
/// (Tests/Fixtures/osdmap/commands.jsonl: command, bulk input, result, status text, output), whole maps
/// among them.
@Suite struct OSDMapCommandTests {
    struct Step: Decodable {
        let cmd: String
        let ret: Int32
        let outs: String
        let outb: String
        let `in`: String?
    }

    static func steps() throws -> [Step] {
        try OSDMapCluster.text("commands.jsonl").split(separator: "\n").map {
            try JSONDecoder().decode(Step.self, from: Data($0.utf8))
        }
    }

    /// What lies outside the monitor is left out: times and the cluster's id.
    private static func normal(_ text: String) -> String {
        text.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+0000/, with: "TIME")
            .replacing("01234567-89ab-cdef-fedc-ba9876543210", with: "FSID")
            .replacing("0f0e0d0c-0b0a-0908-0706-050403020100", with: "FSID")
    }

    @Test func `every command is answered as Ceph's monitor does`() throws {
        let settings = MonitorSettings(["mon_allow_pool_delete": "true"])
        let (monitor, environment) = try TestEnvironment.newCluster(settings: settings)
        var differences = 0
        for (number, step) in try Self.steps().enumerated() {
            let answer = try monitor.ask(json: step.cmd, input: ByteBuffer(string: step.in ?? ""))
            let isSame =
                answer.code == step.ret && Self.normal(answer.status) == Self.normal(step.outs)
                && Self.normal(String(buffer: answer.output)) == Self.normal(step.outb)
            if isSame { continue }
            differences += 1
            Issue.record(
                """
                step \(number + 1): \(step.cmd)
                ours: \(answer.code) \(Self.normal(answer.status)) \(Self.normal(String(buffer: answer.output)))
                Ceph: \(step.ret) \(Self.normal(step.outs)) \(Self.normal(step.outb))
                """)
            if differences > 200 { break }
        }
        #expect(environment.failure == nil)
    }
}
