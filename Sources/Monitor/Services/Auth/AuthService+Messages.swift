import CephAuth
import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// Clients of msgr v1, and those of v2 that renew their tickets, authenticate by messages (`prep_auth`).
extension AuthService {
    func authenticate(_ message: MAuth, _ request: Request) {
        guard let keys = keyServer else {
            return whenReadable { [weak self] in self?.authenticate(message, request) }
        }
        if message.protocolNumber == 0 {
            return begin(message, request)
        }
        guard var session = request.session.authentication else {
            environment.log(1, .auth, "MAuth without a beginning from \(request.session.socketAddress)")
            return refuse(request, AuthError.notPermitted, "")
        }
        var random = random
        do throws(AuthError) {
            let answer = try session.handle(
                message.authPayload, secretLength: nil, keys: keys, policy: policy, now: environment.now,
                using: &random)
            request.session.authentication = session
            switch answer {
            case .reply(let payload): send(request, payload: payload)
            case .authenticated(let result, let payload):
                accept(result, request)
                send(request, payload: payload)
            }
        } catch {
            refuse(request, error.errno, error.reason)
        }
    }

    /// The first message: who it is, and which methods it knows.
    private func begin(_ message: MAuth, _ request: Request) {
        let introduction: AuthIntroduction
        do throws(AuthError) { introduction = try AuthIntroduction(message: message.authPayload) } catch {
            return refuse(request, AuthError.invalid, error.reason)
        }
        guard
            let method = policy.pickMethod(
                for: introduction.name, offered: introduction.methods, features: request.session.features)
        else {
            return refuse(request, AuthError.notSupported, "none of our auth protocols are supported")
        }
        request.session.authName = introduction.name
        guard introduction.globalID == 0 else {
            return start(method, introduction, introduction.globalID, isNew: false, request)
        }
        allocateGlobalID { [weak self] id in
            guard let id else { return }
            self?.start(method, introduction, id, isNew: true, request)
        }
    }

    private func start(
        _ method: AuthMethod, _ introduction: AuthIntroduction, _ globalID: UInt64, isNew: Bool,
        _ request: Request
    ) {
        var random = random
        do throws(AuthError) {
            let (session, beginning) = try AuthServerSession.begin(
                method, name: introduction.name, globalID: globalID, isNewGlobalID: isNew, using: &random)
            request.session.authentication = session
            request.session.globalID = globalID
            switch beginning {
            case .challenge(let payload): send(request, payload: payload, method: method)
            case .authenticated(let result):
                accept(result, request)
                send(request, payload: ByteBuffer(), method: method)
            }
        } catch {
            refuse(request, error.errno, error.reason)
        }
    }

    /// From now on the session may do what its key says.
    private func accept(_ result: AuthResult, _ request: Request) {
        request.session.accept(result)
        monitor.sessionAuthenticated(request.session)
    }

    private func send(_ request: Request, payload: ByteBuffer, method: AuthMethod? = nil) {
        var reply = MAuthReply()
        reply.protocolNumber = (method ?? request.session.authentication?.method ?? .cephx).rawValue
        reply.globalID = request.session.globalID
        reply.resultPayload = payload
        monitor.reply(to: request, reply)
    }

    private func refuse(_ request: Request, _ code: Int32, _ reason: String) {
        var reply = MAuthReply()
        reply.protocolNumber = (request.session.authentication?.method ?? .cephx).rawValue
        reply.result = -code
        reply.globalID = request.session.globalID
        reply.resultMessage = reason
        monitor.reply(to: request, reply)
    }
}
