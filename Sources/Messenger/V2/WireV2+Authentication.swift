import CephAuth
import CephEncoding
import NIOCore

// The exchange in which the connecting side proves who it is. Every mode and method that may be used is the
// accepting side's to say.

extension WireV2 {
    // MARK: the connecting side

    mutating func beginAuthentication() throws(WireError) {
        guard let client = configuration.authClient, let peer = peerType else {
            throw WireError("there is nothing to authenticate with", authenticationErrno: 13)
        }
        var session = client.makeSession(
            peer: peer, peerAddresses: EntityAddressVector([configuration.peerAddress]))
        let opening = try Self.mapped { try session.begin() }
        clientSession = session
        try request(opening)
    }

    private mutating func request(_ opening: AuthOpening) throws(WireError) {
        method = opening.method
        try send(
            AuthRequestFrame(
                method: opening.method, preferredModes: opening.preferredModes, payload: opening.payload
            ).frame)
    }

    mutating func handleAsClient(_ frame: Frame) throws(WireError) -> WireEvent? {
        guard var session = clientSession else { throw WireError("an answer that was not asked for") }
        switch frame.tag {
        case .authBadMethod:
            let bad = try AuthBadMethodFrame.read(frame.first)
            let opening = try Self.mapped {
                try session.handleBadMethod(
                    bad.method, result: bad.result, allowedMethods: bad.allowedMethods,
                    allowedModes: bad.allowedModes)
            }
            clientSession = session
            try request(opening)
        case .authReplyMore:
            let more = try AuthReplyMoreFrame.read(frame.first)
            let payload = try Self.mapped { try session.handleMore(more.payload) }
            clientSession = session
            try send(AuthRequestMoreFrame(payload: payload).frame)
        case .authDone:
            let done = try AuthDoneFrame.read(frame.first)
            let result = try Self.mapped {
                try session.handleDone(globalID: done.globalID, mode: done.mode, payload: done.payload)
            }
            clientSession = nil
            mode = done.mode
            try finishAuthentication(result)
        default:
            throw WireError("a frame \(frame.tag) within the authentication")
        }
        return nil
    }

    static func mapped<R>(_ body: () throws -> R) throws(WireError) -> R {
        do {
            return try body()
        } catch let error as AuthError {
            throw WireError(error.reason, authenticationErrno: error.errno)
        } catch {
            throw WireError("authentication: \(error)", authenticationErrno: 22)
        }
    }

    // MARK: the accepting side

    mutating func handleAsServer(_ frame: Frame, isFirst: Bool) throws(WireError) -> WireEvent? {
        guard let server = configuration.authServer, let peer = peerType else {
            throw WireError("nobody can be authenticated here")
        }
        let payload: ByteBuffer
        switch frame.tag {
        case .authRequest where isFirst:
            let request = try AuthRequestFrame.read(frame.first)
            method = request.method
            let allowed = server.allowedModes(for: peer, method: method)
            guard let picked = request.preferredModes.first(where: allowed.contains) else {
                // EOPNOTSUPP
                try refuse(
                    result: -95, server.allowedMethods(for: peer), modes(of: server, for: peer))
                return nil
            }
            mode = picked
            payload = request.payload
        case .authRequestMore where !isFirst:
            payload = try AuthRequestMoreFrame.read(frame.first).payload
        default:
            throw WireError("a frame \(frame.tag) within the authentication")
        }
        state = .authenticationPending
        return .authenticate(
            AuthServerRequest(
                connectionID: configuration.connectionID, isFirst: isFirst, method: method, mode: mode,
                payload: payload, peerType: peer, peerAddress: configuration.peerAddress))
    }

    /// The modes of all allowed methods.
    private func modes(of server: any AuthServer, for peer: EntityType) -> [ConnectionMode] {
        var modes: [ConnectionMode] = []
        for method in server.allowedMethods(for: peer) {
            modes += server.allowedModes(for: peer, method: method).filter { !modes.contains($0) }
        }
        return modes
    }

    private mutating func refuse(
        result: Int32, _ methods: [AuthMethod], _ modes: [ConnectionMode]
    ) throws(WireError) {
        let frame = AuthBadMethodFrame(
            method: method, result: result, allowedMethods: methods, allowedModes: modes)
        state = .authenticationExpected(isFirst: true)
        try send(frame.frame)
    }

    mutating func answer(_ reply: AuthServerReply) throws(WireError) {
        guard state == .authenticationPending else {
            throw WireError("an authentication was answered twice")
        }
        switch reply {
        case .more(let payload):
            state = .authenticationExpected(isFirst: false)
            try send(AuthReplyMoreFrame(payload: payload).frame)
        case .done(let result, let payload):
            try send(AuthDoneFrame(globalID: result.globalID, mode: mode, payload: payload).frame)
            try finishAuthentication(result)
        case .badMethod(let result, let methods, let modes):
            try refuse(result: result, methods, modes)
        case .refused(AuthError.busy, let reason):
            // Not said: the client would take it for a final answer. It comes back when its connection ends.
            throw WireError("busy: \(reason)")
        case .refused(let errno, _):
            guard let server = configuration.authServer, let peer = peerType else { return }
            try refuse(
                result: errno > 0 ? 0 - errno : errno, server.allowedMethods(for: peer),
                modes(of: server, for: peer))
        }
    }
}
