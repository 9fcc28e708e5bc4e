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
/// was proposed by a leader who then died is not carried out again, the value names the requests in it
/// (``RequestMark``). The monitor that the client talks to sees them in what is committed.
extension Monitor {
    /// Sends a request to the leader, who answers through this monitor (`forward_request_leader`).
    func forwardToLeader(_ request: Request) {
        // A request is forwarded once: who sent it here sends it again after the next election.
        guard request.session.proxy == nil else { return }
        guard isPeon else {
            return waitingForQuorum.add { [self] reason in
                if reason != .cancelled { redispatch(request) }
            }
        }
        let tid = number(request)
        request.isForwarded = true
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
    private func number(_ request: Request) -> UInt64 {
        if let number = request.number { return number }
        if lastRequestNumber == 0 {
            // Numbers of an earlier process of this monitor must not be taken for this one's.
            let random = environment.randomBytes(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            lastRequestNumber = random << 24
        }
        lastRequestNumber &+= 1
        operations.number(request, lastRequestNumber)
        return lastRequestNumber
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
            guard forwardsSeen.insert(message.tid, from: peer) else { return }
        }
        let session = Session(
            connection: request.session.connection, name: message.message.message.source,
            authName: message.entityName, addresses: message.clientAddresses,
            socketAddress: message.clientSocketAddress, features: message.connectionFeatures)
        session.caps = message.clientCaps
        session.isAuthenticated = true
        session.proxy = Session.Proxy(connection: request.session.connection, tid: message.tid)
        session.proxyName = peer
        let forwarded = Request(
            message.message.message, session: session, received: request.received, epoch: electionEpoch)
        operations.begin(forwarded)
        dispatch(forwarded)
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

    /// How a value names a request that it carries out; nil for what has no client here.
    func requestMark(_ request: Request, _ answer: CommandReply?) -> RequestMark? {
        if let proxy = request.session.proxy {
            return request.session.proxyName.map {
                RequestMark(monitor: $0, number: proxy.tid, answer: answer)
            }
        }
        guard request.session.connection != ConnectionID(.max) else { return nil }
        return RequestMark(monitor: name, number: number(request), answer: answer)
    }

    /// Tells the requests that came here and that a committed value carries out.
    func noteMarks(in transaction: StoreTransaction) {
        guard operations.hasNumbered else { return }
        for mark in RequestMark.all(of: name, in: transaction) {
            operations.request(number: mark.number)?.carriedOut = mark
        }
    }

    /// Answers a request whose change was committed although its leader could not say so any more.
    func answerIfApplied(_ request: Request) -> Bool {
        guard !hasFault(.applyForwardedTwice) else { return false }
        guard let number = request.number else { return false }
        guard let mark = request.carriedOut else {
            guard number <= lastUnknownMark else { return false }
            // Perhaps it is done, perhaps not: its client has to see for itself.
            if request.takeAnswer() { environment.close(request.session.connection) }
            return true
        }
        environment.log(5, .mon, "request \(number) was carried out by an earlier leader")
        if request.message.body is MMonCommand {
            reply(to: request, mark.answer ?? CommandReply())
        } else {
            endWithoutReply(request)
        }
        return true
    }
}
