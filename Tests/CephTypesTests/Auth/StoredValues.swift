import CephEncoding
import Foundation
import NIOCore

/// Values of monitors' stores in files PREFIX/KEY; bytes that a file's name cannot have are
/// percent-encoded.
struct StoredValues {
    let folder: String

    /// A folder of `Tests/Fixtures`, with values of a real 16.2 cluster.
    static func fixture(_ name: String) -> StoredValues {
        StoredValues(folder: fixturePath("\(name)/values"))
    }

    /// The folder that `MONITOR_STORE_VALUES` names, and every folder in it with values of its own.
    static let outside: [StoredValues] = {
        guard let root = ProcessInfo.processInfo.environment["MONITOR_STORE_VALUES"] else { return [] }
        let inner = (try? FileManager.default.contentsOfDirectory(atPath: root))?.sorted() ?? []
        return ([root] + inner.map { "\(root)/\($0)" }).map(StoredValues.init).filter {
            FileManager.default.fileExists(atPath: "\($0.folder)/auth")
        }
    }()

    static func fixturePath(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Fixtures/\(name)").path
    }

    static func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: fixturePath(name))), as: UTF8.self)
    }

    /// What `ceph` wrote, without the newline it puts before JSON.
    static func answer(_ name: String) throws -> String {
        let text = try text(name)
        return name.hasSuffix(".json") ? String(text.drop { $0 == "\n" }) : text
    }

    /// All of a prefix, by key in the store's order.
    func values(_ prefix: String) -> CephMap<String, ByteBuffer> {
        var values: CephMap<String, ByteBuffer> = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(prefix)")) ?? [] {
            guard let key = name.removingPercentEncoding,
                let bytes = FileManager.default.contents(atPath: "\(folder)/\(prefix)/\(name)")
            else { continue }
            values[key] = ByteBuffer(bytes: bytes)
        }
        return values
    }

    func value(_ prefix: String, _ key: String) -> ByteBuffer? { values(prefix)[key] }
}

/// Decodes every prefix of some bytes and thousands of mutations of them: an error or a value, and never
/// anything else.
func survives<T: CephDecodable>(_ type: T.Type, _ bytes: ByteBuffer, mutations: Int = 3000) {
    let original = bytes.byteArray
    for length in 0..<original.count {
        _ = try? CephDecoder.decode(type, from: ByteBuffer(bytes: original[..<length]))
    }
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    func random(below limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(limit, 1)))
    }
    for _ in 0..<mutations {
        var mutated = original
        for _ in 0...random(below: 4) where !mutated.isEmpty {
            mutated[random(below: mutated.count)] =
                [0, 1, 0x7f, 0x80, 0xff, UInt8(random(below: 256))][random(below: 6)]
        }
        _ = try? CephDecoder.decode(type, from: ByteBuffer(bytes: mutated))
    }
}
