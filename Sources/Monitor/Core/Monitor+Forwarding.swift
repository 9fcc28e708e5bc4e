import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// A request that the leader carries out for a client of this monitor.
struct RoutedRequest {
    let request: Request
    /// In which election epoch it was forwarded last.
    var epoch: UInt32
}

/// Requests that only the leader can carry out.
///
/// A forwarded request counts in the election epoch in which it was sent: the leader drops those of an earlier
/// one, and the peon sends them again once it knows what the quorum has committed. So that a request whose change
/// was proposed by a leader who then died is not carried out again, the value names the requests in it: each by
/// an operation that erases a key which never exists (`mon_forward`, `NAME.TID`). The monitor that the client
/// talks to sees them in what is committed.
extension Monitor {
    static let markPrefix = "mon_forward"

    /// Sends a request to the leader, who answers through this monitor (`forward_request_leader`).
    func forwardToLeader(_ request: Request) {
        // A request is forwarded once: who sent it here sends it again after the next election.
        guard request.session.proxy == nil else { return }
        guard isPeon else {
            return waitingForQuorum.add { [self] reason in
                if reason != .cancelled { redispatch(request) }
            }
        }
        let tid = mark(request)
        request.mark("forwarded to mon.\(leader)", at: environment.monotonicTime)
        routed[tid] = RoutedRequest(request: request, epoch: electionEpoch)
        sendForward(request, tid)
    }

    private func sendForward(_ request: Request, _ tid: UInt64) {
        let session = request.session
        var forward = MForward(message: EmbeddedMessage(request.message))
        forward.tid = tid
        forward.clientType = session.name.type
        forward.clientAddresses = session.addresses
        forward.clientSocketAddress = session.socketAddress
        forward.clientCaps = session.caps
        forward.connectionFeatures = session.features
        forward.entityName = session.authName
        send(forward, toRank: leader, tid: UInt64(electionEpoch))
    }

    /// The number by which a request is known in the values that change something for it.
    @discardableResult
    func mark(_ request: Request) -> UInt64 {
        if let tid = request.routedTid { return tid }
        if routedTid == 0 {
            // Numbers of an earlier process of this monitor must not be taken for this one's.
            let random = environment.randomBytes(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            routedTid = random << 24
        }
        routedTid &+= 1
        request.routedTid = routedTid
        return routedTid
    }

    /// Forwards again what has not been answered, to the leader of the new quorum (`resend_routed_requests`).
    func resendRouted() {
        guard isInQuorum else { return }
        let waiting = routed.sorted { $0.key < $1.key }
        for (tid, one) in waiting where one.epoch != electionEpoch {
            routed[tid] = nil
            if one.request.isAnswered || answerIfApplied(one.request) { continue }
            redispatch(one.request)
        }
    }

    // MARK: The leader's side

    func receiveForward(_ message: MForward, _ request: Request) {
        guard request.session.name.type == .mon else { return }
        // 0 is what Ceph's own peons send: their messages come in order, and end with the connection.
        let epoch = request.message.tid
        guard isLeader, epoch == 0 || epoch == UInt64(electionEpoch) else { return }
        let peer = rank(of: request.session).flatMap { monmap.name(ofRank: $0) } ?? ""
        if !hasFault(.applyForwardedTwice) {
            guard forwardsSeen.insert("\(peer).\(message.tid)").inserted else { return }
        }
        let session = Session(
            connection: request.session.connection, name: message.message.message.source,
            authName: message.entityName, addresses: message.clientAddresses,
            socketAddress: message.clientSocketAddress, features: message.connectionFeatures)
        session.caps = message.clientCaps
        session.isAuthenticated = true
        session.proxy = Session.Proxy(connection: request.session.connection, tid: message.tid)
        session.proxyName = peer
        dispatch(
            Request(
                message.message.message, session: session, received: request.received, epoch: electionEpoch))
    }

    /// An answer for a request that a peon forwarded.
    func sendRoute(_ envelope: MessageEnvelope, to proxy: Session.Proxy) {
        var route = MRoute()
        route.sessionMonTid = proxy.tid
        route.message = EmbeddedMessage(envelope)
        environment.send(MessageEnvelope(route, source: EntityName(.mon, Int64(rank))), on: proxy.connection)
    }

    /// Tells the peon that nothing more will come (`no_reply`).
    func endWithoutReply(_ request: Request) {
        guard request.takeAnswer(), let proxy = request.session.proxy else { return }
        let route = MRoute(sessionMonTid: proxy.tid)
        environment.send(MessageEnvelope(route, source: EntityName(.mon, Int64(rank))), on: proxy.connection)
    }

    func receiveRoute(_ message: MRoute, _ request: Request) {
        guard request.session.name.type == .mon else { return }
        guard let routed = routed.removeValue(forKey: message.sessionMonTid) else { return }
        guard let answer = message.message else { return endWithoutReply(routed.request) }
        guard routed.request.takeAnswer() else { return }
        if let localReply = routed.request.localReply {
            localReply(answer.message)
        } else {
            environment.send(answer.message, on: routed.request.session.connection)
        }
    }

    // MARK: Marks

    /// Who asked for what a value will change: the name of the monitor that its client talks to, and its number.
    func markText(_ request: Request) -> String? {
        if let proxy = request.session.proxy {
            return request.session.proxyName.map { "\($0).\(proxy.tid)" }
        }
        guard request.session.connection != ConnectionID(.max) else { return nil }
        return "\(name).\(mark(request))"
    }

    /// Notes which of the requests that came here a committed value has carried out.
    func noteMarks(in transaction: StoreTransaction) {
        for case .erase(let key) in transaction.operations where key.prefix == Self.markPrefix {
            guard let dot = key.key.lastIndex(of: "."), key.key[..<dot] == name,
                let tid = UInt64(key.key[key.key.index(after: dot)...])
            else { continue }
            appliedMarks.insert(tid)
        }
    }

    /// Answers a request whose change was committed although its leader could not say so any more.
    func answerIfApplied(_ request: Request) -> Bool {
        guard !hasFault(.applyForwardedTwice) else { return false }
        guard let tid = request.routedTid else { return false }
        guard appliedMarks.contains(tid) else {
            guard tid <= lastUnknownMark else { return false }
            // Perhaps it is done, perhaps not: its client has to see for itself.
            if request.takeAnswer() { environment.close(request.session.connection) }
            return true
        }
        // Kept as long as anybody may ask: this many are never on their way.
        if appliedMarks.count > 50_000 { appliedMarks = appliedMarks.filter { $0 &+ 25_000 > routedTid } }
        environment.log(5, .mon, "request \(tid) was carried out by an earlier leader")
        if request.message.body is MMonCommand {
            reply(to: request, CommandReply(status: ""))
        } else {
            endWithoutReply(request)
        }
        return true
    }
}
