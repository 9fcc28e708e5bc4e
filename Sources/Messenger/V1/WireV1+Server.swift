import CephAuth
import CephEncoding
import NIOCore

// The accepting side: connect messages are answered until one is good.

extension WireV1 {
    mutating func readConnect() throws(WireError) -> WireEvent? {
        guard var bytes = input.readSlice(length: V1Connect.size), let connect = V1Connect(from: &bytes)
        else {
            return nil
        }
        guard connect.authorizerLength <= Self.maximumAuthorizerSize else {
            throw WireError("an authorizer of \(connect.authorizerLength) bytes")
        }
        handshakeSize += V1Connect.size + Int(connect.authorizerLength)
        guard handshakeSize <= WireConfiguration.maximumHandshakeSize else {
            throw WireError("a handshake of more than \(WireConfiguration.maximumHandshakeSize) bytes")
        }
        self.connect = connect
        state = .connectAuthorizer
        return nil
    }

    mutating func readConnectAuthorizer() throws(WireError) -> WireEvent? {
        guard let payload = input.readSlice(length: Int(connect.authorizerLength)) else { return nil }
        let isFirstConnect = peerType == nil
        guard isFirstConnect || peerType == connect.hostType else {
            throw WireError("a peer of type \(connect.hostType.name) was of another before")
        }
        peerType = connect.hostType
        state = .connect
        guard connect.protocolVersion == protocolVersion else {
            reply(.badProtocolVersion)
            return nil
        }
        guard required.isSubset(of: connect.features) else {
            reply(.features)
            return nil
        }
        authorizerPayload = payload
        // A connect message that is sent again, with other numbers, shows what it showed before.
        if let proof, proof.authorizer == payload {
            requestSession()
        } else {
            state = .authenticationPending
            waiting.append(.authenticate(request(payload)))
        }
        guard isFirstConnect else { return nil }
        return .hello(connect.hostType, ownAddress: ownAddress)
    }

    private func request(_ payload: ByteBuffer) -> AuthServerRequest {
        AuthServerRequest(
            connectionID: configuration.connectionID, isFirst: !isChallenged,
            method: connect.authorizerMethod, mode: .crc, payload: payload, peerType: connect.hostType,
            peerAddress: peerAddress, isV1Authorizer: true,
            canAnswerChallenge: connect.features.contains(.cephxV2))
    }

    private var protocolVersion: UInt32 {
        connect.hostType == configuration.ownType
            ? configuration.clusterProtocol : V1ProtocolVersion.serving(configuration.ownType)
    }

    private var required: CephFeatures {
        policy.required.union(
            configuration.authPolicy.requiredFeatures(
                for: connect.hostType, method: connect.authorizerMethod))
    }

    mutating func answer(_ reply: AuthServerReply) throws(WireError) {
        guard state == .authenticationPending else {
            throw WireError("an authentication was answered twice")
        }
        state = .connect
        switch reply {
        case .more(let challenge):
            isChallenged = true
            self.reply(.challengeAuthorizer, authorizer: challenge)
        case .done(let result, let payload):
            // A client without an authorizer has proven nothing yet.
            authentication = connect.authorizerLength > 0 ? result : nil
            proof = (authorizerPayload, payload)
            requestSession()
        case .badMethod, .refused:
            isChallenged = false
            self.reply(.badAuthorizer)
        }
    }

    private mutating func requestSession() {
        features = connect.features.intersection(policy.supported)
        state = .sessionPending
        waiting.append(
            .sessionRequested(
                SessionRequest(
                    kind: .v1(connectSeq: connect.connectSeq),
                    addresses: EntityAddressVector([peerAddress]), number: nil,
                    globalSeq: UInt64(connect.globalSeq))))
    }

    mutating func answer(_ answer: SessionAnswer) throws(WireError) {
        guard state == .sessionPending else { throw WireError("a session answered in state \(state)") }
        state = .connect
        switch answer {
        case .accepted(let acceptance): accept(acceptance)
        case .resumed: throw WireError("msgr v1 does not resume sessions by themselves")
        case .reset: reply(.resetSession)
        case .retry(let connectSeq):
            reply(.retrySession) { $0.connectSeq = UInt32(clamping: connectSeq) &+ 1 }
        case .retryGlobal(let globalSeq): reply(.retryGlobal) { $0.globalSeq = UInt32(clamping: globalSeq) }
        case .wait: reply(.wait)
        }
    }

    private mutating func accept(_ acceptance: SessionAcceptance) {
        let inSeq = connect.features.contains(.reconnectSeq) ? acceptance.inSeq : nil
        let supported = policy.supported
        reply(inSeq == nil ? .ready : .seq, authorizer: proof?.reply ?? ByteBuffer()) {
            $0.globalSeq = UInt32(truncatingIfNeeded: acceptance.globalSeq)
            $0.connectSeq = UInt32(truncatingIfNeeded: acceptance.connectSeq)
            $0.flags = acceptance.isLossy ? UInt8(ConnectFlags.lossy) : 0
            $0.features = supported
        }
        if let inSeq {
            output.writeInteger(inSeq, endianness: .little)
            state = .seqExpected
        } else {
            becomeReady()
            waiting.append(.ready(acknowledged: nil))
        }
    }

    private mutating func reply(
        _ tag: V1Tag, authorizer: ByteBuffer = ByteBuffer(),
        _ change: (inout V1ConnectReply) -> Void = { _ in }
    ) {
        var reply = V1ConnectReply()
        reply.tag = tag.rawValue
        reply.features = connect.features.intersection(policy.supported).union(required)
        reply.protocolVersion = protocolVersion
        reply.authorizerLength = UInt32(clamping: authorizer.readableBytes)
        change(&reply)
        reply.write(to: &output)
        output.writeImmutableBuffer(authorizer)
    }

    mutating func readSeq() -> WireEvent? {
        guard let acknowledged = input.readInteger(endianness: .little, as: UInt64.self) else { return nil }
        becomeReady()
        return .ready(acknowledged: acknowledged)
    }
}
