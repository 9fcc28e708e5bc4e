/// How a client came to its global id (`global_id_status_t`, src/auth/AuthServiceHandler.h).
///
/// A global id tells clients apart, in blocklists say, so nobody may take another's: who comes back shows the
/// ticket that it was given with it. Clients from before 16.2.1 may leave that out.
public enum GlobalIDStatus: String, Hashable, Sendable {
    /// Nothing is asked: ``AuthMethod/none``, and connections between monitors.
    case none
    /// Given just now; the key is not proven yet.
    case newPending = "new_pending"
    /// Given just now, to a client that will show its ticket.
    case newOK = "new_ok"
    /// Given just now, to a client that may not.
    case newNotExposed = "new_not_exposed"
    /// The client says that it had it before.
    case reclaimPending = "reclaim_pending"
    /// The client had it before.
    case reclaimOK = "reclaim_ok"
    /// The client says so and was believed.
    case reclaimInsecure = "reclaim_insecure"

    /// Whether the monitor ends the connection at the first message but `MMonGetMap`, so that the client connects
    /// again and shows whether it has its ticket (`Monitor::dispatch_op`).
    public func mustReconnect(under policy: AuthPolicy) -> Bool {
        self == .newNotExposed && policy.exposesInsecureReclaim
    }
}
