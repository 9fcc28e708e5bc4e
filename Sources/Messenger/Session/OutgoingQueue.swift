import CephEncoding
import CephMessages
import NIOConcurrencyHelpers
import NIOCore

/// A message for many peers: it is encoded once for each set of features that they have, not once a peer.
public final class SharedMessage: Sendable {
    public let envelope: MessageEnvelope
    private let payloads = NIOLockedValueBox<[CephFeatures: Payload]>([:])

    struct Payload: Sendable {
        var front: ByteBuffer
        var version: MessageVersion
    }

    public init(_ envelope: MessageEnvelope) { self.envelope = envelope }

    func payload(_ features: CephFeatures) -> Payload {
        payloads.withLockedValue { payloads in
            if let known = payloads[features] { return known }
            let (front, version) = envelope.body.encodedPayload(features: features)
            let payload = Payload(front: front, version: version)
            payloads[features] = payload
            return payload
        }
    }
}

/// A message that waits to be sent, or to be acknowledged.
enum QueuedMessage: Sendable {
    case single(MessageEnvelope)
    case shared(SharedMessage)

    var envelope: MessageEnvelope {
        switch self {
        case .single(let envelope): envelope
        case .shared(let message): message.envelope
        }
    }

    /// Its bytes for a peer with these features.
    /// - Parameter source: who sends it, where the envelope does not say so.
    func encoded(_ features: CephFeatures, seq: UInt64, source: EntityName) -> WireMessage {
        let envelope = envelope
        let payload: SharedMessage.Payload
        switch self {
        case .single:
            let (front, version) = envelope.body.encodedPayload(features: features)
            payload = SharedMessage.Payload(front: front, version: version)
        case .shared(let message): payload = message.payload(features)
        }
        let isNamed = envelope.source.type.rawValue != 0
        let header = MessageHeader(
            seq: seq, tid: envelope.tid, type: envelope.body.messageType, priority: envelope.priority,
            version: payload.version.version, compatible: payload.version.compatible,
            source: isNamed ? envelope.source : source)
        return WireMessage(header: header, front: payload.front, data: envelope.body.data)
    }
}

/// Messages by priority, the highest first; those of one priority in their order.
struct OutgoingQueue: Sendable {
    struct Item: Sendable {
        var message: QueuedMessage
        /// When it was put in.
        var queued: NIODeadline
    }

    /// Never with an empty level; highest first. There are few priorities.
    private var levels: [(priority: UInt16, messages: CircularBuffer<Item>)] = []
    private(set) var count = 0
    /// Of the messages' data, which is what can be large.
    private(set) var bytes = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ message: QueuedMessage) {
        let item = Item(message: message, queued: .now())
        let priority = message.envelope.priority
        count += 1
        bytes += message.envelope.body.data.readableBytes
        if let index = levels.firstIndex(where: { $0.priority <= priority }) {
            if levels[index].priority == priority {
                levels[index].messages.append(item)
            } else {
                levels.insert((priority, [item]), at: index)
            }
        } else {
            levels.append((priority, [item]))
        }
    }

    mutating func popFirst() -> Item? {
        guard !levels.isEmpty, let item = levels[0].messages.popFirst() else { return nil }
        count -= 1
        bytes -= item.message.envelope.body.data.readableBytes
        if levels[0].messages.isEmpty { levels.removeFirst() }
        return item
    }

    mutating func removeAll() { self = OutgoingQueue() }
}
