import ArgumentParser
import CephTypes
import Foundation

/// Standard output or a file, written in large pieces.
struct Output: ~Copyable {
    private let descriptor: Int32
    private let path: String
    private let isFile: Bool
    private var buffer: [UInt8] = []
    private static let limit = 256 << 10

    /// Standard output.
    init() {
        self.init(descriptor: 1, path: "standard output", isFile: false)
    }

    /// A file that is made anew; nil or `-` is standard output.
    init(path: String?) throws {
        guard let path, path != "-" else {
            self.init()
            return
        }
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw ToolError.file(path) }
        self.init(descriptor: file, path: path, isFile: true)
    }

    private init(descriptor: Int32, path: String, isFile: Bool) {
        self.descriptor = descriptor
        self.path = path
        self.isFile = isFile
        buffer.reserveCapacity(Self.limit + 4096)
    }

    mutating func write(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.limit { try flush() }
    }

    mutating func line(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.limit { try flush() }
    }

    mutating func write(_ bytes: some Sequence<UInt8>) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.limit { try flush() }
    }

    mutating func write(byte: UInt8) {
        buffer.append(byte)
    }

    mutating func flush() throws {
        var done = 0
        while done < buffer.count {
            let count = buffer.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw ToolError.file(path)
            }
            done += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes what is left, and closes a file.
    consuming func finish() throws {
        try flush()
        if isFile, close(descriptor) != 0 { throw ToolError.file(path) }
    }
}

/// The option that every command with output has.
struct FormatOption: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case plain
        case json
        case jsonPretty = "json-pretty"
        case xml
        case xmlPretty = "xml-pretty"

        /// Nil for plain text.
        var style: CephFormatter.Style? { CephFormatter.Style(rawValue: rawValue) }
    }

    @Option(name: .shortAndLong, help: "plain, json, json-pretty, xml or xml-pretty")
    var format: Format = .plain

    var style: CephFormatter.Style? { format.style }

    /// Writes one document in the chosen language; JSON ends with a newline whatever its style.
    static func write(
        _ style: CephFormatter.Style, to output: inout Output, _ body: (inout CephFormatter) throws -> Void
    ) throws {
        var formatter = CephFormatter(style)
        try body(&formatter)
        try output.write(formatter.drain())
        if style != .jsonPretty { try output.line("") }
    }
}

/// What goes to people on a terminal, never into output: progress, sizes, warnings.
enum Terminal {
    static let isInteractive = isatty(2) == 1

    static func note(_ text: String) { write(text + "\n") }

    /// To standard error. It may be closed, or a file on a full disk: that must not end the tool, as it does
    /// where `FileHandle` writes.
    static func write(_ text: String) {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(2, $0.baseAddress.map { $0 + done }, $0.count - done)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            done += count
        }
    }

    /// Overwrites the present line; nothing where standard error is no terminal.
    static func progress(_ text: String) {
        guard isInteractive else { return }
        write("\r\u{1B}[K\(text)")
    }

    static func endProgress() {
        guard isInteractive else { return }
        write("\r\u{1B}[K")
    }
}
