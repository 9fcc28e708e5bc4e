import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// Clients of msgr v1, and those of v2 that renew their tickets, authenticate by messages (`prep_auth`).
extension AuthService {
    /// - Parameter newGlobalID: an id for the client, once it is known that it needs one.
    func authenticate(_ message: MAuth, _ request: Request, newGlobalID: UInt64? = nil) {
        guard let keys = keyServer else {
            return whenReadable { [weak self] in self?.authenticate(message, request) }
        }
        var random = random
        let outcome = request.session.authentication.handle(
            method: AuthMethod(rawValue: message.protocolNumber), payload: message.authPayload,
            newGlobalID: newGlobalID,
            AuthMessageExchange.Circumstances(
                keys: keys, policy: policy, features: request.session.features, now: environment.now),
            using: &random)
        switch outcome {
        case .reply(let reply): answer(request, reply)
        case .needsKeys: whenKeysChange { [weak self] in self?.authenticate(message, request) }
        case .needsGlobalID:
            allocateGlobalID { [weak self] id in
                if let id { self?.authenticate(message, request, newGlobalID: id) }
            }
        }
    }

    private func answer(_ request: Request, _ reply: AuthMessageExchange.Reply) {
        if let reason = reply.reason {
            environment.log(1, .auth, "\(request.session.socketAddress) is refused: \(reason)")
        }
        if let globalID = request.session.authentication.session?.globalID {
            request.session.globalID = globalID
        }
        if let result = reply.authenticated {
            // From now on the session may do what its key says.
            request.session.accept(result)
            monitor.sessionAuthenticated(request.session)
        }
        var message = MAuthReply()
        message.protocolNumber = reply.method.rawValue
        message.result = reply.result
        message.globalID = reply.globalID
        message.resultPayload = reply.payload
        monitor.reply(to: request, message)
    }
}
