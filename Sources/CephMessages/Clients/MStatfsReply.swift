import CephEncoding

/// Answers ``MStatfs`` (src/messages/MStatfsReply.h).
public struct MStatfsReply: CephMessage, Equatable {
    public static let type = MessageType.statfsReply
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var fsid: CephUUID
    /// Of the statistics.
    public var version: UInt64
    /// KiB.
    public var total: UInt64
    /// KiB.
    public var used: UInt64
    /// KiB.
    public var available: UInt64
    public var objectCount: UInt64

    public init(
        fsid: CephUUID = .zero, version: UInt64 = 0, total: UInt64 = 0, used: UInt64 = 0,
        available: UInt64 = 0, objectCount: UInt64 = 0
    ) {
        self.fsid = fsid
        self.version = version
        self.total = total
        self.used = used
        self.available = available
        self.objectCount = objectCount
    }
}

extension MStatfsReply {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        fsid = try decoder.decode("fsid")
        self.version = try decoder.decode("version")
        total = try decoder.decode("kb")
        used = try decoder.decode("kb_used")
        available = try decoder.decode("kb_avail")
        objectCount = try decoder.decode("num_objects")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(fsid)
        encoder.integer(version)
        encoder.integer(total)
        encoder.integer(used)
        encoder.integer(available)
        encoder.integer(objectCount)
        return Self.current
    }
}

extension MStatfsReply: EnvelopeDescribed {
    func described(tid: UInt64, source: EntityName) -> String { "statfs_reply(\(tid))" }

    public var description: String { described(tid: 0, source: .unknown) }
}
