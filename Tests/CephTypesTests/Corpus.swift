import CephEncoding
import CephTypes
import Foundation
import NIOCore

/// Ceph's object corpus: `archive/VERSION/objects/TYPE/HASH`, found by `CEPH_OBJECT_CORPUS`, and what
/// Ceph's own decoder said of an object, `VERSION/TYPE/HASH.json`, in the folder beside it whose name ends
/// in `-json` (or `CEPH_OBJECT_CORPUS_JSON`).
struct Corpus {
    struct Object {
        let version: String
        let type: String
        let name: String
        let path: String
        let dumpPath: String

        var bytes: ByteBuffer { ByteBuffer(bytes: FileManager.default.contents(atPath: path) ?? Data()) }
        var dump: Data? { FileManager.default.contents(atPath: dumpPath) }
    }

    static let root = ProcessInfo.processInfo.environment["CEPH_OBJECT_CORPUS"]
    static var isPresent: Bool { root != nil }

    /// All objects of a type, oldest version first.
    static func objects(of type: String, version: String? = nil) throws -> [Object] {
        guard let root else { return [] }
        let dumps = ProcessInfo.processInfo.environment["CEPH_OBJECT_CORPUS_JSON"] ?? root + "-json"
        let files = FileManager.default
        var objects: [Object] = []
        for version in try files.contentsOfDirectory(atPath: "\(root)/archive").sorted(by: numerically) {
            let folder = "\(root)/archive/\(version)/objects/\(type)"
            for name in (try? files.contentsOfDirectory(atPath: folder))?.sorted() ?? [] {
                objects.append(
                    Object(
                        version: version, type: type, name: name, path: "\(folder)/\(name)",
                        dumpPath: "\(dumps)/\(version)/\(type)/\(name).json"))
            }
        }
        return objects.filter { version == nil || $0.version == version }
    }

    private static func numerically(_ left: String, _ right: String) -> Bool {
        left.compare(right, options: .numeric) == .orderedAscending
    }
}

/// The places where `actual` lacks or differs from something that `expected` has; more is no difference.
func differences(_ expected: Any, _ actual: Any, at path: String = "") -> [String] {
    switch (expected, actual) {
    case (let expected as [String: Any], let actual as [String: Any]):
        return expected.sorted { $0.key < $1.key }.flatMap { key, value in
            actual[key].map { differences(value, $0, at: "\(path).\(key)") } ?? ["\(path).\(key) is missing"]
        }
    case (let expected as [Any], let actual as [Any]):
        guard expected.count == actual.count else {
            return ["\(path) has \(actual.count) elements, expected \(expected.count)"]
        }
        return zip(expected, actual).enumerated().flatMap { differences($1.0, $1.1, at: "\(path)[\($0)]") }
    default:
        return (expected as? NSObject) == (actual as? NSObject)
            ? [] : ["\(path) is \(actual), expected \(expected)"]
    }
}
