import CephEncoding
import CephTypes
import Foundation
import NIOCore
import Testing

/// Every object of the corpus, type by type. `CORPUS_TYPES=OSDMap,pg_pool_t` narrows a run down.
@Suite(.enabled(if: Corpus.isPresent, "CEPH_OBJECT_CORPUS is not set"))
struct CorpusTests {
    /// The version whose bytes this library writes.
    static let written = "16.2.0-90-g50f1821b4c"

    static let typeNames: [String] = {
        let names = RecordCatalog.all.map { $0.cephTypeName }
        guard let wanted = ProcessInfo.processInfo.environment["CORPUS_TYPES"] else { return names }
        return names.filter(Set(wanted.split(separator: ",").map(String.init)).contains)
    }()

    private func record(_ name: String) throws -> any CephRecord.Type {
        try #require(RecordCatalog.type(named: name))
    }

    @Test("Every object decodes to its last byte", arguments: typeNames)
    func decodes(_ name: String) throws {
        let type = try record(name)
        for object in try Corpus.objects(of: name) where CorpusExceptions.undecodable[object.key] == nil {
            do {
                _ = try type.decode(from: object.bytes)
            } catch {
                Issue.record("\(object.path): \(error)")
            }
        }
    }

    @Test("Objects of 16.2 re-encode to the same bytes", arguments: typeNames)
    func reencodes(_ name: String) throws {
        let type = try record(name)
        for object in try Corpus.objects(of: name, version: Self.written)
        where CorpusExceptions.undecodable[object.key] == nil
            && CorpusExceptions.notReencoded[object.key] == nil
        {
            let again = try type.decode(from: object.bytes).encoded()
            #expect(again == object.bytes, "\(object.path)")
        }
    }

    @Test("Dumps hold every field of Ceph's dumps, with its value", arguments: typeNames)
    func dumps(_ name: String) throws {
        let type = try record(name)
        for object in try Corpus.objects(of: name) where CorpusExceptions.undecodable[object.key] == nil {
            guard let expected = object.dump, let wanted = try? JSONSerialization.jsonObject(with: expected)
            else {
                continue
            }
            let text = CephFormatter.format(try type.decode(from: object.bytes), as: .json)
            let found = try JSONSerialization.jsonObject(with: Data(text.utf8))
            let all = differences(wanted, found).filter {
                CorpusExceptions.explanation(of: $0, in: name) == nil
            }
            #expect(all.isEmpty, "\(object.path): \(all.prefix(5).joined(separator: "; "))")
        }
    }
}

extension Corpus.Object {
    /// `VERSION/TYPE/HASH`.
    var key: String { "\(version)/\(type)/\(name)" }
}
