import CephEncoding
import CephMessages
import NIOCore

/// What a message's header says, whichever protocol carries it.
struct MessageHeader: Hashable, Sendable {
    var seq: UInt64 = 0
    var tid: UInt64 = 0
    var type = MessageType(0)
    var priority: UInt16 = 0
    var version: UInt16 = 0
    var compatible: UInt16 = 0
    /// Where the data belongs in a page: a hint for the reader's memory.
    var dataOffset: UInt16 = 0
    /// Only msgr v1 says it in each message.
    var source = EntityName(EntityType(rawValue: 0), 0)
}

/// A message as it came, or as it goes: header and segments.
struct WireMessage: Hashable, Sendable {
    var header: MessageHeader
    var front = ByteBuffer()
    var middle = ByteBuffer()
    var data = ByteBuffer()

    /// What the throttles count.
    var size: Int { front.readableBytes + middle.readableBytes + data.readableBytes }
}
