import CephAuth
import CephEncoding
import NIOCore

/// The rules of one protocol on one socket, without the socket: bytes go in, events and bytes come out.
///
/// The owner gives it what arrives (``receive(_:)``), asks it for events until there is none (``next()``),
/// and sends what has gathered in ``output``. Where an event asks for an answer, none follows until it was
/// given.
protocol WireProtocol: Sendable {
    /// Bytes to be sent. The owner takes them and leaves it empty.
    var output: ByteBuffer { get set }
    /// Whether messages can be sent.
    var isReady: Bool { get }
    /// What the peer's type is, once it has said so.
    var peerType: EntityType? { get }
    /// What both sides support, once they have agreed.
    var features: CephFeatures { get set }
    /// Who the peer has proven to be, once it has.
    var authentication: AuthResult? { get }
    var mode: ConnectionMode { get }

    /// Says the first word.
    mutating func start()
    /// Takes bytes that have arrived.
    mutating func receive(_ bytes: ByteBuffer)
    /// What the bytes mean; nil where more are needed, or an answer.
    mutating func next() throws(WireError) -> WireEvent?

    /// Answers ``WireEvent/authenticate(_:)``.
    mutating func answer(_ reply: AuthServerReply) throws(WireError)
    /// Answers ``WireEvent/sessionWanted``, and ``WireEvent/sessionAnswered(_:)`` where that is no agreement.
    mutating func open(_ opening: SessionOpening) throws(WireError)
    /// Answers ``WireEvent/sessionRequested(_:)``.
    mutating func answer(_ answer: SessionAnswer) throws(WireError)

    /// Puts a message into ``output``; it may carry the acknowledgement of all received up to `acknowledging`.
    mutating func write(_ message: WireMessage, acknowledging: UInt64) throws(WireError)
    /// Whether messages carry acknowledgements, so that none need be sent beside them.
    var messagesAcknowledge: Bool { get }
    mutating func writeAcknowledgement(_ seq: UInt64) throws(WireError)
    mutating func writeKeepalive(at time: UTime) throws(WireError)
}

/// What happened on a socket.
enum WireEvent: Sendable {
    /// The peer has said what it is, and at which address it sees this side.
    case hello(EntityType, ownAddress: EntityAddress)
    /// The peer wants to prove who it is; to be answered.
    case authenticate(AuthServerRequest)
    /// The connecting side may ask for a session; to be answered by opening one.
    case sessionWanted
    /// The connecting side asks for a session; to be answered.
    case sessionRequested(SessionRequest)
    /// The accepting side has answered. Anything but an agreement asks for another opening.
    case sessionAnswered(SessionAnswer)
    /// Messages can be sent. `acknowledged` is the last one that the peer has, where it said so now.
    case ready(acknowledged: UInt64?)
    /// A message of so many bytes comes. The owner goes on when there is room for it.
    case announced(size: Int)
    case message(WireMessage)
    case acknowledged(UInt64)
    /// The peer wants to know whether this side lives; it is answered already.
    case keepalive
    case keepaliveAcknowledged(UTime)
    /// The peer says goodbye (msgr v1).
    case closed
}

/// How one side of a session begins or takes up its work.
struct SessionOpening: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case new
        /// msgr v2: the session that these cookies name.
        case resumed(serverCookie: UInt64)
    }

    var kind: Kind
    var addresses: EntityAddressVector
    /// The address of the other side that was connected to.
    var target: EntityAddress
    var clientCookie: UInt64 = 0
    var globalSeq: UInt64
    var connectSeq: UInt64 = 0
    /// The last message received in the session.
    var inSeq: UInt64 = 0
    var isLossy: Bool
}

/// What the connecting side asks for.
struct SessionRequest: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case new(clientCookie: UInt64)
        case resumed(clientCookie: UInt64, serverCookie: UInt64, connectSeq: UInt64, messageSeq: UInt64)
        /// msgr v1: a new session has the number 0.
        case v1(connectSeq: UInt32)
    }

    var kind: Kind
    var addresses: EntityAddressVector
    /// The peer's own number; nil where the protocol does not say it (or did before).
    var number: Int64?
    var globalSeq: UInt64
}

/// What the accepting side says to that.
enum SessionAnswer: Hashable, Sendable {
    case accepted(SessionAcceptance)
    /// msgr v2: the session goes on behind `inSeq`.
    case resumed(inSeq: UInt64)
    /// There is no such session (any more). Where that is full, what was queued for it is lost as well.
    case reset(isFull: Bool)
    /// Try with a higher number of this session.
    case retry(connectSeq: UInt64)
    /// Try with a higher number of this side's connections.
    case retryGlobal(globalSeq: UInt64)
    /// Both sides connect to each other, and the other attempt wins.
    case wait
}

/// A session as the accepting side opens it.
struct SessionAcceptance: Hashable, Sendable {
    var addresses = EntityAddressVector()
    var number: Int64 = 0
    var globalSeq: UInt64 = 0
    var isLossy = false
    /// msgr v2; 0 for a lossy session.
    var serverCookie: UInt64 = 0
    /// msgr v1.
    var connectSeq: UInt64 = 0
    /// msgr v1: both sides say what they have received; nil where the session is known to be new.
    var inSeq: UInt64?
}
