/// How two programs prove to each other who they are: `CEPH_AUTH_*` (src/include/ceph_fs.h).
public struct AuthMethod: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let unknown = AuthMethod(rawValue: 0)
    /// Every name is believed.
    public static let none = AuthMethod(rawValue: 1)
    public static let cephx = AuthMethod(rawValue: 2)

    /// The name that options and errors use; nil for a number that Ceph 16.2 does not know.
    public var name: String? {
        switch self {
        case .none: "none"
        case .cephx: "cephx"
        default: nil
        }
    }
}

/// What protects the bytes of a msgr2 connection: `CEPH_CON_MODE_*` (src/include/ceph_fs.h). msgr v1 has only
/// ``crc``.
public struct ConnectionMode: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let unknown = ConnectionMode(rawValue: 0)
    /// Checksums.
    public static let crc = ConnectionMode(rawValue: 1)
    /// AES-128-GCM.
    public static let secure = ConnectionMode(rawValue: 2)

    /// The name that options and errors use; nil for a number that Ceph 16.2 does not know.
    public var name: String? {
        switch self {
        case .crc: "crc"
        case .secure: "secure"
        default: nil
        }
    }

    /// Bytes of connection secret that the mode takes its keys and nonces from.
    public var secretLength: Int { self == .secure ? 64 : 0 }
}

/// The first byte of an `AUTH_REQUEST`'s payload: what the sender will show (`AUTH_MODE_*`, src/auth/Auth.h).
enum AuthMode {
    /// A service's ticket, in an authorizer.
    static let authorizers: ClosedRange<UInt8> = 1...9
    /// A key, to a monitor.
    static let monitors: ClosedRange<UInt8> = 10...19

    static let authorizer: UInt8 = 1
    static let monitor: UInt8 = 10
}
