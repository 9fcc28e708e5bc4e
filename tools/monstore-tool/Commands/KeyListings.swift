import ArgumentParser
import CephEncoding
import CephTypes
import MonitorStore

/// `dump-keys`: every key, `prefix / key` a line.
struct DumpKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump-keys", abstract: "Every key of the store, 'prefix / key' a line.")

    @OptionGroup var store: StoreArgument
    @OptionGroup var format: FormatOption

    func run() throws {
        let reader = try store.openForReading()
        var output = Output()
        if let style = format.style {
            try KeyListing(reader, prefix: nil, fields: []).write(style, to: &output)
        } else {
            try reader.forEach { prefix, key, _ in
                try output.write(prefix)
                try output.write(" / ")
                try output.write(key)
                try output.write("\n")
                return true
            }
        }
        try output.finish()
    }
}

/// `list`: prefix and key, a tab between, URL-escaped.
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The keys, or those of one prefix, URL-escaped.")

    @OptionGroup var store: StoreArgument
    @Argument(help: "only this prefix") var prefix: String?
    @OptionGroup var format: FormatOption

    func run() throws {
        try KeyListing.print(store, prefix: prefix, fields: [], format)
    }
}

/// `list-crc`: as `list`, with a checksum of prefix, key and value.
struct ListCRC: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-crc", abstract: "The keys with a checksum of prefix, key and value.")

    @OptionGroup var store: StoreArgument
    @Argument(help: "only this prefix") var prefix: String?
    @OptionGroup var format: FormatOption

    func run() throws {
        try KeyListing.print(store, prefix: prefix, fields: .crc, format)
    }
}

/// `dump`: as `list`, each value in hexadecimal behind its key.
struct Dump: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The keys with their values in hexadecimal.")

    @OptionGroup var store: StoreArgument
    @Argument(help: "only this prefix") var prefix: String?
    @OptionGroup var format: FormatOption

    func run() throws {
        try KeyListing.print(store, prefix: prefix, fields: .value, format)
    }
}

/// `store-crc`: one checksum over everything, and the listing with each key's in a file.
struct StoreCRC: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store-crc", abstract: "One checksum over the store; each key's goes to a file.")

    @OptionGroup var store: StoreArgument
    @Argument(help: "file for the list of keys and their checksums") var out: String
    @OptionGroup var format: FormatOption

    func run() throws {
        var listing = try Output(path: out)
        let crc = try KeyListing(try store.openForReading(), prefix: nil, fields: .crc).write(to: &listing)
        try listing.finish()
        var output = Output()
        if let style = format.style {
            try FormatOption.write(style, to: &output) { formatter in
                formatter.object("store_crc") {
                    $0.string("list", out)
                    $0.int("crc", crc)
                }
            }
        } else {
            try output.line("store at '\(out)' crc \(crc)")
        }
        try output.finish()
    }
}

/// A walk over the keys that writes each with what is asked for.
struct KeyListing {
    struct Fields: OptionSet {
        let rawValue: Int
        static let crc = Fields(rawValue: 1)
        static let value = Fields(rawValue: 2)
    }

    let reader: any KeyValueReader
    let prefix: String?
    let fields: Fields

    /// - Parameter prefix: nil or empty for all.
    init(_ reader: any KeyValueReader, prefix: String?, fields: Fields) {
        self.reader = reader
        self.prefix = prefix.flatMap { $0.isEmpty ? nil : $0 }
        self.fields = fields
    }

    static func print(_ store: StoreArgument, prefix: String?, fields: Fields, _ format: FormatOption) throws
    {
        let prefix = try prefix.map(URLEscape.unescape)
        let listing = KeyListing(try store.openForReading(), prefix: prefix, fields: fields)
        var output = Output()
        if let style = format.style {
            try listing.write(style, to: &output)
        } else {
            _ = try listing.write(to: &output)
        }
        try output.finish()
    }

    /// Writes the list as ceph-kvstore-tool does.
    /// - Returns: the checksum over all that was listed.
    func write(to output: inout Output) throws -> UInt32 {
        var total = UInt32.max
        try reader.forEach(prefix: prefix) { prefix, key, value in
            try URLEscape.escape(prefix, into: &output)
            output.write(byte: UInt8(ascii: "\t"))
            try URLEscape.escape(key, into: &output)
            if fields.contains(.crc) {
                total = Self.crc(prefix, key, value, seed: total)
                try output.write("\t\(Self.crc(prefix, key, value, seed: 0))")
            }
            try output.write("\n")
            if fields.contains(.value) {
                try HexDump.write(value, to: &output)
                try output.write("\n")
            }
            return true
        }
        return total
    }

    func write(_ style: CephFormatter.Style, to output: inout Output) throws {
        var formatter = CephFormatter(style)
        // What is written goes out as it comes: the list may be longer than memory.
        try formatter.array("keys") { list in
            try reader.forEach(prefix: prefix) { prefix, key, value in
                list.object("key") { item in
                    item.string("prefix", String(cephBytes: prefix))
                    item.string("key", String(cephBytes: key))
                    item.int("size", value.count)
                    if fields.contains(.crc) { item.int("crc", Self.crc(prefix, key, value, seed: 0)) }
                    if fields.contains(.value) { item.string("value", Hexadecimal.string(value)) }
                }
                try output.write(list.drain())
                return true
            }
        }
        try output.write(formatter.drain())
        if style != .jsonPretty { try output.line("") }
    }

    private static func crc(
        _ prefix: UnsafeRawBufferPointer, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer,
        seed: UInt32
    ) -> UInt32 {
        CRC32C.checksum(value, seed: CRC32C.checksum(key, seed: CRC32C.checksum(prefix, seed: seed)))
    }
}

/// Bytes as hexadecimal digits, for JSON, which has no bytes.
enum Hexadecimal {
    static func string(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
