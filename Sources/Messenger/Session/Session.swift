import NIOCore

/// What outlives a socket: the numbers of messages, those that wait, and what names the session.
///
/// A lossless session goes on over another socket where the last one broke: each side says up to which
/// message it has received, and the other sends again from there. So nothing is lost and nothing doubled.
struct Session: Sendable {
    struct Sent: Sendable {
        var seq: UInt64
        var item: OutgoingQueue.Item
    }

    /// The last message sent, and the last one received.
    private(set) var outSeq: UInt64 = 0
    private(set) var inSeq: UInt64 = 0
    /// Messages received since the peer was last told of any.
    var unacknowledged = 0
    var queue = OutgoingQueue()
    /// Sent, and not acknowledged: kept where the session is lossless.
    private(set) var sent = CircularBuffer<Sent>()
    /// Sent over a socket that broke before it was acknowledged; goes out before the queue.
    private(set) var requeued = CircularBuffer<Sent>()

    /// msgr v2: both sides' names of the session; 0 where there is none yet.
    var clientCookie: UInt64 = 0
    var serverCookie: UInt64 = 0
    /// How often this session was connected.
    var connectSeq: UInt64 = 0
    /// Which of the peer's connections this session last used.
    var peerGlobalSeq: UInt64 = 0

    var hasMessages: Bool { !queue.isEmpty || !requeued.isEmpty }

    /// The next message to send, and its number.
    mutating func next(isLossy: Bool) -> Sent? {
        guard let item = requeued.popFirst()?.item ?? queue.popFirst() else { return nil }
        outSeq &+= 1
        let next = Sent(seq: outSeq, item: item)
        if !isLossy { sent.append(next) }
        return next
    }

    /// The peer has everything up to `seq`.
    mutating func acknowledge(_ seq: UInt64) {
        while let first = sent.first, first.seq <= seq { sent.removeFirst() }
    }

    /// Counts a message that came in. Numbers may be left out, but none comes twice.
    /// - Returns: whether it is new.
    mutating func receive(_ seq: UInt64) -> Bool {
        guard seq > inSeq else { return false }
        inSeq = seq
        return true
    }

    /// The socket broke: what was sent and not acknowledged waits for the next one.
    mutating func interrupt() {
        outSeq &-= UInt64(sent.count)
        sent.append(contentsOf: requeued)
        requeued = sent
        sent = []
    }

    /// Goes on over a new socket with a peer that has everything up to `acknowledged`.
    mutating func resume(acknowledged: UInt64) {
        while let first = requeued.first, first.seq <= acknowledged { requeued.removeFirst() }
        outSeq = acknowledged
    }

    /// A new session with a peer that has no messages. What waits is numbered anew.
    mutating func begin() {
        outSeq = 0
        inSeq = 0
        unacknowledged = 0
    }

    /// Forgets the session and all that waits.
    mutating func reset() { self = Session() }
}
