/// Why a CRUSH map cannot be changed so.
public struct CrushEditError: Error, Equatable, Sendable, CustomStringConvertible {
    /// As Ceph's commands answer them.
    public enum Code: Sendable {
        case exists, notFound, invalid, busy, notEmpty, outOfRange, overflow, loop
    }

    public let code: Code
    public let reason: String

    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    public var description: String { reason }
}
