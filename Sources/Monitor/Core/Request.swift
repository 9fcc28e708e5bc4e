import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// A message on its way through the monitor: it may wait, be tried again, go to the leader, and is answered
/// at most once (src/mon/MonOpRequest.h).
public final class Request {
    public let message: MessageEnvelope
    public let session: Session
    /// When it came.
    public let received: Duration
    /// The election epoch then.
    let epoch: UInt32
    /// The number under which it is known to the leader and in the values that change something for it.
    var number: UInt64?
    /// It went to a leader.
    var isForwarded = false
    /// What a committed value says of it.
    var carriedOut: RequestMark?
    /// Where answers go that are wanted by a caller in this process (`ask`, the admin socket) and not by a
    /// connection.
    let localReply: ((MessageEnvelope) -> Void)?
    private(set) var isAnswered = false
    /// What happened to it, with times: for `ops`.
    public private(set) var events: [(time: Duration, what: String)] = []
    /// Who counts it.
    weak var tracker: OperationTracker?

    init(
        _ message: MessageEnvelope, session: Session, received: Duration, epoch: UInt32 = 0,
        localReply: ((MessageEnvelope) -> Void)? = nil
    ) {
        self.message = message
        self.session = session
        self.received = received
        self.epoch = epoch
        self.localReply = localReply
    }

    deinit { tracker?.end(self) }

    func mark(_ what: String, at time: Duration) { events.append((time, what)) }

    /// Whether it may be answered now; true only once.
    func takeAnswer() -> Bool {
        defer { isAnswered = true }
        return !isAnswered
    }
}
