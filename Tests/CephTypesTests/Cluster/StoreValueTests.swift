import CephEncoding
import Foundation
import NIOCore
import Testing

@testable import CephTypes

/// The folder that `MONITOR_STORE_VALUES` names, and every folder in it with values of its own.
private let outsideFolders: [String] = {
    guard let root = ProcessInfo.processInfo.environment["MONITOR_STORE_VALUES"] else { return [] }
    let files = FileManager.default
    let inner = (try? files.contentsOfDirectory(atPath: root))?.sorted() ?? []
    return ([root] + inner.map { "\(root)/\($0)" }).filter { files.fileExists(atPath: "\($0)/monmap") }
}()

/// Values of real monitors' stores: files PREFIX/KEY (percent-encoded; `_empty_` for an empty key) in
/// `Tests/Fixtures/cluster/pacific-rich`, and where `MONITOR_STORE_VALUES` says.
@Suite struct StoreValueTests {
    private struct Value {
        let prefix: String
        let key: String
        let bytes: ByteBuffer
    }

    private func values(in folder: String) throws -> [Value] {
        let files = FileManager.default
        return try files.contentsOfDirectory(atPath: folder).sorted().flatMap { prefix in
            try files.contentsOfDirectory(atPath: "\(folder)/\(prefix)").sorted().map { key in
                let data = try #require(files.contents(atPath: "\(folder)/\(prefix)/\(key)"))
                return Value(
                    prefix: prefix, key: key == "_empty_" ? "" : key.removingPercentEncoding ?? key,
                    bytes: ByteBuffer(bytes: data))
            }
        }
    }

    /// - Returns: the keys whose values are of no known record.
    private func check(_ folder: String) throws -> [String] {
        let all = try values(in: folder)
        var unknown: [String] = []
        // Ceph reads what its older releases wrote, and writes it anew in its own form.
        let features = all.first { $0.prefix == "monitor" && $0.key == "feature_set" }
        let byPacific =
            try features.map {
                try CompatSet.decode(from: $0.bytes).incompat.contains(.monPacific)
            } ?? true
        for value in all {
            if let type = ClusterStoreValues.type(prefix: value.prefix, key: value.key) {
                try check(value, type, exactly: byPacific)
            } else {
                unknown.append("\(value.prefix)/\(value.key)")
            }
        }
        return unknown
    }

    private func check<T: CephRecord>(_ value: Value, _ type: T.Type, exactly: Bool) throws {
        let name = "\(value.prefix)/\(value.key)"
        let record: T
        do {
            record = try T.decode(from: value.bytes)
        } catch {
            Issue.record("\(name): \(error)")
            return
        }
        let again = record.encoded()
        if exactly || again == value.bytes {
            #expect(again == value.bytes, "\(name)")
        } else {
            let renewed = try T.decode(from: again)
            #expect(renewed.encoded() == again, "\(name)")
            #expect(
                CephFormatter.format(renewed, as: .json) == CephFormatter.format(record, as: .json), "\(name)"
            )
        }
    }

    @Test("Every value of a 16.2 store re-encodes to the same bytes")
    func fixture() throws {
        #expect(try check("\(ClusterFixtures.root)/pacific-rich") == [])
    }

    @Test(
        "Every value of a store outside re-encodes to the same bytes, or to 16.2's form of them",
        .enabled(if: !outsideFolders.isEmpty, "MONITOR_STORE_VALUES is not set"),
        arguments: outsideFolders)
    func outside(_ folder: String) throws {
        // Prefixes of other families may be there too; of these there is no unknown key.
        let ours: Set = [
            "monmap", "mdsmap", "mgr", "health", "monitor", "monitor_store", "mgr_command_descs",
        ]
        let unknown = try check(folder)
        #expect(unknown.filter { ours.contains(String($0.prefix { $0 != "/" })) } == [])
    }

    @Test("Bare numbers and lines are what they are")
    func plainValues() throws {
        let magic: StoredText = try ClusterFixtures.record("pacific-rich/monitor/magic")
        #expect(magic == .monitorMagic && magic.line == "ceph mon volume v012")
        let uuid: StoredText = try ClusterFixtures.record("pacific-rich/monitor/cluster_uuid")
        let map: MonMap = try ClusterFixtures.record("pacific-rich/monmap/1")
        #expect(CephUUID(uuid.line) == map.fsid)
        let epoch: StoredNumber = try ClusterFixtures.record("pacific-rich/monitor/election_epoch")
        #expect(epoch.number == 3)
    }

    @Test("Metadata has what a daemon says of itself")
    func metadata() throws {
        let monitors: MonitorMetadata = try ClusterFixtures.record("pacific-rich/monitor_store/last_metadata")
        #expect(monitors.monitors[0]?["ceph_release"] == "pacific")
        let osd: DaemonMetadata = try ClusterFixtures.record("pacific-rich/osd_metadata/0")
        #expect(osd["osd_objectstore"] == "memstore")
        let servers: MDSMetadata = try ClusterFixtures.record("pacific-rich/mds_metadata/last_metadata")
        #expect(servers.servers.keys == [4131])
    }

    @Test("Keys of other families are left to them")
    func otherKeys() {
        #expect(ClusterStoreValues.type(prefix: "osdmap", key: "full_1") == nil)
        #expect(ClusterStoreValues.type(prefix: "monmap", key: "x") == nil)
        #expect(ClusterStoreValues.type(prefix: "mon_sync", key: "latest_monmap") == MonMap.self)
    }
}
