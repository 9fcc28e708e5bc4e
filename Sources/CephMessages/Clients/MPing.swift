import CephEncoding

/// Is there anybody? A monitor answers anyone, authenticated or not, with the same kind
/// (src/messages/MPing.h).
public struct MPing: CephMessage, Equatable {
    public static let type = MessageType.ping
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    /// In a monitor's answer: what its health and `mon_status` say, as JSON.
    public var status: String?

    public init(
        status: String? = nil
    ) {
        self.status = status
    }
}

extension MPing {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        status = decoder.remaining > 0 ? try decoder.decode("payload", as: String.self) : nil
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        guard let status else { return Self.current }
        encoder.encode(status)
        // Ceph puts the answer there without telling a version.
        return MessageVersion(version: 1, compatible: 0)
    }
}

extension MPing: CustomStringConvertible {
    public var description: String { "ping magic: 0" }
}
