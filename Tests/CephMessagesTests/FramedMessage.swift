import CephEncoding
import CephMessages
import CephTypes
import Foundation
import NIOCore

/// A message as `encode_message` writes it, and as the object corpus holds it: header, footer, segments.
struct FramedMessage {
    var tid: UInt64
    var type: MessageType
    var source: EntityName
    var version: UInt16
    var compatible: UInt16
    var front: ByteBuffer
    var data: ByteBuffer

    init(_ bytes: ByteBuffer) throws {
        var decoder = CephDecoder(bytes)
        try decoder.skip(8)
        tid = try decoder.integer()
        type = MessageType(try decoder.integer())
        try decoder.skip(2)
        version = try decoder.integer()
        try decoder.skip(14)
        source = try decoder.decode("src")
        compatible = try decoder.integer()
        try decoder.skip(6 + 13)
        front = try decoder.decode("front")
        _ = try decoder.decode("middle", as: ByteBuffer.self)
        data = try decoder.decode("data")
        try decoder.expectEnd()
    }

    var versions: MessageVersion { MessageVersion(version: version, compatible: compatible) }

    func envelope() throws -> MessageEnvelope { MessageEnvelope(try decode(), tid: tid, source: source) }

    func decode(features: CephFeatures = .all) throws -> any CephMessage {
        try MessageCatalog.decode(
            type: type, version: version, compatible: compatible, front: front, data: data, features: features
        )
    }

    /// Reads the front segment as its kind does, and says how many bytes are left behind it.
    func bytesLeftBehind() throws -> Int? {
        guard let kind = MessageCatalog.message(of: type) else { return nil }
        var decoder = CephDecoder(front)
        _ = try kind.init(from: &decoder, version: version)
        return decoder.remaining
    }
}

extension ByteBuffer {
    init(file path: String) throws {
        self.init(bytes: try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

/// Files of a folder, in order; hidden ones are none.
func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted()
}
