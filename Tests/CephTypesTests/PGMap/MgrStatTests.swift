import CephEncoding
import CephTypes
import Foundation
import NIOCore
import Testing

@Suite struct MgrStatTests {
    @Test(
        "A version that a real monitor stored is written as it was read",
        arguments: ["pacific-88", "nautilus-358", "quorum-1"])
    func stored(_ name: String) throws {
        let bytes = try PGMapFixture.bytes("mgrstat-\(name).bin")
        #expect(CephEncoder.encode(try PGMapFixture.mgrStat(name)) == bytes)
    }

    /// A folder of such values, one file each (`ceph-kvstore-tool … get mgrstat N out FILE`).
    static let values = ProcessInfo.processInfo.environment["CEPH_MGRSTAT_VALUES"]

    @Test("All versions of whole stores are written as they were read", .enabled(if: values != nil))
    func allStored() throws {
        let folder = try #require(Self.values)
        let files = try #require(FileManager.default.enumerator(atPath: folder)?.allObjects as? [String])
        var count = 0
        for file in files where Int((file as NSString).lastPathComponent) != nil {
            let bytes = ByteBuffer(bytes: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)")))
            let value: MgrStat = try CephDecoder.decode(from: bytes, named: file)
            // 14.2 wrote progress events without a flag that 16.2 adds; all before them is the same.
            var same = value
            if file.hasPrefix("nautilus"), value.progressEvents?.isEmpty == false {
                same.progressEvents = nil
            }
            let again = CephEncoder.encode(same)
            #expect(again == bytes.getSlice(at: 0, length: again.readableBytes), "\(file)")
            #expect(same != value || again.readableBytes == bytes.readableBytes, "\(file)")
            count += 1
        }
        #expect(count > 0)
    }

    @Test("The digest's summary is what the monitor said in its status")
    func status() throws {
        let digest = try PGMapFixture.mgrStat("pacific-88").digest
        let status = try PGMapFixture.text("status.txt")
        let from = try #require(status.range(of: "    pools:"))
        let to = try #require(status.range(of: " \n  progress:"))
        #expect(digest.summary == status[from.lowerBound..<to.lowerBound])

        let json = try PGMapFixture.text("status.json")
        let section = PGMapFixture.json { $0.object("pgmap") { digest.dumpSummary(to: &$0) } }
        #expect(json.contains(section.dropFirst().dropLast()))
    }

    @Test("Progress events are what the monitor said in its status")
    func progress() throws {
        let events = try #require(try PGMapFixture.mgrStat("pacific-88").progressEvents)
        let section = PGMapFixture.json {
            $0.object("progress_events") { for (id, event) in events { $0.dump(id, event) } }
        }
        #expect(try PGMapFixture.text("status.json").contains(section.dropFirst().dropLast()))
    }

    @Test("Usage is what the monitor said to df", arguments: [false, true])
    func usage(detailed: Bool) throws {
        let digest = try PGMapFixture.mgrStat("pacific-88").digest
        let name = detailed ? "df-detail" : "df"
        let text = "\(digest.clusterStats) \n\(digest.poolUsage(PGMapFixture.pools, detailed: detailed))"
        #expect(trimmed(text) == trimmed(try PGMapFixture.text("\(name).txt")))
        let json = PGMapFixture.json {
            digest.dumpClusterStats(to: &$0)
            digest.dumpPoolUsage(PGMapFixture.pools, detailed: detailed, to: &$0)
        }
        #expect(json == trimmed(try PGMapFixture.text("\(name).json")))
    }

    private func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }

    @Test("Free space is a rule's space without what replicas take")
    func freeSpace() throws {
        let digest = try PGMapFixture.mgrStat("pacific-88").digest
        #expect(digest.available(rule: 0) == 1_023_520_713)
        #expect(digest.freeSpace(rule: 0, rawUsedRate: 3) == 341_173_568)
        #expect(digest.freeSpace(rule: 99, rawUsedRate: 3) == 0)
        #expect(digest.freeSpace(rule: 0, rawUsedRate: 0) == 0)
    }

    @Test("A digest that Ceph has read and written twice is what it was")
    func hashOrder() throws {
        let digest = try PGMapFixture.mgrStat("pacific-88").digest
        let again = digest.inHashOrder().inHashOrder()
        #expect(CephEncoder.encode(again) == CephEncoder.encode(digest))
    }
}
