import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// Requests that only the leader can carry out.
extension Monitor {
    /// Sends a request to the leader, who answers through this monitor (`forward_request_leader`).
    func forwardToLeader(_ request: Request) {
        waitingForQuorum.add { [weak self] reason in
            if reason != .cancelled { self?.redispatch(request) }
        }
    }

    /// An answer for a request that a peon forwarded.
    func sendRoute(_ envelope: MessageEnvelope, to proxy: Session.Proxy) {
        var route = MRoute()
        route.sessionMonTid = proxy.tid
        route.message = EmbeddedMessage(envelope)
        environment.send(MessageEnvelope(route, source: EntityName(.mon, Int64(rank))), on: proxy.connection)
    }
}
