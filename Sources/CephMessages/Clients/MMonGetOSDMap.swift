import CephEncoding

/// Asks for OSD maps that the sender lacks (src/messages/MMonGetOSDMap.h).
public struct MMonGetOSDMap: PaxosServiceMessage, Equatable {
    public static let type = MessageType.monGetOSDMap
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    /// Epochs of whole maps; 0 for none.
    public var fullFirst: UInt32
    public var fullLast: UInt32
    /// Epochs of incrementals; 0 for none.
    public var incrementalFirst: UInt32
    public var incrementalLast: UInt32

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fullFirst: UInt32 = 0, fullLast: UInt32 = 0,
        incrementalFirst: UInt32 = 0, incrementalLast: UInt32 = 0
    ) {
        self.paxos = paxos
        self.fullFirst = fullFirst
        self.fullLast = fullLast
        self.incrementalFirst = incrementalFirst
        self.incrementalLast = incrementalLast
    }
}

extension MMonGetOSDMap {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fullFirst = try decoder.decode("full_first")
        fullLast = try decoder.decode("full_last")
        incrementalFirst = try decoder.decode("inc_first")
        incrementalLast = try decoder.decode("inc_last")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.integer(fullFirst)
        encoder.integer(fullLast)
        encoder.integer(incrementalFirst)
        encoder.integer(incrementalLast)
        return Self.current
    }
}

extension MMonGetOSDMap: CustomStringConvertible {
    public var description: String {
        var text = "mon_get_osdmap("
        if fullFirst != 0 && fullLast != 0 { text += "full \(fullFirst)-\(fullLast)" }
        if incrementalFirst != 0 && incrementalLast != 0 {
            text += " inc\(incrementalFirst)-\(incrementalLast)"
        }
        return text + ")"
    }
}
