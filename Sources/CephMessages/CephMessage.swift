import CephEncoding
import CephTypes
import NIOCore

/// The body of one wire message: what stands in its front segment (the payload) and, for a few, in its data
/// segment (src/msg/Message.h).
public protocol CephMessage: Sendable {
    /// `CEPH_MSG_…` or `MSG_…` (src/include/ceph_fs.h, src/msg/Message.h).
    static var type: MessageType { get }
    /// The newest version that this side writes.
    static var headVersion: UInt16 { get }
    /// The oldest version whose readers understand what this side writes.
    static var compatVersion: UInt16 { get }

    /// Reads the front segment.
    /// - Parameters:
    ///   - decoder: over the front segment, with the connection's features.
    ///   - version: the header's version.
    init(from decoder: inout CephDecoder, version: UInt16) throws

    /// Appends the front segment, in the form that a peer with `encoder.features` understands.
    /// - Returns: the version of what was written, and the oldest reader of it.
    func encodePayload(into encoder: inout CephEncoder) -> MessageVersion

    /// The data segment; empty for most.
    var data: ByteBuffer { get set }
}

extension CephMessage {
    public var data: ByteBuffer {
        get { ByteBuffer() }
        set {}
    }

    /// What `encodePayload` returns where features change nothing.
    public static var current: MessageVersion {
        MessageVersion(version: headVersion, compatible: compatVersion)
    }
}

/// The versions in a message's header.
public struct MessageVersion: Hashable, Sendable {
    public var version: UInt16
    public var compatible: UInt16

    public init(version: UInt16, compatible: UInt16) {
        self.version = version
        self.compatible = compatible
    }
}

/// The number that tells a message's kind.
public struct MessageType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }
    public init(_ rawValue: UInt16) { self.rawValue = rawValue }
}

/// A message on its way: the body and what the header says of this one sending.
public struct MessageEnvelope: Sendable {
    public var body: any CephMessage
    /// Chosen by who asks, repeated by who answers; 0 where no answer is expected.
    public var tid: UInt64
    /// `CEPH_MSG_PRIO_…`
    public var priority: UInt16
    /// Who sends it: the header's source.
    public var source: EntityName

    public static let defaultPriority: UInt16 = 127
    public static let highPriority: UInt16 = 196

    public init(
        _ body: any CephMessage, tid: UInt64 = 0, priority: UInt16 = MessageEnvelope.defaultPriority,
        source: EntityName = EntityName(EntityType(rawValue: 0), 0)
    ) {
        self.body = body
        self.tid = tid
        self.priority = priority
        self.source = source
    }
}
