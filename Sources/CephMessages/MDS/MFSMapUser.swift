import CephEncoding

/// The names of the file systems, for clients (src/messages/MFSMapUser.h).
public struct MFSMapUser: CephMessage, Equatable {
    public static let type = MessageType.fsMapUser
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var epoch: UInt32
    public var fsMap: FSMapUser

    public init(
        epoch: UInt32 = 0, fsMap: FSMapUser = FSMapUser()
    ) {
        self.epoch = epoch
        self.fsMap = fsMap
    }
}

extension MFSMapUser {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        epoch = try decoder.decode("epoch")
        fsMap = try decoder.decode("fsmap")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(epoch)
        encoder.encode(fsMap)
        return Self.current
    }
}

extension MFSMapUser: CustomStringConvertible {
    public var description: String { "fsmap.user(e \(epoch))" }
}
