import CephEncoding
import CephMessages
import Foundation
import NIOCore
import Testing

/// The messages of Ceph's object corpus, `archive/VERSION/objects/CLASS/HASH` below `CEPH_OBJECT_CORPUS`; and what
/// Ceph 14.2 printed of them, `VERSION/CLASS/HASH.json` in the folder beside it.
@Suite(.enabled(if: MessageCorpus.root != nil, "CEPH_OBJECT_CORPUS is not set"))
struct MessageCorpusTests {
    @Test func `Every message is read to its last byte`() throws {
        let objects = try MessageCorpus.objects()
        #expect(objects.count > 600)
        for object in objects where MessageCorpus.unreadable[object.kind] == nil {
            let framed = try FramedMessage(ByteBuffer(file: object.path))
            #expect(MessageCatalog.message(of: framed.type) != nil, "\(object.key)")
            #expect(throws: Never.self, "\(object.key)") { _ = try framed.decode() }
            #expect(throws: Never.self, "\(object.key)") {
                let left = try framed.bytesLeftBehind()
                #expect(left == 0, "\(object.key)")
            }
        }
    }

    @Test func `Every message comes back from what is written of it`() throws {
        for object in try MessageCorpus.objects() where MessageCorpus.unreadable[object.kind] == nil {
            let message = try FramedMessage(ByteBuffer(file: object.path)).decode()
            let (front, version) = message.encodedPayload()
            var again = CephDecoder(front)
            let copy = try type(of: message).init(from: &again, version: version.version)
            #expect(again.remaining == 0, "\(object.key)")
            // Those within another are told with their version, which is today's then.
            if !(message is MForward), !(message is MRoute) {
                #expect("\(copy)" == "\(message)", "\(object.key)")
            }
            let (second, _) = copy.encodedPayload()
            #expect(second == front, "\(object.key)")
        }
    }

    @Test func `Messages are printed as Ceph printed them`() throws {
        var compared = 0
        for object in try MessageCorpus.objects() where MessageCorpus.unreadable[object.kind] == nil {
            guard let dump = FileManager.default.contents(atPath: object.dumpPath),
                let fields = try JSONSerialization.jsonObject(with: dump) as? [String: Any],
                let summary = fields["summary"] as? String
            else { continue }
            let text = try "\(FramedMessage(ByteBuffer(file: object.path)).envelope())"
            compared += 1
            // 14.2 did not read the beacon of 0.94 in it, as a 14.2 does not read ours of 9.
            guard !summary.hasPrefix("forward( ") else { continue }
            #expect(MessageCorpus.asNautilus(text) == MessageCorpus.asNautilus(summary), "\(object.key)")
        }
        #expect(compared > 0)
    }
}

enum MessageCorpus {
    struct Object {
        let version: String
        let type: String
        let name: String

        var kind: String { "\(version)/\(type)" }
        var key: String { "\(kind)/\(name)" }
        var path: String { "\(root ?? "")/archive/\(version)/objects/\(type)/\(name)" }
        var dumpPath: String { "\(root ?? "")-json/\(kind)/\(name).json" }
    }

    static let root = ProcessInfo.processInfo.environment["CEPH_OBJECT_CORPUS"]

    /// By version and class: why 16.2 does not read them either.
    static let unreadable = [
        "0.52/MMonPaxos": "each service had its own Paxos, and the message another form: Ceph misreads it",
        "0.52/MMonProbe": "the form before 0.66, which Ceph misreads",
        "0.61.4-60-g24c59be/MMonProbe": "the form before 0.66, which Ceph misreads",
        "0.61.4-60-g24c59be/MMonSync": "another protocol of copying: Ceph ends with an assertion",
    ]

    /// A text of ours as 14.2 would have said it.
    static func asNautilus(_ text: String) -> String {
        var text = text
        for (pattern, with) in [
            // Dates became ISO 8601; what the leader is, is told since octopus; so is the status.
            ("(\\d{4}-\\d\\d-\\d\\d)T([0-9:.]+)\\+0000", "$1 $2"), (" leader -?\\d+", ""),
            (" status=\\d+", ""),
            (" seq=", " seq "), ("pgs seq \\d+", "pgs"), ("pgs tid \\d+", "pgs"),
        ] {
            text = text.replacingOccurrences(of: pattern, with: with, options: .regularExpression)
        }
        return text
    }

    /// The folders whose names are those of messages of this library.
    static func objects() throws -> [Object] {
        let names = Set(MessageCatalog.all.map { "\($0)" })
        return try files(in: "\(root ?? "")/archive").flatMap { version in
            try files(in: "\(root ?? "")/archive/\(version)/objects").filter(names.contains).flatMap { type in
                try files(in: "\(root ?? "")/archive/\(version)/objects/\(type)").map {
                    Object(version: version, type: type, name: $0)
                }
            }
        }
    }
}
