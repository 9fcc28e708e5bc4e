import CephEncoding
import NIOCore

// How a session is opened, or taken up where its last socket left it.

extension WireV2 {
    // MARK: the connecting side

    mutating func open(_ opening: SessionOpening) throws(WireError) {
        guard state == .openingPending else { throw WireError("a session opened in state \(state)") }
        switch opening.kind {
        case .new:
            var ident = ClientIdentFrame()
            ident.addresses = opening.addresses
            ident.target = opening.target
            ident.number = configuration.ownNumber
            ident.globalSeq = opening.globalSeq
            ident.supported = policy.supported
            ident.required = required
            ident.flags = opening.isLossy ? ConnectFlags.lossy : 0
            ident.cookie = opening.clientCookie
            state = .opening(isNew: true)
            try send(ident.frame)
        case .resumed(let serverCookie):
            var reconnect = ReconnectFrame()
            reconnect.addresses = opening.addresses
            reconnect.clientCookie = opening.clientCookie
            reconnect.serverCookie = serverCookie
            reconnect.globalSeq = opening.globalSeq
            reconnect.connectSeq = opening.connectSeq
            reconnect.messageSeq = opening.inSeq
            state = .opening(isNew: false)
            try send(reconnect.frame)
        }
    }

    mutating func handleAnswer(_ frame: Frame, isNew: Bool) throws(WireError) -> WireEvent? {
        state = .openingPending
        switch frame.tag {
        case .serverIdent where isNew:
            return try handle(ServerIdentFrame.read(frame.first))
        case .identMissingFeatures where isNew:
            let missing = try NumberFrame.read(frame)
            throw WireError("the peer needs features that are not here: \(String(missing, radix: 16))")
        case .sessionReconnectOK where !isNew:
            let seq = try NumberFrame.read(frame)
            state = .ready
            waiting.append(.ready(acknowledged: seq))
            return .sessionAnswered(.resumed(inSeq: seq))
        case .sessionReset where !isNew:
            guard let isFull = frame.first.readableBytesView.first else {
                throw WireError("a frame \(frame.tag) without its flag")
            }
            return .sessionAnswered(.reset(isFull: isFull != 0))
        case .sessionRetry where !isNew:
            return .sessionAnswered(.retry(connectSeq: try NumberFrame.read(frame)))
        case .sessionRetryGlobal where !isNew:
            return .sessionAnswered(.retryGlobal(globalSeq: try NumberFrame.read(frame)))
        case .wait:
            return .sessionAnswered(.wait)
        default:
            throw WireError("a frame \(frame.tag) as the answer to a session's opening")
        }
    }

    private mutating func handle(_ ident: ServerIdentFrame) throws(WireError) -> WireEvent? {
        guard ident.addresses.addresses.contains(configuration.peerAddress) else {
            throw WireError("the peer is \(ident.addresses), not \(configuration.peerAddress)")
        }
        features = ident.supported.intersection(policy.supported)
        peerNumber = ident.number
        let acceptance = SessionAcceptance(
            addresses: ident.addresses, number: ident.number, globalSeq: ident.globalSeq,
            isLossy: ident.flags & ConnectFlags.lossy != 0, serverCookie: ident.cookie)
        state = .ready
        waiting.append(.ready(acknowledged: nil))
        return .sessionAnswered(.accepted(acceptance))
    }

    // MARK: the accepting side

    mutating func handleSessionRequest(_ frame: Frame) throws(WireError) -> WireEvent? {
        switch frame.tag {
        case .clientIdent:
            return try handle(ClientIdentFrame.read(frame.first))
        case .sessionReconnect:
            let reconnect = try ReconnectFrame.read(frame.first)
            state = .sessionPending
            let kind = SessionRequest.Kind.resumed(
                clientCookie: reconnect.clientCookie, serverCookie: reconnect.serverCookie,
                connectSeq: reconnect.connectSeq, messageSeq: reconnect.messageSeq)
            return .sessionRequested(
                SessionRequest(
                    kind: kind, addresses: reconnect.addresses, number: nil, globalSeq: reconnect.globalSeq))
        default:
            throw WireError("a frame \(frame.tag) where a session was to be opened")
        }
    }

    private mutating func handle(_ ident: ClientIdentFrame) throws(WireError) -> WireEvent? {
        guard let first = ident.addresses.addresses.first, first != EntityAddress() else {
            throw WireError("the peer has no address")
        }
        guard configuration.ownAddresses.addresses.contains(ident.target) else {
            throw WireError("the peer wants to reach \(ident.target); this is \(configuration.ownAddresses)")
        }
        peerNumber = ident.number
        let missing = required.subtracting(ident.supported)
        guard missing.isEmpty else {
            try send(NumberFrame.frame(.identMissingFeatures, missing.rawValue))
            return nil
        }
        features = ident.supported.intersection(policy.supported)
        state = .sessionPending
        return .sessionRequested(
            SessionRequest(
                kind: .new(clientCookie: ident.cookie), addresses: ident.addresses, number: ident.number,
                globalSeq: ident.globalSeq))
    }

    mutating func answer(_ answer: SessionAnswer) throws(WireError) {
        guard state == .sessionPending else { throw WireError("a session answered in state \(state)") }
        state = .sessionExpected
        switch answer {
        case .accepted(let acceptance):
            var ident = ServerIdentFrame()
            ident.addresses = acceptance.addresses
            ident.number = acceptance.number
            ident.globalSeq = acceptance.globalSeq
            ident.supported = policy.supported
            ident.required = required
            ident.flags = acceptance.isLossy ? ConnectFlags.lossy : 0
            ident.cookie = acceptance.serverCookie
            try send(ident.frame)
            state = .ready
            waiting.append(.ready(acknowledged: nil))
        case .resumed(let inSeq):
            try send(NumberFrame.frame(.sessionReconnectOK, inSeq))
            state = .ready
            waiting.append(.ready(acknowledged: nil))
        case .reset(let isFull):
            try send(Frame(tag: .sessionReset, first: CephEncoder.encode(isFull)))
        case .retry(let connectSeq):
            try send(NumberFrame.frame(.sessionRetry, connectSeq))
        case .retryGlobal(let globalSeq):
            try send(NumberFrame.frame(.sessionRetryGlobal, globalSeq))
        case .wait:
            try send(Frame(tag: .wait))
        }
    }
}
