import CephEncoding
import NIOCore

// A peer asks for a session: it gets one of its own, or takes up the one that it has.

extension Messenger {
    /// What is said to the peer, and whose the socket is from now on.
    struct Verdict: Sendable {
        var connection: Connection
        var answer: SessionAnswer
        /// What the connection had waiting is lost.
        var isReset = false
    }

    func decide(
        _ request: SessionRequest, from fresh: Connection, over transport: Transport, _ wire: any WireProtocol
    ) throws(WireError) -> Verdict {
        let type = wire.peerType ?? EntityType(rawValue: 0)
        let policy = configuration.policies[type]
        let own = ownAddresses
        let isV2 = wire is WireV2
        let precedes = EntityAddress.precedes(
            (isV2 ? request.addresses.msgr2 : request.addresses.legacy) ?? request.addresses.front,
            (isV2 ? own.msgr2 : own.legacy) ?? own.front)
        var incoming = Incoming(
            request: request, policy: policy, type: type, own: own, fresh: fresh, transport: transport,
            isV2: isV2)
        let step = registry.withLockedValue { registry in
            let known = registry.byAddresses[request.addresses].flatMap { $0 == fresh ? nil : $0 }
            while true {
                incoming.existing = known?.state.withLockedValue { $0.existing }
                let decision = SessionRules.decide(
                    request, existing: incoming.existing, policy: policy, peerPrecedesOwn: precedes)
                if let step = act(on: decision, incoming, known, &registry) { return step }
            }
        }
        step.abandoned?.abandon()
        step.woken?.wake()
        if let replaced = step.replaced {
            log(1, "\(replaced) is replaced by a new connection of its peer")
            dispatcher.reset(replaced, .lossy)
        }
        guard let verdict = step.verdict else { throw WireError(step.refusal) }
        return verdict
    }

    private struct Incoming {
        var request: SessionRequest
        var policy: ConnectionPolicy
        var type: EntityType
        var own: EntityAddressVector
        var fresh: Connection
        var transport: Transport
        var isV2: Bool
        /// What the decision went by.
        var existing: SessionRules.Existing?
    }

    private struct Step {
        var verdict: Verdict?
        var refusal = ""
        var replaced: Connection?
        var woken: Connection?
        var abandoned: Transport?
    }

    /// - Returns: nil where the known connection has changed since it was decided on.
    private func act(
        on decision: SessionRules.Decision, _ incoming: Incoming, _ known: Connection?,
        _ registry: inout Registry
    ) -> Step? {
        switch decision {
        case .open:
            return Step(verdict: open(incoming, &registry))
        case .replace:
            var step = Step(replaced: known)
            known?.state.withLockedValue { state in
                step.abandoned = state.transport
                state.transport = nil
                state.phase = .closed
                state.attempt += 1
                state.session.reset()
            }
            step.verdict = open(incoming, &registry)
            return step
        case .takeOver(let isReset):
            return takeOver(incoming, known, &registry, isReset: isReset) { session in
                if isReset { session.reset() }
                session.begin()
                return .accepted(accept(incoming, &session, inSeq: nil))
            }
        case .continueV1:
            return takeOver(incoming, known, &registry, isReset: false) { session in
                .accepted(accept(incoming, &session, inSeq: session.inSeq))
            }
        case .resume(let acknowledged, let connectSeq):
            return takeOver(incoming, known, &registry, isReset: false) { session in
                session.resume(acknowledged: acknowledged)
                session.connectSeq = connectSeq
                session.peerGlobalSeq = incoming.request.globalSeq
                return .resumed(inSeq: session.inSeq)
            }
        case .answer(let answer, let isWoken):
            return Step(
                verdict: Verdict(connection: incoming.fresh, answer: answer), woken: isWoken ? known : nil)
        case .refuse(let reason):
            return Step(refusal: reason)
        }
    }

    private func open(_ incoming: Incoming, _ registry: inout Registry) -> Verdict {
        registry.accepting.remove(incoming.fresh)
        let policy = incoming.policy
        if policy.isServer && policy.isLossy && !policy.registersLossyClients {
            registry.anonymous.insert(incoming.fresh)
        } else {
            registry.byAddresses[incoming.request.addresses] = incoming.fresh
        }
        let answer = incoming.fresh.state.withLockedValue { state in
            state.policy = policy
            state.isLossy = policy.isLossy
            state.peerName = EntityName(incoming.type, incoming.request.number ?? EntityName.anyNumber)
            state.peerAddresses = incoming.request.addresses
            return SessionAnswer.accepted(accept(incoming, &state.session, inSeq: 0))
        }
        return Verdict(connection: incoming.fresh, answer: answer)
    }

    /// Moves the socket to the connection that the peer has already.
    /// - Returns: nil where that has changed since it was decided on: its own socket is another thread's.
    private func takeOver(
        _ incoming: Incoming, _ known: Connection?, _ registry: inout Registry, isReset: Bool,
        _ change: (inout Session) -> SessionAnswer
    ) -> Step? {
        guard let known else { return Step(verdict: open(incoming, &registry)) }
        let address = incoming.fresh.socketAddress
        let step: Step? = known.state.withLockedValue { state in
            guard state.existing == incoming.existing else { return nil }
            let old = state.transport
            state.attempt += 1
            state.session.interrupt()
            let answer = change(&state.session)
            state.transport = incoming.transport
            state.socketAddress = address
            state.phase = .handshaking
            state.isFlushing = false
            state.isResting = false
            state.isV2 = incoming.isV2
            if let number = incoming.request.number { state.peerName.number = number }
            return Step(
                verdict: Verdict(connection: known, answer: answer, isReset: isReset), abandoned: old)
        }
        guard let step else { return nil }
        registry.accepting.remove(incoming.fresh)
        incoming.fresh.state.withLockedValue { state in
            state.transport = nil
            state.phase = .closed
        }
        return step
    }

    /// How this side opens a session that the peer has asked for.
    private func accept(_ incoming: Incoming, _ session: inout Session, inSeq: UInt64?) -> SessionAcceptance {
        let isLossy = incoming.policy.isLossy
        session.peerGlobalSeq = incoming.request.globalSeq
        if case .new(let cookie) = incoming.request.kind {
            session.clientCookie = cookie
            session.serverCookie = isLossy ? 0 : UInt64.random(in: 1...UInt64.max)
        }
        if case .v1(let connectSeq) = incoming.request.kind { session.connectSeq = UInt64(connectSeq) + 1 }
        return SessionAcceptance(
            addresses: incoming.own, number: name.number, globalSeq: nextGlobalSeq(),
            isLossy: isLossy, serverCookie: session.serverCookie, connectSeq: session.connectSeq, inSeq: inSeq
        )
    }
}
