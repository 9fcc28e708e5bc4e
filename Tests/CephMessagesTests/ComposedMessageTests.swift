import CephEncoding
import CephMessages
import CephTypes
import Foundation
import NIOCore
import TestSupport
import Testing

/// Messages made here, beside the bytes that the library of Ceph 16.2.15 made of them after it had read them
/// (`composed/NUMBER-KIND`), and what it printed (`composed.txt`). `COMPOSED_MESSAGES` names a folder to write
/// ours to, so that Ceph can be asked again.
@Suite struct ComposedMessageTests {
    static let folder = "\(Fixtures.folder)/messages"

    static var named: [(name: String, message: any CephMessage)] {
        ComposedMessages.all.enumerated().map { ("\($0)-\(type(of: $1))", $1) }
    }

    @Test func `What is made here is what Ceph makes of it`() throws {
        for (name, message) in Self.named {
            var encoder = CephEncoder()
            EmbeddedMessage(MessageEnvelope(message, tid: 7)).encode(into: &encoder, features: .all)
            if let out = ProcessInfo.processInfo.environment["COMPOSED_MESSAGES"] {
                try Data(encoder.buffer.byteArray).write(to: URL(fileURLWithPath: "\(out)/\(name)"))
                continue
            }
            let expected = try ByteBuffer(file: "\(Self.folder)/composed/\(name)")
            #expect(encoder.buffer == expected, "\(name)")
        }
    }

    @Test func `What is made here is printed as Ceph prints it`() throws {
        let printed = try PrintedTexts("\(Self.folder)/composed.txt")
        for (name, message) in Self.named {
            #expect("\(EmbeddedMessage(MessageEnvelope(message, tid: 7)))" == printed[name], "\(name)")
        }
    }

    @Test func `Every kind of message is recorded or made here`() throws {
        var seen = Set(ComposedMessages.all.map { "\(type(of: $0))" })
        seen.formUnion(try files(in: "\(Self.folder)/recorded"))
        let missing = MessageCatalog.all.map { "\($0)" }.filter { !seen.contains($0) }
        #expect(missing.isEmpty)
    }

    @Test func `No two kinds of message have one number`() {
        #expect(Set(MessageCatalog.all.map { $0.type }).count == MessageCatalog.all.count)
    }

    @Test func `A message of an unknown kind is kept as it came`() throws {
        let front = ByteBuffer(bytes: [1, 2, 3])
        let message = try MessageCatalog.decode(
            type: MessageType(70), version: 5, compatible: 4, front: front, data: ByteBuffer(bytes: [9]))
        #expect(message.messageType == MessageType(70))
        #expect(message.encodedPayload().front == front)
        #expect(message.encodedPayload().version == MessageVersion(version: 5, compatible: 4))
        #expect(message.data == ByteBuffer(bytes: [9]))
    }

    @Test func `A message that needs a newer reader is refused by name`() {
        #expect {
            try MessageCatalog.decode(type: .monPaxos, version: 9, compatible: 5, front: ByteBuffer())
        } throws: {
            "\($0)" == "MMonPaxos: at byte 0: version 9 needs a reader of version 5, this one knows up to 4"
        }
    }

    @Test func `Forwarded messages are not nested`() throws {
        let inner = MForward(message: EmbeddedMessage(MessageEnvelope(MPing())))
        let (front, version) = MForward(message: EmbeddedMessage(MessageEnvelope(inner))).encodedPayload()
        #expect {
            try MessageCatalog.decode(type: .forward, version: version.version, front: front)
        } throws: {
            "\($0)".contains("a forwarded message within a forwarded one")
        }
    }

    @Test func `A trace does not tell the value of an option`() {
        let secret = MMonCommand(command: [#"{"prefix":"config-key set","key":"k","val":"secret"}"#])
        #expect("\(secret)" == "mon_command([{prefix=config-key set, key=k}] v 0)")
        let ack = MMonCommandAck(command: [#"{"prefix": "config set", "name": "n", "value": "secret"}"#])
        #expect("\(ack)" == "mon_command_ack([{prefix=config set, name=n}]=0  v0)")
    }
}

/// Lines of a name, a tab, and what Ceph prints, its line breaks made blanks.
struct PrintedTexts {
    private var texts: [String: String] = [:]

    init(_ path: String) throws {
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            if parts.count == 2 { texts[parts[0]] = parts[1] }
        }
    }

    subscript(_ name: String) -> String? { texts[name] }
}
