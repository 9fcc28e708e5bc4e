import CephEncoding
import CephTypes
import NIOCore

/// What a command answers: `MMonCommandAck`'s result, status text and data.
public struct CommandReply: Equatable, Sendable {
    /// 0, or negative.
    public var code: Int32
    /// For people: what `ceph` prints to standard error.
    public var status: String
    /// What `ceph` prints to standard output, or what a program parses.
    public var output: ByteBuffer

    public init(code: Int32 = 0, status: String = "", output: ByteBuffer = ByteBuffer()) {
        self.code = code
        self.status = status
        self.output = output
    }

    public init(status: String = "", text: String) {
        self.init(status: status, output: ByteBuffer(bytes: text.cephBytes))
    }

    init(_ error: CommandError) {
        self.init(code: error.code, status: error.status, output: error.output)
    }
}

/// What a handler wants to happen with its command.
public enum CommandOutcome {
    /// Answer now.
    case reply(CommandReply)
    /// The service's pending state was changed: propose it and answer when it is committed. Where it must not
    /// wait for more changes (`force_immediate_propose`), `now` is true.
    case propose(CommandReply, now: Bool = false)
    /// Come back with the same command when what is pending has been committed.
    case retryAfterCommit(proposing: Bool = true)
    /// The handler answers by itself (`CommandCall.reply`), later.
    case later
}
