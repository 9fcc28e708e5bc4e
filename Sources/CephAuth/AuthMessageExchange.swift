import CephEncoding
import CephTypes
import NIOCore

/// What a monitor answers to the `MAuth` messages of one connection (`AuthMonitor::prep_auth`): the whole exchange
/// of a v1 client, and renewals of any.
public struct AuthMessageExchange: Hashable, Sendable {
    /// nil until the client has introduced itself.
    public private(set) var session: AuthServerSession?

    /// - Parameter session: what is left of msgr2's exchange (``AuthResult/serverSession``); nil for a v1 client.
    public init(session: AuthServerSession? = nil) { self.session = session }

    /// The contents of an `MAuthReply`.
    public struct Reply: Hashable, Sendable {
        public var method: AuthMethod
        /// 0 or a negative errno.
        public var result: Int32
        public var globalID: UInt64
        public var payload: ByteBuffer
        /// Set where the client has proven its key with this very message.
        public var authenticated: AuthResult?
        /// Why the client is refused: for the log.
        public var reason: String?
    }

    public enum Outcome: Hashable, Sendable {
        case reply(Reply)
        /// Nothing has changed: the same message again, with a new global id.
        case needsGlobalID
        /// Nothing has changed: the same message again once there are rotating keys.
        case needsKeys
    }

    /// What one message is answered with, and in which circumstances.
    public struct Circumstances: Sendable {
        public var keys: KeyServer
        public var policy: AuthPolicy
        /// Those of the connection.
        public var features: CephFeatures
        public var now: UTime

        public init(keys: KeyServer, policy: AuthPolicy, features: CephFeatures, now: UTime) {
            self.keys = keys
            self.policy = policy
            self.features = features
            self.now = now
        }
    }

    /// Answers one message.
    /// - Parameters:
    ///   - method: the message's protocol.
    ///   - newGlobalID: one for this client, where it has been said to be needed.
    public mutating func handle(
        method: AuthMethod, payload: ByteBuffer, newGlobalID: UInt64? = nil, _ circumstances: Circumstances,
        using random: inout some RandomNumberGenerator
    ) -> Outcome {
        var used = method
        do throws(AuthError) {
            if session != nil { return try proceed(method, payload, circumstances, using: &random) }
            guard method == .unknown else {
                throw AuthError(AuthError.invalid, "protocol specified but no session")
            }
            let introduction = try Self.introduction(payload)
            let picked = circumstances.policy.pickMethod(
                for: introduction.name, offered: introduction.methods, features: circumstances.features)
            guard let picked else {
                throw AuthError(
                    AuthError.notSupported, "\(introduction.name) offers no auth method that is allowed")
            }
            used = picked
            return try begin(picked, introduction, newGlobalID, using: &random)
        } catch {
            return .reply(
                Reply(
                    method: used, result: -error.errno, globalID: session?.globalID ?? 0,
                    payload: ByteBuffer(), reason: error.reason))
        }
    }

    private static func introduction(_ payload: ByteBuffer) throws(AuthError) -> AuthIntroduction {
        do {
            return try AuthIntroduction(message: payload)
        } catch {
            throw AuthError(AuthError.invalid, "failed to decode initial auth message: \(error)")
        }
    }

    private mutating func begin(
        _ method: AuthMethod, _ introduction: AuthIntroduction, _ newGlobalID: UInt64?,
        using random: inout some RandomNumberGenerator
    ) throws(AuthError) -> Outcome {
        let isNew = introduction.globalID == 0
        guard let globalID = isNew ? newGlobalID : introduction.globalID else { return .needsGlobalID }
        let (session, beginning) = try AuthServerSession.begin(
            method, name: introduction.name, globalID: globalID, isNewGlobalID: isNew, using: &random)
        self.session = session
        var reply = Reply(method: method, result: 0, globalID: globalID, payload: ByteBuffer())
        switch beginning {
        case .challenge(let payload): reply.payload = payload
        case .authenticated(let result): reply.authenticated = result
        }
        return .reply(reply)
    }

    private mutating func proceed(
        _ method: AuthMethod, _ payload: ByteBuffer, _ circumstances: Circumstances,
        using random: inout some RandomNumberGenerator
    ) throws(AuthError) -> Outcome {
        guard var session else { return .needsGlobalID }
        var reply = Reply(method: method, result: 0, globalID: session.globalID, payload: ByteBuffer())
        let answer: CephXServerSession.Answer
        do throws(AuthError) {
            answer = try session.handle(
                payload, secretLength: nil, keys: circumstances.keys, policy: circumstances.policy,
                now: circumstances.now, using: &random)
        } catch {
            guard error.errno == AuthError.inputOutput else { throw error }
            return .needsKeys
        }
        self.session = session
        switch answer {
        case .reply(let payload): reply.payload = payload
        case .authenticated(let result, let payload):
            reply.payload = payload
            reply.authenticated = result
        }
        return .reply(reply)
    }
}
