import ArgumentParser
import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore

/// A file of encoded transactions, one behind the other, as a monitor writes it (`mon_debug_dump_transactions`).
struct TraceReader: ~Copyable {
    private let descriptor: Int32
    private let path: String
    private var offset = 0
    private var size: Int

    init(path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw ToolError.file(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw ToolError(status: 74, description: "\(path): no regular file")
        }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw ToolError.file(path) }
        self.init(descriptor: file, path: path, size: Int(status.st_size))
    }

    private init(descriptor: Int32, path: String, size: Int) {
        self.descriptor = descriptor
        self.path = path
        self.size = size
    }

    deinit { close(descriptor) }

    /// The next transaction, or nil at the end of the file.
    mutating func next() throws -> StoreTransaction? {
        guard offset < size else { return nil }
        // The envelope: version, compat, length.
        let head = try read(6, at: offset)
        let length = Int(head.getInteger(at: 2, endianness: .little, as: UInt32.self) ?? 0)
        guard length <= size - offset - 6 else {
            throw ToolError.damaged(
                "\(path): the transaction at byte \(offset) has \(length) bytes, but the file ends before")
        }
        let bytes = try read(6 + length, at: offset)
        defer { offset += 6 + length }
        return try CephDecoder.decode(
            StoreTransaction.self, from: bytes, named: "\(path), transaction at byte \(offset)")
    }

    private func read(_ count: Int, at offset: Int) throws -> ByteBuffer {
        guard count <= size - offset else {
            throw ToolError.damaged("\(path): short read at byte \(offset)")
        }
        var buffer = ByteBuffer()
        var failure: Int32 = 0
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { space in
            var done = 0
            while done < count {
                let got = pread(
                    descriptor, space.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
                if got <= 0 {
                    failure = got < 0 ? errno : EIO
                    break
                }
                done += got
            }
            return done
        }
        guard failure == 0 else { throw ToolError.file(path, failure) }
        return buffer
    }
}

/// `dump-trace`
struct DumpTrace: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump-trace", abstract: "The transactions of a trace file.")

    @OptionGroup var store: StoreArgument
    @Argument(help: "the trace file") var file: String
    @Option(name: .shortAndLong, help: "first transaction") var start: UInt64 = 0
    @Option(name: .shortAndLong, help: "the one behind the last") var end: UInt64 = .max
    @OptionGroup var format: FormatOption

    func validate() throws {
        if start > end {
            throw ValidationError(
                "'start' version (value: \(start))  is greater than 'stop' version (value: \(end))")
        }
    }

    func run() throws {
        _ = try store.directory
        var trace = try TraceReader(path: file)
        var output = Output()
        var number: UInt64 = 0
        var formatter = CephFormatter(format.style ?? .jsonPretty)
        try formatter.array("transactions") { list in
            if format.style == nil { _ = list.drain() }
            while number < end, let transaction = try trace.next() {
                if number >= start, format.style == nil {
                    try output.write(CephFormatter.format(transaction, as: .jsonPretty))
                    try output.line("")
                } else if number >= start {
                    list.dump("transaction", transaction)
                    try output.write(list.drain())
                }
                number += 1
            }
        }
        if let style = format.style {
            try output.write(formatter.drain())
            if style != .jsonPretty { try output.line("") }
        }
        try output.finish()
        Terminal.note("Read up to transaction \(number)")
    }
}

/// `replay-trace`
struct ReplayTrace: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay-trace", abstract: "Applies the transactions of a trace file.")

    @OptionGroup var store: StoreArgument
    @Argument(help: "the trace file") var file: String
    @Option(name: .shortAndLong, help: "how often") var numReplays: Int = 1
    @OptionGroup var undo: UndoOption

    func run() throws {
        let database = try store.openForWriting()
        var log = try undo.open(for: store.directory)
        var total = 0
        for _ in 0..<max(0, numReplays) {
            var trace = try TraceReader(path: file)
            var number = 0
            while let transaction = try trace.next() {
                Terminal.note("Replaying trans num \(total)")
                try log.apply(transaction, to: database)
                number += 1
                total += 1
            }
            Terminal.note("Read up to transaction \(number)")
        }
        try log.finish()
    }
}
