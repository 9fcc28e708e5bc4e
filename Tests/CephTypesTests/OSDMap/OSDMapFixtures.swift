import CephEncoding
import CephTypes
import Foundation
import NIOCore

/// The OSD maps of real clusters, as their monitors' stores have them.
///
/// Tests/Fixtures/osdmap has of each cluster `NAME.values` (a std::map of `prefix/key` to value, as Ceph
/// writes one: all incrementals, the last full map and a few more) and what Ceph 16.2.15's tools say of the
/// last map: `NAME.osdmap.json`, `.osdmap.txt` (`osdmaptool --dump json`, `--print`), `.osdmap-pgs.txt`
/// (`--test-map-pgs-dump-all`). Of pacific-rich also the monitor's answers to `ceph osd dump`.
///
/// `OSDMAP_VALUES` may name a folder of more of them: `CLUSTER/osdmap.KEY`, every full map included.
struct MapStore: CustomStringConvertible, Sendable {
    let name: String
    private let values: [String: ByteBuffer]

    static let fixtures: [MapStore] = ["pacific-rich", "pacific-quorum", "nautilus-rich"].compactMap { name in
        guard let data = try? fixture("\(name).values") else { return nil }
        let map = try? CephDecoder.decode(CephMap<String, ByteBuffer>.self, from: ByteBuffer(bytes: data))
        return map.map { values in
            MapStore(name: name, values: Dictionary(uniqueKeysWithValues: values.map { ($0.key, $0.value) }))
        }
    }

    static let all: [MapStore] = fixtures + unpacked

    private static var unpacked: [MapStore] {
        guard let folder = ProcessInfo.processInfo.environment["OSDMAP_VALUES"] else { return [] }
        let files = FileManager.default
        return ((try? files.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { name in
            var values: [String: ByteBuffer] = [:]
            for file in (try? files.contentsOfDirectory(atPath: "\(folder)/\(name)")) ?? [] {
                let key = file.split(separator: ".", maxSplits: 1).joined(separator: "/")
                values[key] = ByteBuffer(bytes: files.contents(atPath: "\(folder)/\(name)/\(file)") ?? Data())
            }
            return MapStore(name: "OSDMAP_VALUES/\(name)", values: values)
        }
    }

    static func fixture(_ file: String) throws -> Data {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try Data(contentsOf: tests.appendingPathComponent("Fixtures/osdmap/\(file)"))
    }

    static func text(_ file: String) throws -> String { String(decoding: try fixture(file), as: UTF8.self) }

    var description: String { name }

    /// The epochs of which there is an incremental, in order.
    var epochs: [Int] {
        values.keys.compactMap { $0.hasPrefix("osdmap/") ? Int($0.dropFirst(7)) : nil }.sorted()
    }
    func incremental(_ epoch: Int) -> ByteBuffer { values["osdmap/\(epoch)"] ?? ByteBuffer() }
    func full(_ epoch: Int) -> ByteBuffer? { values["osdmap/full_\(epoch)"] }
    var creating: ByteBuffer { values["osd_pg_creating/creating"] ?? ByteBuffer() }

    /// The last full map.
    func last() throws -> OSDMap {
        try OSDMap.decode(from: full(epochs.last ?? 0) ?? ByteBuffer())
    }
}
