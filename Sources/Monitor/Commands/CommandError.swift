import NIOCore

/// What a command says when it can't be carried out.
public struct CommandError: Error, Equatable, CustomStringConvertible {
    /// As the reply carries it: negative, `-22` for EINVAL.
    public let code: Int32
    /// The reply's status text.
    public let status: String
    /// What is printed in spite of the error; empty for most.
    public var output = ByteBuffer()

    public init(code: Int32, status: String) {
        self.code = code
        self.status = status
    }

    /// Where Ceph's OSD map refuses without words: the number's own.
    static let silent = CommandError(.invalid, "(22) Invalid argument")

    /// `EINVAL`; the number where it has no name here.
    public var name: String { ErrorNumber(rawValue: -code)?.symbol ?? "\(-code)" }

    public init(_ number: ErrorNumber, _ status: String) {
        self.init(code: -number.rawValue, status)
    }

    /// - Parameter code: negative; one that ``ErrorNumber`` has no name for.
    public init(code: Int32, _ status: String) {
        self.code = code
        self.status = status
    }

    public var description: String { "\(status) (\(code))" }
}

/// Linux's error numbers, which are what goes over the wire whatever a system calls them.
public enum ErrorNumber: Int32, Sendable {
    case operationNotPermitted = 1
    case noEntry = 2
    case input = 5
    case argumentListTooLong = 7
    case badFile = 9
    case again = 11
    case noMemory = 12
    case accessDenied = 13
    case busy = 16
    case exists = 17
    case notDirectory = 20
    case invalid = 22
    case fileTooLarge = 27
    case noSpace = 28
    case outOfRange = 34
    case nameTooLong = 36
    case notEmpty = 39
    case notImplemented = 38
    case tooManyLinks = 40
    case noData = 61
    case overflow = 75
    case notSupported = 95
    case timedOut = 110
    case inProgress = 115
    case stale = 116
    case quotaExceeded = 122

    /// As `errno.h` calls it.
    public var symbol: String {
        switch self {
        case .operationNotPermitted: "EPERM"
        case .noEntry: "ENOENT"
        case .input: "EIO"
        case .argumentListTooLong: "E2BIG"
        case .badFile: "EBADF"
        case .again: "EAGAIN"
        case .noMemory: "ENOMEM"
        case .accessDenied: "EACCES"
        case .busy: "EBUSY"
        case .exists: "EEXIST"
        case .invalid: "EINVAL"
        case .fileTooLarge: "EFBIG"
        case .noSpace: "ENOSPC"
        case .outOfRange: "ERANGE"
        case .nameTooLong: "ENAMETOOLONG"
        case .notEmpty: "ENOTEMPTY"
        case .notDirectory: "ENOTDIR"
        case .notImplemented: "ENOSYS"
        case .tooManyLinks: "ELOOP"
        case .noData: "ENODATA"
        case .overflow: "EOVERFLOW"
        case .notSupported: "EOPNOTSUPP"
        case .timedOut: "ETIMEDOUT"
        case .inProgress: "EINPROGRESS"
        case .stale: "ESTALE"
        case .quotaExceeded: "EDQUOT"
        }
    }
}
