import CephEncoding
import CephTypes
import NIOCore

/// A monitor's side of an exchange with one client, by whatever method (`AuthServiceHandler`).
public enum AuthServerSession: Hashable, Sendable {
    /// The client is believed.
    case none(name: AuthEntityName, globalID: UInt64)
    case cephx(CephXServerSession)

    /// What a session begins with.
    public enum Beginning: Sendable {
        /// The first reply.
        case challenge(ByteBuffer)
        /// The method asks for nothing more.
        case authenticated(AuthResult)
    }

    /// - Parameter isNewGlobalID: whether the monitor has just given it, and not the client said it.
    /// - Throws: ``AuthError/notSupported`` for a method that is not known.
    public static func begin(
        _ method: AuthMethod, name: AuthEntityName, globalID: UInt64, isNewGlobalID: Bool,
        using random: inout some RandomNumberGenerator
    ) throws(AuthError) -> (session: AuthServerSession, Beginning) {
        switch method {
        case .none:
            let session = AuthServerSession.none(name: name, globalID: globalID)
            let result = AuthResult(
                entityName: name, globalID: globalID, allowAll: true, serverSession: session)
            return (session, .authenticated(result))
        case .cephx:
            let session = CephXServerSession(
                name: name, globalID: globalID, isNewGlobalID: isNewGlobalID, using: &random)
            return (.cephx(session), .challenge(session.challenge))
        default: throw AuthError(AuthError.notSupported, "auth method \(method.rawValue) is not supported")
        }
    }

    public var method: AuthMethod {
        switch self {
        case .none: .none
        case .cephx: .cephx
        }
    }

    public var name: AuthEntityName {
        switch self {
        case .none(let name, _): name
        case .cephx(let session): session.name
        }
    }

    public var globalID: UInt64 {
        switch self {
        case .none(_, let globalID): globalID
        case .cephx(let session): session.globalID
        }
    }

    public var globalIDStatus: GlobalIDStatus {
        switch self {
        case .none: .none
        case .cephx(let session): session.globalIDStatus
        }
    }

    /// Answers one request: an `AUTH_REQUEST_MORE`, or the payload of an `MAuth` message.
    /// - Parameter secretLength: of the connection's secret in bytes; nil for an `MAuth` message.
    public mutating func handle(
        _ request: ByteBuffer, secretLength: Int?, keys: KeyServer, policy: AuthPolicy, now: UTime,
        using random: inout some RandomNumberGenerator
    ) throws(AuthError) -> CephXServerSession.Answer {
        switch self {
        case .none: return .reply(ByteBuffer())
        case .cephx(var session):
            defer { self = .cephx(session) }
            return try session.handle(
                request, secretLength: secretLength, keys: keys, policy: policy, now: now, using: &random)
        }
    }
}

/// How a client introduces itself to a monitor.
public struct AuthIntroduction: Hashable, Sendable {
    /// What the client offers, in the first `MAuth` message; msgr2 says it elsewhere.
    public var methods: [AuthMethod]
    public var name: AuthEntityName
    /// 0 where it has none yet.
    public var globalID: UInt64

    public init(methods: [AuthMethod] = [], name: AuthEntityName, globalID: UInt64 = 0) {
        self.methods = methods
        self.name = name
        self.globalID = globalID
    }
}

extension AuthIntroduction {
    /// The payload of msgr2's `AUTH_REQUEST`: auth mode u8, name, global id u64.
    public init(request: ByteBuffer) throws(AuthError) {
        var decoder = CephDecoder(request)
        do throws(AuthError) {
            let mode = try decoder.read("auth mode", as: UInt8.self)
            guard AuthMode.monitors.contains(mode) else { throw .denied("invalid mode \(mode)") }
            methods = []
            name = try decoder.read("entity_name")
            globalID = try decoder.read("global_id")
        } catch {
            throw .denied("failed to decode: \(error)")
        }
    }

    public var request: ByteBuffer {
        var encoder = CephEncoder()
        encoder.integer(AuthMode.monitor)
        encoder.encode(name)
        encoder.integer(globalID)
        return encoder.buffer
    }

    /// The payload of a v1 client's first `MAuth`, whose protocol is 0: version u8, methods u32 each, name, global
    /// id u64.
    public init(message: ByteBuffer) throws(AuthError) {
        var decoder = CephDecoder(message)
        _ = try decoder.read("struct_v", as: UInt8.self)
        methods = try decoder.read("supported", as: [UInt32].self).map(AuthMethod.init(rawValue:))
        name = try decoder.read("entity_name")
        globalID = try decoder.read("global_id")
    }

    public var message: ByteBuffer {
        var encoder = CephEncoder()
        encoder.integer(UInt8(1))
        encoder.encode(methods.map(\.rawValue))
        encoder.encode(name)
        encoder.integer(globalID)
        return encoder.buffer
    }
}
