import CephEncoding
import CephMessages
import CephTypes
import NIOCore

/// One command that somebody gave: arguments, who asks, and the way back.
public final class CommandCall {
    public unowned let monitor: Monitor
    public let arguments: CommandArguments
    /// The bulk data that came with it (`-i FILE`).
    public let input: ByteBuffer
    public let session: Session
    /// The message that it came in; nil from a caller in this process.
    public let request: Request?
    private let done: ((CommandReply) -> Void)?
    private var isAnswered = false

    init(
        monitor: Monitor, arguments: CommandArguments, input: ByteBuffer, session: Session,
        request: Request? = nil,
        done: ((CommandReply) -> Void)? = nil
    ) {
        self.monitor = monitor
        self.arguments = arguments
        self.input = input
        self.session = session
        self.request = request
        self.done = done
    }

    public var prefix: String { arguments.prefix }

    /// The output format that was asked for; nil for plain text.
    public var style: CephFormatter.Style? {
        guard case .string(let name)? = arguments["format"] else { return nil }
        return CephFormatter.Style(rawValue: name)
    }

    /// Output in the format that was asked for, `fallback` where that is plain text.
    public func formatted(
        _ fallback: CephFormatter.Style, _ body: (inout CephFormatter) throws -> Void
    ) rethrows -> CommandReply {
        var formatter = CephFormatter(style ?? fallback)
        try body(&formatter)
        return CommandReply(output: ByteBuffer(bytes: formatter.bytes))
    }

    /// Output in the format that was asked for, or the plain text.
    public func reply(
        plain: @autoclosure () throws -> String, _ body: (inout CephFormatter) throws -> Void
    ) rethrows -> CommandReply {
        guard let style else { return CommandReply(text: try plain()) }
        return try formatted(style, body)
    }

    /// Answers; once, later calls do nothing.
    public func reply(_ answer: CommandReply) {
        guard !isAnswered else { return }
        isAnswered = true
        if let done {
            done(answer)
        } else if let request {
            monitor.reply(to: request, answer)
        }
    }

    public func reply(_ error: CommandError) { reply(CommandReply(error)) }

    /// The arguments as capabilities compare them (`_generate_command_map`).
    var capabilityArguments: [String: String] {
        var texts: [String: String] = [:]
        for (name, value) in arguments.values {
            if name == "caps", case .strings(let caps) = value, caps.count % 2 == 0 {
                for pair in stride(from: 0, to: caps.count, by: 2) {
                    texts["caps_\(caps[pair])"] = caps[pair + 1]
                }
            } else {
                texts[name] = value.text
            }
        }
        return texts
    }
}
