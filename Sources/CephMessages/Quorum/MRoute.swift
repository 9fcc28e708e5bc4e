import CephEncoding

/// The leader's answer to a message that a peon forwarded, for the peon's client (src/messages/MRoute.h).
public struct MRoute: CephMessage {
    public static let type = MessageType.route
    public static let headVersion: UInt16 = 3
    public static let compatVersion: UInt16 = 3

    /// The peon's number of what it forwarded; 0 where this answers nothing that was forwarded.
    public var sessionMonTid: UInt64
    /// nil: there is nothing to answer.
    public var message: EmbeddedMessage?
    /// The peon shall send the client OSD maps from this epoch on; 0 for none.
    public var sendOSDMapFirst: UInt32

    public init(sessionMonTid: UInt64 = 0, message: EmbeddedMessage? = nil, sendOSDMapFirst: UInt32 = 0) {
        self.sessionMonTid = sessionMonTid
        self.message = message
        self.sendOSDMapFirst = sendOSDMapFirst
    }
}

extension MRoute {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        sessionMonTid = try decoder.decode("session_mon_tid")
        // The client, which nobody looks at any more.
        _ = try decoder.decode("dest", as: EntityInstance.self)
        // Up to version 1 there always was a message.
        let hasMessage = version >= 2 ? try decoder.decode("has_msg", as: Bool.self) : true
        message = hasMessage ? try decoder.field("msg") { try EmbeddedMessage(from: &$0) } : nil
        sendOSDMapFirst = version >= 3 ? try decoder.decode("send_osdmap_first") : 0
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(sessionMonTid)
        encoder.encode(EntityInstance())
        encoder.encode(message != nil)
        message?.encode(into: &encoder, features: encoder.features)
        encoder.integer(sendOSDMapFirst)
        return Self.current
    }
}

extension MRoute: CustomStringConvertible {
    public var description: String {
        var text = message.map { "route(\($0)" } ?? "route(no-reply"
        if sendOSDMapFirst != 0 { text += " send_osdmap_first \(sendOSDMapFirst)" }
        return text + (sessionMonTid != 0 ? " tid \(sessionMonTid))" : " tid (none)")
    }
}
