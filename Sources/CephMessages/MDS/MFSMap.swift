import CephEncoding
import CephTypes

/// All file systems, for managers and others that subscribed to `fsmap` (src/messages/MFSMap.h).
public struct MFSMap: CephMessage, Equatable {
    public static let type = MessageType.fsMap
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var epoch: UInt32
    public var fsMap: FSMap

    public init(
        epoch: UInt32 = 0, fsMap: FSMap = FSMap()
    ) {
        self.epoch = epoch
        self.fsMap = fsMap
    }
}

extension MFSMap {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        epoch = try decoder.decode("epoch")
        fsMap = try decoder.decode("fsmap")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(epoch)
        encoder.encodeAsPacific(fsMap)
        return Self.current
    }
}

extension MFSMap: CustomStringConvertible {
    public var description: String { "fsmap(e \(epoch))" }
}
