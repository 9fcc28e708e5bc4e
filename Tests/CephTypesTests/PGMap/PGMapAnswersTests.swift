import CephEncoding
import CephTypes
import Testing

/// One map of a real cluster's manager, and what it answered of it (16.2.15).
@Suite struct PGMapAnswersTests {
    private let map: PGMap
    init() throws { map = try PGMapFixture.map(123) }

    private func answer(_ name: String) throws -> String { try PGMapFixture.text("pgmap-123.\(name)") }

    /// The lines in an order of their own: a manager's hash table has another one after it was filled bit by bit.
    private func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n").sorted()
    }

    @Test("Tables are those of «ceph pg dump»")
    func tables() throws {
        #expect(lines(map.fullText + PGMap.omapNote) == lines(try answer("pg-dump-all.txt")))
        #expect(lines(map.summaryText + PGMap.omapNote) == lines(try answer("pg-dump-summary.txt")))
        #expect(
            lines(map.pgTable(map.pgStats.elements, brief: true))
                == lines(try answer("pg-dump-pgs_brief.txt")))
        #expect(
            lines(map.poolTable(withHeadings: true) + PGMap.omapNote)
                == lines(try answer("pg-dump-pools.txt")))
        #expect(lines(map.osdTable) == lines(try answer("pg-dump-osds.txt")))
        #expect(lines(map.osdPerfTable) == lines(try answer("osd-perf.txt")))
        // What was read is in the manager's own order.
        #expect(map.pgTable(map.pgStats.elements, brief: true) == (try answer("pg-dump-pgs_brief.txt")))
    }

    @Test("JSON is that of «ceph pg dump -f json»")
    func json() throws {
        func wrapped(_ body: (inout CephFormatter) -> Void) -> String {
            var formatter = CephFormatter(.json)
            formatter.object("pg_info") {
                $0.bool("pg_ready", true)
                body(&$0)
            }
            return "\n" + formatter.text
        }
        // Rates are not in a map's encoding.
        func withoutSpan(_ text: String) -> String { text.replacing("\"12.003661\"", with: "\"0.000000\"") }
        #expect(
            wrapped { $0.object("pg_map") { map.dumpBasic(to: &$0) } }
                == withoutSpan(try answer("pg-dump-summary.json")))
        #expect(
            wrapped { $0.object("delta") { map.dumpDelta(to: &$0) } }
                == withoutSpan(try answer("pg-dump-delta.json")))
        var ordered = PGMap()
        for (osd, stat) in map.osdStats.elements.reversed() { ordered.osdStats[osd] = stat }
        #expect(wrapped { ordered.dumpOSDStats(to: &$0) } == (try answer("pg-dump-osds.json")))
    }

    @Test("«ceph pg ls» lists a selection in order")
    func listing() throws {
        // The moment of asking shows in ages alone.
        let now = UTime(seconds: 1_795_261_864, nanoseconds: 190_000_000)
        func listing(_ selection: PGSelection) -> String {
            PGMap.listing(map.pgs(in: selection), now: now) + PGMap.omapNote
        }
        func withoutAges(_ text: String) -> [String] {
            text.split(separator: "\n").map { line in
                line.split(separator: " ").enumerated().filter { $0.offset != 10 }.map { String($0.element) }
                    .joined(separator: " ")
            }
        }
        #expect(withoutAges(listing(PGSelection())) == withoutAges(try answer("pg-ls.txt")))
        #expect(
            withoutAges(listing(PGSelection(states: [.remapped, .undersized])))
                == withoutAges(try answer("pg-ls-states.txt")))
        #expect(
            withoutAges(listing(PGSelection(osd: 1, asPrimary: true)))
                == withoutAges(try answer("pg-ls-by-primary.txt")))
        #expect(map.pgs(in: PGSelection(states: [])).count == 15)
        #expect(map.pgs(in: PGSelection(pool: 2)).count == 16)
        #expect(map.pgs(in: PGSelection(pool: 9)).isEmpty)
    }

    @Test("Ages are those of the moment of asking")
    func ages() throws {
        let first = try #require(map.pgs(in: PGSelection()).first)
        let now = UTime(
            seconds: first.value.lastChange.seconds + 71, nanoseconds: first.value.lastChange.nanoseconds)
        let line = PGMap.listing([first], now: now).split(separator: "\n")[1]
        #expect(line.contains(" active+clean+remapped    71s "))
    }

    @Test("Groups are stuck that are in a state since before a moment")
    func stuck() throws {
        let stuck = map.stuckPGs([.inactive, .undersized], since: UTime(seconds: 1_795_261_860))
        #expect(lines(map.pgTable(stuck, brief: true)) == lines(try answer("pg-dump_stuck.txt")))
        #expect(map.stuckPGs([.degraded, .stale], since: UTime(seconds: 1_795_261_860)).isEmpty)
        #expect(map.stuckPGs(.inactive, since: UTime(seconds: 1_795_000_000)).isEmpty)
        #expect(StuckStates(name: "stale") == .stale && StuckStates(name: "other") == nil)
    }
}
