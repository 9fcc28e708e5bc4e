import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import TestSupport
import Testing

/// The data folders below the one that `MONITOR_STORES` names (those with a `store.db`), and the fixture's.
private let storeFolders: [String] = {
    let fixture = "\(Fixtures.folder)/stores/small"
    guard let root = ProcessInfo.processInfo.environment["MONITOR_STORES"] else { return [fixture] }
    let found = (FileManager.default.subpaths(atPath: root) ?? []).sorted()
        .filter { $0.hasSuffix("/store.db") || $0 == "store.db" }
        .map { "\(root)/\($0.dropLast("/store.db".count))" }
    return [fixture] + found
}()

/// Every value of real monitors' stores decodes, and encodes to its bytes with the features of its writer.
@Suite struct StoredValueBytesTests {
    @Test("Every value of a store re-encodes to the same bytes", arguments: storeFolders)
    func stores(_ folder: String) throws {
        let directory = try MonitorDirectory(path: folder)
        let store = try SnapshotStore(path: directory.database)
        var check = ValueCheck(features: directory.minMonRelease == "14" ? .nautilus : .all)
        try store.forEach { prefix, key, value in
            check.value(
                ByteBuffer(bytes: value), prefix: String(cephBytes: prefix), key: String(cephBytes: key))
            return true
        }
        #expect(check.compared.count > 10)
    }

    @Test("14.2's values re-encode to the same bytes")
    func nautilus() throws {
        let root = "\(Fixtures.folder)/nautilus"
        var check = ValueCheck(features: .nautilus)
        for name in try FileManager.default.subpathsOfDirectory(atPath: root).sorted() {
            let parts = name.split(separator: "/").map(String.init)
            guard parts.count == 2 else { continue }
            check.value(
                ByteBuffer(bytes: try Fixtures.data("nautilus/\(name)")), prefix: parts[0], key: parts[1])
        }
        #expect(check.compared.keys.sorted() == ["health", "mdsmap", "mgr", "mgrstat", "monmap"])
    }
}

/// Compares values with what their records encode to, and counts them by prefix.
private struct ValueCheck {
    let features: CephFeatures
    var compared: [String: Int] = [:]

    init(features: CephFeatures) { self.features = features }

    /// - Parameter outer: the Paxos transaction that would put the value there, for messages.
    mutating func value(_ bytes: ByteBuffer, prefix: String, key: String, within outer: String = "") {
        let name = "\(outer)\(prefix)/\(key)"
        do {
            guard let again = try encodedAgain(bytes, prefix: prefix, key: key) else {
                Issue.record("\(name): no record is known for this key")
                return
            }
            compared[outer.isEmpty ? prefix : "paxos: \(prefix)", default: 0] += 1
            if again != bytes { Issue.record("\(name): \(difference(again, from: bytes))") }
        } catch {
            Issue.record("\(name): \(error)")
        }
    }

    private mutating func encodedAgain(
        _ bytes: ByteBuffer, prefix: String, key: String
    ) throws -> ByteBuffer? {
        if prefix == "paxos", UInt64(key) != nil {
            let transaction = try StoreTransaction.decode(from: bytes)
            for case .put(let inner, let value) in transaction.operations {
                self.value(value, prefix: inner.prefix, key: inner.key, within: "paxos/\(key): ")
            }
            return transaction.encoded(features: features)
        }
        let record = try StoredValues.decode(bytes, prefix: prefix, key: key)
        // All that hold an OSD map write it with the same features.
        if let map = record as? OSDMap { return map.encodedWithCRC(features: map.encodingFeatures).bytes }
        if let change = record as? OSDMap.Incremental {
            return change.encodedWithCRC(features: change.encodeFeatures).bytes
        }
        return record?.encoded(features: features)
    }

    private func difference(_ actual: ByteBuffer, from expected: ByteBuffer) -> String {
        let same = zip(expected.readableBytesView, actual.readableBytesView).prefix { $0 == $1 }.count
        return "\(actual.readableBytes) bytes, expected \(expected.readableBytes); they differ at \(same)"
    }
}
