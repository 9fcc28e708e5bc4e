import CephEncoding
import CephTypes
import NIOCore
import Testing

struct LogTests {
    static let stores = [StoredValues.fixture("log")] + StoredValues.outside

    @Test("Every value of prefix logm decodes and re-encodes to the same bytes", arguments: stores.indices)
    func reencodes(_ index: Int) throws {
        for (key, bytes) in Self.stores[index].values("logm") {
            if UInt64(key) != nil {
                #expect(
                    CephEncoder.encode(try CephDecoder.decode(LogVersion.self, from: bytes)) == bytes,
                    "\(key)")
            } else if key.hasPrefix("full_"), key != "full_latest" {
                #expect(try LogSummary.decode(from: bytes).encoded() == bytes, "\(key)")
            } else {
                #expect(bytes.readableBytes == 8, "\(key)")
            }
        }
    }

    @Test("A version leads from one full value to the next", arguments: stores.indices)
    func applies(_ index: Int) throws {
        let values = Self.stores[index].values("logm")
        var steps = 0
        for (key, bytes) in values {
            guard let version = UInt64(key), version > 1, let before = values["full_\(version - 1)"],
                let after = values["full_\(version)"]
            else { continue }
            var summary = try LogSummary.decode(from: before)
            summary.apply(try CephDecoder.decode(LogVersion.self, from: bytes))
            #expect(summary.encoded() == after, "\(key)")
            steps += 1
        }
        #expect(steps > 0)
    }

    private func latest() throws -> LogSummary {
        let values = Self.stores[0].values("logm")
        var summary = try LogSummary.decode(from: #require(values["full_219"]))
        summary.apply(try CephDecoder.decode(LogVersion.self, from: #require(values["220"])))
        return summary
    }

    @Test("The newest lines are told as ceph log last tells them")
    func last() throws {
        let last = LogLast(of: try latest(), count: 100)
        #expect(try last.plain == StoredValues.answer("log/answers/log-last-100.txt"))
        var json = CephFormatter(.json)
        last.dump(to: &json)
        #expect(try json.text == StoredValues.answer("log/answers/log-last-100.json"))
    }

    private func summary(_ messages: String...) -> LogSummary {
        var summary = LogSummary()
        for (index, message) in messages.enumerated() {
            summary.add(
                LogEntry(
                    sequence: UInt64(index), priority: message.hasPrefix("d") ? .debug : .warn,
                    message: message,
                    channel: message.hasSuffix("!") ? "audit" : "cluster"))
        }
        return summary
    }

    @Test("log last answers one line more than it was asked for, as Ceph does")
    func oneMore() {
        let lines = summary("1", "2", "3", "4", "5!", "6")
        #expect(LogLast(of: lines, count: 2).entries.map(\.message) == ["3", "4", "6"])
        #expect(LogLast(of: lines, count: 20).entries.map(\.message) == ["1", "2", "3", "4", "6"])
        #expect(LogLast(of: lines, count: 2, channel: "*").entries.map(\.message) == ["4", "5!", "6"])
        #expect(LogLast(of: lines, count: 9, channel: "none").entries.isEmpty)
    }

    @Test("Lines below the level do not count")
    func levels() {
        let lines = summary("d1", "2", "d3", "d4", "5")
        #expect(LogLast(of: lines, count: 1).entries.map(\.message) == ["5"])
        #expect(LogLast(of: lines, count: 2).entries.map(\.message) == ["2", "5"])
        #expect(LogLast(of: lines, count: 2, level: .debug).entries.map(\.message) == ["d3", "d4", "5"])
    }

    @Test("A summary knows the lines that it keeps")
    func pruning() {
        var lines = summary("1", "2", "3")
        let first = LogEntryKey(rank: EntityName(EntityType(rawValue: 0), 0), stamp: .zero, sequence: 0)
        #expect(lines.contains(first))
        lines.prune(to: 2)
        #expect(!lines.contains(first))
        #expect(lines.tailByChannel["cluster"]?.map(\.first) == [2, 3])
    }

    @Test("Older peers get the forms they know, and they read back")
    func olderForms() throws {
        let old = CephFeatures.all.subtracting(.serverNautilus).union(.serverLuminous)
        var entry = try #require(try latest().orderedTail.last)
        let again = try LogEntry.decode(from: entry.encoded(features: old))
        #expect(again.message == entry.message)
        entry.addresses = again.addresses
        #expect(again == entry)
        let older = CephFeatures(rawValue: 0)
        let summary = try LogSummary.decode(from: try latest().encoded(features: older))
        #expect(summary.orderedTail.map(\.message) == (try latest()).orderedTail.map(\.message))
    }

    @Test("Quincy's form of a version is read and written")
    func quincyForm() throws {
        let version = LogVersion([LogEntry(message: "x", channel: "audit")], pruneChannelsTo: ["audit": 7])
        let bytes = CephEncoder.encode(version)
        #expect(try CephDecoder.decode(LogVersion.self, from: bytes) == version)
    }

    @Test("Levels have the names that Ceph gives them")
    func names() {
        #expect(ClogType(level: "WARNING") == .warn)
        #expect(ClogType(level: "crit") == nil)
        #expect(ClogType(option: "security") == .security)
        #expect(
            [ClogType.debug, .info, .security, .warn, .error].map(\.description).joined()
                == "[DBG][INF][SEC][WRN][ERR]")
        #expect(ClogType(rawValue: 65535).description == "[???]")
        #expect(ClogType.syslogPriority(named: "crit") == ClogType.security.syslogPriority)
    }

    @Test("Hostile bytes never trap")
    func hostile() throws {
        let values = Self.stores[0].values("logm")
        survives(LogVersion.self, try #require(values["219"]), mutations: 2000)
        survives(LogSummary.self, try #require(values["full_3"]), mutations: 1000)
    }
}
