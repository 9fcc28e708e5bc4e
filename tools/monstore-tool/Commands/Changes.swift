import ArgumentParser
import CephEncoding
import Foundation
import MonitorStore
import NIOCore
import SeededRandom

/// `set`
struct SetKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Gives a key a value: a version number, or a file's bytes.",
        usage: "monstore-tool PATH set PREFIX KEY ver N | in FILE")

    enum Kind: String, ExpressibleByArgument {
        case version = "ver"
        case file = "in"
    }

    @OptionGroup var store: StoreArgument
    @Argument var prefix: String
    @Argument var key: String
    @Argument(help: "ver or in") var kind: Kind
    @Argument(help: "the number, or the file") var value: String
    @OptionGroup var undo: UndoOption

    func run() throws {
        let bytes: ByteBuffer
        switch kind {
        case .version:
            guard let number = UInt64(value) ?? Int64(value).map({ UInt64(bitPattern: $0) }) else {
                throw ValidationError("error reading version: '\(value)' is no number")
            }
            bytes = CephEncoder.encode(number)
        case .file:
            var status = stat()
            guard stat(value, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                let contents = FileManager.default.contents(atPath: value)
            else {
                throw ToolError(status: 74, description: "error reading file: \(value): no readable file")
            }
            bytes = ByteBuffer(bytes: contents)
        }
        var transaction = StoreTransaction()
        transaction.put(try URLEscape.unescape(prefix), try URLEscape.unescape(key), bytes)
        try store.change(transaction, undo)
    }
}

/// `rm`
struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rm", abstract: "Removes a key.")

    @OptionGroup var store: StoreArgument
    @Argument var prefix: String
    @Argument var key: String
    @OptionGroup var undo: UndoOption

    func run() throws {
        var transaction = StoreTransaction()
        transaction.erase(try URLEscape.unescape(prefix), try URLEscape.unescape(key))
        try store.change(transaction, undo)
    }
}

/// `rm-prefix`
struct RemovePrefix: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm-prefix", abstract: "Removes every key of a prefix.")

    @OptionGroup var store: StoreArgument
    @Argument var prefix: String
    @OptionGroup var undo: UndoOption

    func run() throws {
        let prefix = try URLEscape.unescape(prefix)
        let database = try store.openForWriting()
        var log = try undo.open(for: store.directory)
        var transaction = StoreTransaction()
        for key in try database.keys(of: prefix) {
            transaction.erase(prefix, key)
            // Pieces, so that what is kept for undoing one never grows large.
            if transaction.operations.count >= 1000 {
                try log.apply(transaction, to: database)
                transaction = StoreTransaction()
            }
        }
        try log.apply(transaction, to: database)
        try log.finish()
    }
}

extension StoreArgument {
    /// Applies one transaction, and keeps the way back.
    func change(_ transaction: StoreTransaction, _ undo: UndoOption) throws {
        let database = try openForWriting()
        var log = try undo.open(for: directory)
        try log.apply(transaction, to: database)
        try log.finish()
    }
}

/// `random-gen`
struct RandomGen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "random-gen",
        abstract: "Adds random values: for tests, never for a store that is needed.",
        discussion: "Keys are numbered, and go to the prefixes a to z in turn.")

    @OptionGroup var store: StoreArgument
    @Option(name: [.customShort("k"), .long], help: "keys to write in each transaction") var numKeys: Int =
        200
    @Option(name: .shortAndLong, help: "bytes of each value") var size: Int = 1024
    @Option(name: .shortAndLong, help: "transactions") var ntrans: Int = 100
    @Option(help: "start of the random sequence, for the same values again") var seed: UInt64?
    @OptionGroup var undo: UndoOption

    func validate() throws {
        guard numKeys >= 0, size >= 0, size <= 1 << 30, ntrans >= 0 else {
            throw ValidationError("counts and sizes must not be negative, a value at most 1 GiB")
        }
    }

    func run() throws {
        // A path that does not exist yet is a new store, which Ceph's tool can't make.
        if access(store.path, F_OK) != 0 { _ = try LevelDBStore.create(at: store.path) }
        let database = try store.openForWriting()
        var log = try undo.open(for: store.directory)
        var random = SeededRandom(seed: seed ?? UInt64.random(in: 0...UInt64.max))
        var number = 0
        for index in 0..<ntrans {
            Terminal.note("Applying trans \(index)")
            let prefix = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
            var transaction = StoreTransaction()
            for _ in 0..<numKeys {
                transaction.put(prefix, String(number), random.bytes(size))
                number += 1
            }
            transaction.compact(prefix)
            try log.apply(transaction, to: database)
        }
        try log.finish()
    }
}

extension SeededRandom {
    mutating func bytes(_ count: Int) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(count + 8)
        while buffer.readableBytes < count { buffer.writeInteger(next()) }
        return buffer.getSlice(at: 0, length: count) ?? ByteBuffer()
    }
}
