import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore
import Testing

@testable import Monitor

@Suite struct ConfigServiceTests {
    @Test func `config and config-key answer as Ceph's monitor does`() throws {
        let (monitor, environment) = try RecordedAnswers.newMonitor()
        try RecordedAnswers("config").replay(on: monitor)
        #expect(environment.failure == nil)
    }
}

@Suite struct LogServiceTests {
    @Test func `log and log last answer as Ceph's monitor does`() throws {
        let (monitor, environment) = try RecordedAnswers.newMonitor()
        var recorded = try RecordedAnswers("log").answers
        // That monitor's own lines came in between.
        recorded.removeAll { $0.command["level"] == .string("warn") }
        try RecordedAnswers(recorded).replay(on: monitor)
        #expect(environment.clusterLog.map(\.message).suffix(3) == ["hello", "hello world 3", ""])
    }
}
