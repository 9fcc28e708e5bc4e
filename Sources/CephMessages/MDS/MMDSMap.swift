import CephEncoding
import CephTypes
import NIOCore

/// One file system, for its clients and metadata servers (src/messages/MMDSMap.h).
public struct MMDSMap: CephMessage, Equatable {
    public static let type = MessageType.mdsMap
    public static let headVersion: UInt16 = 2
    public static let compatVersion: UInt16 = 1

    public var fsid: CephUUID
    public var epoch: UInt32
    /// An `MDSMap`, encoded with all features.
    public var encoded: ByteBuffer
    /// Of the file system.
    public var fsName: String

    public init(
        fsid: CephUUID = .zero, epoch: UInt32 = 0, encoded: ByteBuffer = ByteBuffer(), fsName: String = ""
    ) {
        self.fsid = fsid
        self.epoch = epoch
        self.encoded = encoded
        self.fsName = fsName
    }
}

extension MMDSMap {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        fsid = try decoder.decode("fsid")
        epoch = try decoder.decode("epoch")
        encoded = try decoder.decode("encoded")
        fsName = version >= 2 ? try decoder.decode("map_fs_name") : ""
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(fsid)
        encoder.integer(epoch)
        encoder.encode(Self.map(encoded, for: encoder.features))
        encoder.encode(fsName)
        return Self.current
    }
}

extension MMDSMap: CustomStringConvertible {
    public var description: String { "mdsmap(e \(epoch))" }
}

extension MMDSMap {
    /// The map in the form that the reader understands; bytes that are no map stay as they are.
    private static func map(_ bytes: ByteBuffer, for features: CephFeatures) -> ByteBuffer {
        guard !features.contains([.pgID64, .mdsEnc, .msgAddr2, .serverNautilus]),
            var map = try? MDSMap.decode(from: bytes)
        else { return bytes }
        map.completeCompat()
        return map.encoded(features: features)
    }
}
