import CephEncoding
import NIOCore

/// A command for the manager (src/messages/MMgrCommand.h).
public struct MMgrCommand: CephMessage, Equatable {
    public static let type = MessageType.mgrCommand
    public static let headVersion: UInt16 = 1
    public static let compatVersion: UInt16 = 1

    public var fsid: CephUUID
    /// JSON.
    public var command: [String]
    /// What goes with the command.
    public var data: ByteBuffer

    public init(
        fsid: CephUUID = .zero, command: [String] = [], data: ByteBuffer = ByteBuffer()
    ) {
        self.fsid = fsid
        self.command = command
        self.data = data
    }
}

extension MMgrCommand {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        fsid = try decoder.decode("fsid")
        command = try decoder.decode("cmd")
        data = ByteBuffer()
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.encode(fsid)
        encoder.encode(command)
        return Self.current
    }
}

extension MMgrCommand: EnvelopeDescribed {
    func described(tid: UInt64, source: EntityName) -> String {
        "mgr_command(tid \(tid): \(command.joined(separator: " ")))"
    }

    public var description: String { described(tid: 0, source: .unknown) }
}
