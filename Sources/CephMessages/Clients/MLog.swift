import CephEncoding
import CephTypes

/// Lines for the cluster log (src/messages/MLog.h).
public struct MLog: PaxosServiceMessage, Equatable {
    public static let type = MessageType.log
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    public var entries: [LogEntry]

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero, entries: [LogEntry] = []
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.entries = entries
    }
}

extension MLog {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        entries = try decoder.decode("entries")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(fsid)
        encoder.encode(entries)
        return Self.current
    }
}

extension MLog: CustomStringConvertible {
    public var description: String {
        guard let first = entries.first else { return "log()" }
        return "log(\(entries.count) entries from seq \(first.sequence) at \(first.stamp))"
    }
}
