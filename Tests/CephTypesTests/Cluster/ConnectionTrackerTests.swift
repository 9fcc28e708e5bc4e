import CephEncoding
import Testing

@testable import CephTypes

@Suite struct ConnectionTrackerTests {
    private func report(_ rank: Int32, version: UInt64, peers: [Int32]) -> ConnectionReport {
        var report = ConnectionReport(rank: rank)
        report.epoch = 32
        report.epochVersion = version
        for peer in peers {
            report.current[peer] = true
            report.history[peer] = 1
        }
        return report
    }

    @Test("The dump is the admin socket's «connection scores dump»")
    func dumps() throws {
        var tracker = ConnectionTracker(rank: 0)
        tracker.epoch = 32
        tracker.version = 88
        tracker.reports = [
            0: report(0, version: 88, peers: [1, 2]), 1: report(1, version: 86, peers: [0, 2]),
            2: report(2, version: 88, peers: [0, 1]),
        ]
        let text = CephFormatter.format(tracker, as: .jsonPretty)
        #expect(trimmed(text) == trimmed(try ClusterFixtures.text("live/scores.json-pretty")))
    }

    @Test("Scores of a store say whom its monitor saw")
    func stored() throws {
        let tracker: ConnectionTracker = try ClusterFixtures.record("quorum/connectivity_scores")
        #expect(tracker.rank == 0 && tracker.epoch == 10 && tracker.halfLife == 43200)
        #expect(tracker.reports.keys == [0, 1, 2])
        #expect(tracker.isClean(rank: 0, monitorCount: 3) && !tracker.isClean(rank: 0, monitorCount: 2))
    }

    @Test("Reports age into scores, and every tenth is to be stored")
    func scores() {
        var tracker = ConnectionTracker(rank: 0, halfLife: 10)
        let advanced = [tracker.advance(toEpoch: 3), tracker.advance(toEpoch: 3)]
        #expect(advanced == [true, false])
        var stored = 0
        for _ in 0..<20 where tracker.reportDead(1, seconds: 2) { stored += 1 }
        #expect(stored == 2 && tracker.version == 20)
        #expect(tracker.reports[0]?.history[1] == 0)
        _ = tracker.reportAlive(1, seconds: 10)
        #expect(tracker.reports[0]?.history[1] == 0.5)
        #expect(tracker.totalScore(of: 1) == (score: 0.5, liveCount: 1))
        _ = tracker.reportAlive(0, seconds: 10)
        _ = tracker.reportAlive(-1, seconds: 10)
        #expect(tracker.version == 21)
    }

    @Test("Only newer reports of others are taken over")
    func receives() {
        var tracker = ConnectionTracker(rank: 0)
        var peer = ConnectionTracker(rank: 1)
        peer.reports = [0: report(0, version: 9, peers: [1]), 1: report(1, version: 2, peers: [0])]
        tracker.receive(peer)
        #expect(tracker.reports.keys == [1])
        peer.reports[1] = report(1, version: 1, peers: [])
        tracker.receive(peer)
        #expect(tracker.reports[1]?.current.isEmpty == false)
    }

    @Test("Ranks behind one that was removed move up")
    func removesRank() {
        var tracker = ConnectionTracker(rank: 2)
        tracker.advance(toEpoch: 1)
        _ = tracker.reportAlive(0, seconds: 1)
        _ = tracker.reportDead(1, seconds: 1)
        tracker.reports[0] = report(0, version: 4, peers: [1, 2])
        tracker.reports[1] = report(1, version: 5, peers: [0, 2])
        _ = tracker.rankRemoved(0)
        #expect(tracker.rank == 1 && tracker.reports.keys == [0, 1])
        #expect(tracker.reports[1]?.current == [0: false] && tracker.reports[1]?.rank == 1)
        _ = tracker.rankChanged(to: 3)
        #expect(tracker.rank == 3 && tracker.reports.keys == [0, 3])
    }
}
