import CephEncoding

/// Which versions of a map are there? (src/messages/MMonGetVersion.h)
public struct MMonGetVersion: CephMessage, Equatable {
    public static let type = MessageType.monGetVersion
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    /// Repeated in the reply.
    public var handle: UInt64
    /// `osdmap`, `mdsmap`, `monmap`.
    public var what: String

    public init(
        handle: UInt64 = 0, what: String = ""
    ) {
        self.handle = handle
        self.what = what
    }
}

extension MMonGetVersion {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        handle = try decoder.decode("handle")
        what = try decoder.decode("what")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(handle)
        encoder.encode(what)
        return Self.current
    }
}

extension MMonGetVersion: CustomStringConvertible {
    public var description: String { "mon_get_version(what=\(what) handle=\(handle))" }
}
