/// Why an exchange ended without an agreement.
public struct AuthError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Linux's number, positive, as Ceph sends it (negated) in its replies.
    public let errno: Int32
    /// What was wrong, with whom.
    public let reason: String

    public init(_ errno: Int32, _ reason: String) {
        self.errno = errno
        self.reason = reason
    }

    /// From the negative number that came over the wire.
    init(status: Int32, _ reason: String) {
        self.init(Int32(clamping: status.magnitude), reason)
    }

    public var description: String { reason }
}

extension AuthError {
    // The numbers go over the wire, so they are Linux's wherever this runs.
    public static let notPermitted: Int32 = 1
    public static let noEntity: Int32 = 2
    public static let inputOutput: Int32 = 5
    public static let accessDenied: Int32 = 13
    public static let busy: Int32 = 16
    public static let invalid: Int32 = 22
    public static let notSupported: Int32 = 95

    static func denied(_ reason: String) -> AuthError { AuthError(accessDenied, reason) }
}
