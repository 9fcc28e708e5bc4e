import ArgumentParser
import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore

/// `exists`
struct Exists: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Whether a key, or any key of a prefix, exists.")

    @OptionGroup var store: StoreArgument
    @Argument var prefix: String
    @Argument var key: String = ""
    @OptionGroup var format: FormatOption

    func run() throws {
        let prefix = try URLEscape.unescape(prefix)
        let key = try URLEscape.unescape(key)
        let reader = try store.openForReading()
        let exists =
            key.isEmpty
            ? try reader.contains(prefix: prefix) : try reader.value(of: StoreKey(prefix, key)) != nil
        var output = Output()
        if let style = format.style {
            try FormatOption.write(style, to: &output) { formatter in
                formatter.object("key") {
                    $0.string("prefix", prefix)
                    $0.string("key", key)
                    $0.bool("exists", exists)
                }
            }
        } else {
            try output.line("\(KeyName(prefix, key)) \(exists ? "exists" : "does not exist")")
        }
        try output.finish()
        if !exists { throw ToolExit.notFound }
    }
}

/// A key as ceph-kvstore-tool names it: `(prefix, key)`.
struct KeyName: CustomStringConvertible {
    let description: String
    init(_ prefix: String, _ key: String) {
        description = "(\(URLEscape.escape(prefix)), \(URLEscape.escape(key)))"
    }
}

/// `crc`: a value's checksum.
struct CRC: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The checksum of a value.")

    @OptionGroup var store: StoreArgument
    @Argument var prefix: String
    @Argument var key: String
    @OptionGroup var format: FormatOption

    func run() throws {
        let prefix = try URLEscape.unescape(prefix)
        let key = try URLEscape.unescape(key)
        let value = try store.openForReading().value(of: StoreKey(prefix, key))
        var output = Output()
        if let style = format.style, let value {
            try FormatOption.write(style, to: &output) { formatter in
                formatter.object("key") {
                    $0.string("prefix", prefix)
                    $0.string("key", key)
                    $0.int("crc", CRC32C.checksum(value, seed: 0))
                }
            }
        } else {
            let result = value.map { "crc \(CRC32C.checksum($0, seed: 0))" } ?? "does not exist"
            // Two blanks, as Ceph's has it.
            try output.line("\(KeyName(prefix, key))  \(result)")
        }
        try output.finish()
        if value == nil { throw ToolExit.notFound }
    }
}

/// `get-size`: the database's size, and a value's.
struct GetSize: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get-size", abstract: "The size of the database's files, or of a value too.")

    @OptionGroup var store: StoreArgument
    @Argument var prefix: String?
    @Argument var key: String?
    @OptionGroup var format: FormatOption

    func validate() throws {
        if prefix != nil && key == nil { throw ValidationError("a key is needed beside the prefix") }
    }

    func run() throws {
        // Ceph sorts the files by their endings, and knows .sst alone as a table's.
        var sizes: [String: UInt64] = ["log": 0, "misc": 0, "sst": 0]
        for file in try StoreArgument.filesAndSizes(of: store.directory.database) {
            let ending = String(file.name.split(separator: ".").last ?? "")
            sizes[ending == "log" || ending == "sst" ? ending : "misc", default: 0] += file.size
        }
        let total = sizes.values.reduce(0, +)
        let prefix = try prefix.map(URLEscape.unescape)
        let key = try key.map(URLEscape.unescape)
        var value: ByteBuffer?
        if let prefix, let key { value = try store.openForReading().value(of: StoreKey(prefix, key)) }
        var output = Output()
        if let style = format.style {
            try FormatOption.write(style, to: &output) { formatter in
                formatter.object("size") { item in
                    for (name, size) in sizes.sorted(by: { $0.key < $1.key }) { item.int(name, size) }
                    item.int("total", total)
                    if let value { item.int("value", value.readableBytes) }
                }
            }
        } else {
            try output.write("estimated store size: ")
            for (name, size) in sizes.sorted(by: { $0.key < $1.key }) { try output.line("\(name) - \(size)") }
            try output.write("total - \(total)\ntotal: \(total)\n\(total)\n")
            if let value, let prefix, let key {
                let size = CephUnits.bytes(UInt64(value.readableBytes))
                try output.line("(\(URLEscape.escape(prefix)),\(URLEscape.escape(key))) size \(size)")
            }
        }
        try output.finish()
        if let prefix, let key, value == nil {
            throw ToolError.notFound("(\(URLEscape.escape(prefix)),\(URLEscape.escape(key))) does not exist")
        }
    }
}
