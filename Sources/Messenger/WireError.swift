/// Why a connection cannot go on: what the peer sent breaks the protocol, is more than is allowed, or does
/// not prove who it is.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    /// A positive errno where the peer would not let us in, or nothing was there to show it.
    public let authenticationErrno: Int32?
    /// The socket just ended: nobody broke a rule.
    let isEnd: Bool

    public init(_ description: String, authenticationErrno: Int32? = nil) {
        self.init(description, authenticationErrno: authenticationErrno, isEnd: false)
    }

    private init(_ description: String, authenticationErrno: Int32? = nil, isEnd: Bool) {
        self.description = description
        self.authenticationErrno = authenticationErrno
        self.isEnd = isEnd
    }

    static func end(_ description: String) -> WireError { WireError(description, isEnd: true) }
}
