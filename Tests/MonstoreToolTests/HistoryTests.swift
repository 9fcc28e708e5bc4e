import Foundation
import TestSupport
import Testing

/// `history` and `diff` from the command line.
@Suite struct HistoryTests {
    private func lines(_ arguments: String...) throws -> [String] {
        let result = try Program.run(Tool.path, [SmallStore.path] + arguments)
        #expect(result.status == 0, "\(result.errorText)")
        return result.text.split(separator: "\n").map(String.init)
    }

    @Test func `Services are chosen, and versions to begin at`() throws {
        let all = try lines("history")
        let maps = try lines("history", "--service", "osdmap", "--service", "monmap")
        #expect(!maps.isEmpty && maps.count < all.count)
        #expect(maps.allSatisfy { $0.contains("  osdmap e") || $0.contains("  monmap e") })
        #expect(!all.contains { $0.contains("  mgrstat v") })
        #expect(
            try lines("history", "--service", "osdmap", "--from", "3").first?.contains("osdmap e3: ") == true)
    }

    @Test func `A time to begin at`() throws {
        let all = try lines("history")
        let last = try #require(all.last).drop { $0 == "~" }
        let tail = try lines("history", "--since", String(last.prefix(26)))
        #expect(!tail.isEmpty && tail.count < all.count && all.suffix(tail.count) == tail[...])
        #expect(try lines("history", "--since", "2099-01-01").isEmpty)
    }

    @Test func `JSON has a line's parts`() throws {
        let result = try Tool.run(SmallStore.path, "history", "-f", "json")
        let events = try #require(try JSONSerialization.jsonObject(with: result.output) as? [[String: Any]])
        #expect(events.count == (try lines("history").count))
        #expect(Set(events[0].keys) == ["time", "estimated", "service", "version", "changes"])
        #expect(events.allSatisfy { ($0["changes"] as? [String])?.isEmpty == false })
    }

    @Test func `Two versions of a map`() throws {
        #expect(try lines("diff", "osdmap", "1", "2").first == "epoch: 1 → 2")
        #expect(try lines("diff", "crushmap", "1", "1").isEmpty)
        let result = try Tool.run(SmallStore.path, "diff", "osdmap", "1", "2", "-f", "json")
        let differences = try #require(
            try JSONSerialization.jsonObject(with: result.output) as? [[String: Any]])
        #expect(differences.first?["path"] as? String == "epoch")
    }

    @Test func `What is not there is said`() throws {
        let result = try Tool.run(SmallStore.path, "diff", "osdmap", "1", "9999")
        #expect(result.status == 1 && result.errorText.contains("there is no osdmap of version 9999"))
        for bad in [["diff", "pgmap", "1", "2"], ["history", "--from", "3"], ["history", "--since", "x"]] {
            #expect(try Program.run(Tool.path, [SmallStore.path] + bad).status == 64)
        }
    }
}
