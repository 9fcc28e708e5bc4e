import CephAuth
import CephEncoding
import NIOCore

// The connecting side: a connect message, again and again with what its reply asks for.

extension WireV1 {
    mutating func open(_ opening: SessionOpening) throws(WireError) {
        guard state == .openingPending else { throw WireError("a session opened in state \(state)") }
        self.opening = opening
        if authorizer == nil {
            guard let client = configuration.authClient, let peer = peerType else {
                throw WireError("there is nothing to authenticate with", authenticationErrno: 13)
            }
            var session = client.makeV1Session(
                peer: peer, peerAddresses: EntityAddressVector([configuration.peerAddress]))
            authorizer = try WireV2.mapped { try session.authorizer() }
            clientSession = session
        }
        try sendConnect()
    }

    private mutating func sendConnect() throws(WireError) {
        guard let opening, let peer = peerType else { throw WireError("nothing to connect for") }
        var connect = V1Connect()
        connect.features = policy.supported
        connect.hostType = configuration.ownType
        connect.globalSeq = UInt32(truncatingIfNeeded: opening.globalSeq)
        connect.connectSeq = UInt32(truncatingIfNeeded: opening.connectSeq)
        connect.protocolVersion =
            peer == configuration.ownType
            ? configuration.clusterProtocol : V1ProtocolVersion.serving(peer)
        let payload = authorizer?.payload ?? ByteBuffer()
        if payload.readableBytes > 0 {
            connect.authorizerMethod = authorizer?.method ?? .unknown
            connect.authorizerLength = UInt32(clamping: payload.readableBytes)
        }
        connect.flags = opening.isLossy ? UInt8(ConnectFlags.lossy) : 0
        connect.write(to: &output)
        output.writeImmutableBuffer(payload)
        state = .reply
    }

    mutating func readReply() throws(WireError) -> WireEvent? {
        guard var bytes = input.readSlice(length: V1ConnectReply.size),
            let reply = V1ConnectReply(from: &bytes)
        else { return nil }
        guard reply.authorizerLength <= Self.maximumAuthorizerSize else {
            throw WireError("the reply to an authorizer has \(reply.authorizerLength) bytes")
        }
        self.reply = reply
        if reply.authorizerLength > 0 {
            state = .replyAuthorizer
            return nil
        }
        guard (authorizer?.payload.readableBytes ?? 0) == 0 || !isAgreement else {
            throw WireError("the peer does not prove that it could read the authorizer")
        }
        return try handleReply()
    }

    private var isAgreement: Bool {
        reply.tag == V1Tag.ready.rawValue || reply.tag == V1Tag.seq.rawValue
    }

    mutating func readReplyAuthorizer() throws(WireError) -> WireEvent? {
        guard let payload = input.readSlice(length: Int(reply.authorizerLength)) else { return nil }
        guard var session = clientSession else { throw WireError("an answer that was not asked for") }
        if reply.tag == V1Tag.challengeAuthorizer.rawValue {
            let answer = try WireV2.mapped { try session.handleChallenge(payload) }
            clientSession = session
            authorizer?.payload = answer
            try sendConnect()
            return nil
        }
        if isAgreement, let sent = authorizer, sent.payload.readableBytes > 0 {
            authentication = try WireV2.mapped { try session.handleReply(payload) }
            clientSession = session
        }
        return try handleReply()
    }

    private mutating func handleReply() throws(WireError) -> WireEvent? {
        state = .openingPending
        switch V1Tag(rawValue: reply.tag) {
        case .features:
            let missing = reply.features.subtracting(policy.supported)
            throw WireError(
                "the peer needs features that are not here: \(String(missing.rawValue, radix: 16))")
        case .badProtocolVersion:
            throw WireError("the peer speaks protocol \(reply.protocolVersion)")
        case .badAuthorizer:
            throw WireError("the peer does not take the authorizer", authenticationErrno: 13)
        case .resetSession:
            return .sessionAnswered(.reset(isFull: true))
        case .retryGlobal:
            return .sessionAnswered(.retryGlobal(globalSeq: UInt64(reply.globalSeq)))
        case .retrySession:
            return .sessionAnswered(.retry(connectSeq: UInt64(max(reply.connectSeq, 1) - 1)))
        case .wait:
            return .sessionAnswered(.wait)
        case .ready:
            return try accept(nil)
        case .seq:
            state = .replySeq
            return nil
        default:
            throw WireError("a connect message was answered with tag \(reply.tag)")
        }
    }

    mutating func readReplySeq() throws(WireError) -> WireEvent? {
        guard let acknowledged = input.readInteger(endianness: .little, as: UInt64.self) else { return nil }
        output.writeInteger(opening?.inSeq ?? 0, endianness: .little)
        return try accept(acknowledged)
    }

    private mutating func accept(_ acknowledged: UInt64?) throws(WireError) -> WireEvent? {
        let missing = policy.required.subtracting(reply.features)
        guard missing.isEmpty else {
            throw WireError(
                "the peer does not have features that are needed: \(String(missing.rawValue, radix: 16))")
        }
        features = reply.features.intersection(policy.supported)
        becomeReady()
        waiting.append(.ready(acknowledged: acknowledged))
        return .sessionAnswered(
            .accepted(
                SessionAcceptance(
                    addresses: EntityAddressVector([configuration.peerAddress]),
                    number: EntityName.anyNumber, globalSeq: UInt64(reply.globalSeq),
                    isLossy: UInt64(reply.flags) & ConnectFlags.lossy != 0,
                    connectSeq: UInt64(reply.connectSeq), inSeq: acknowledged)))
    }
}
