import Testing

@testable import MonitorDaemon

@Suite struct WritePaceTests {
    private func pace(_ times: [Duration]) -> WritePace {
        var pace = WritePace()
        for time in times { pace.add(time) }
        return pace
    }

    @Test func `a disk is slow until it has shown that it is fast`() {
        #expect(!WritePace().isFast)
        #expect(!pace([.microseconds(100)]).isFast)
        #expect(pace(Array(repeating: .microseconds(100), count: 40)).isFast)
        #expect(!pace(Array(repeating: .microseconds(600), count: 200)).isFast)
    }

    @Test func `one slow write is enough to leave the loop, and fast ones lead back`() {
        let fast = Array(repeating: Duration.microseconds(100), count: 40)
        #expect(!pace(fast + [.milliseconds(5)]).isFast)
        #expect(!pace(fast + [.seconds(30)]).isFast)
        #expect(pace(fast + [.milliseconds(5)] + fast).isFast)
        // However bad it was.
        #expect(pace(fast + [.seconds(30)] + fast).isFast)
    }
}
