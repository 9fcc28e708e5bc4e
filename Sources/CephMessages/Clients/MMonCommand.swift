import CephEncoding
import NIOCore

/// A command for the monitors (src/messages/MMonCommand.h).
public struct MMonCommand: PaxosServiceMessage, Equatable {
    public static let type = MessageType.monCommand
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var paxos: PaxosServiceHeader
    public var fsid: CephUUID
    /// JSON, most often one string; each further one is appended.
    public var command: [String]
    /// What goes with the command: a map, a keyring, a key's value.
    public var data: ByteBuffer

    public init(
        paxos: PaxosServiceHeader = PaxosServiceHeader(), fsid: CephUUID = .zero, command: [String] = [],
        data: ByteBuffer = ByteBuffer()
    ) {
        self.paxos = paxos
        self.fsid = fsid
        self.command = command
        self.data = data
    }
}

extension MMonCommand {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        paxos = try PaxosServiceHeader(from: &decoder)
        fsid = try decoder.decode("fsid")
        command = try decoder.decode("cmd")
        data = ByteBuffer()
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(paxos)
        encoder.encode(fsid)
        encoder.encode(command)
        return Self.current
    }
}

extension MMonCommand: CustomStringConvertible {
    /// Without the value of an option or key, which may be a secret.
    public var description: String {
        let words = CommandText.redacted(command) ?? command.joined(separator: " ")
        return "mon_command(\(words) v \(paxos.version))"
    }
}
