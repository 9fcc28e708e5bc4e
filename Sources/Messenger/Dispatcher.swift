import CephMessages

/// What a messenger delivers to. Calls come on the event loop of the connection's socket, for one connection
/// one after another; they must not block it.
public protocol Dispatcher: Sendable {
    /// A session is open, for the first time or anew after a reset or a broken socket.
    func messengerReady(_ connection: Connection)
    /// A message has come.
    /// - Parameter reservation: counts against the throttles for as long as somebody holds it. Who queues
    ///   the message keeps it with it.
    func received(
        _ message: MessageEnvelope, on connection: Connection, reservation: MessageReservation)
    /// A connection has ended, or has lost something.
    func reset(_ connection: Connection, _ kind: ResetKind)
    /// An open session has lost its socket, and goes on over another when there is something to say.
    func interrupted(_ connection: Connection)
}

extension Dispatcher {
    public func interrupted(_ connection: Connection) {}
}

/// What happened to a connection.
public enum ResetKind: Hashable, Sendable {
    /// A lossy connection is over, with all that was on its way (`ms_handle_reset`).
    case lossy
    /// The peer does not know the session any more; what was queued is lost, the connection goes on
    /// (`ms_handle_remote_reset`).
    case remote
    /// Nobody listens there; it is tried again until ``Connection/markDown()`` (`ms_handle_refused`).
    case refused
    /// The peer does not let this side in, or the other way round; tried again likewise.
    case authenticationFailed(errno: Int32)
}
