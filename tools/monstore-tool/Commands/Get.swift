import ArgumentParser
import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore

/// `get MAP` as ceph-monstore-tool has it, and `get PREFIX KEY [out FILE]` as ceph-kvstore-tool has it.
struct Get: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A map (monmap, osdmap, mdsmap, mgr, crushmap), or the value of a key.",
        usage: """
            monstore-tool PATH get MAP [--version N] [--out FILE] [--readable | -f json]
            monstore-tool PATH get PREFIX KEY [out FILE]
            """)

    @OptionGroup var store: StoreArgument
    @Argument(help: "a map's name; or a prefix, a key, and 'out FILE' to keep the value in a file")
    var words: [String]
    @Option(name: .shortAndLong, help: "the map's version (default: last committed)")
    var version: UInt64?
    @Option(name: .shortAndLong, help: "file to write to (default: standard output)")
    var out: String?
    @Flag(name: .shortAndLong, help: "print the map for people, as Ceph's own tools do")
    var readable = false
    @OptionGroup var format: FormatOption

    func validate() throws {
        switch words.count {
        case 1, 2: break
        case 4 where words[2] == "out": break
        case 3 where words[2] == "out": throw ValidationError("output path not specified")
        default: throw ValidationError("unrecognized subcmd '\(words.dropFirst(2).first ?? "")'")
        }
        if words.count == 1 && words[0].isEmpty { throw ValidationError("which map?") }
    }

    func run() throws {
        let reader = try store.openForReading()
        if words.count == 1 {
            try getMap(words[0], from: reader)
        } else {
            try getKey(
                try URLEscape.unescape(words[0]), try URLEscape.unescape(words[1]),
                out: words.count == 4 ? words[3] : out, from: reader)
        }
    }

    private func getMap(_ name: String, from reader: SnapshotStore) throws {
        let service = name == "crushmap" ? "osdmap" : name
        let version = try version ?? reader.version(service, "last_committed") ?? 0
        let key = service == "osdmap" ? "full_\(version)" : "\(version)"
        guard let value = try reader.value(of: StoreKey(service, key)) else {
            throw ToolError.notFound(
                "there is no \(name) of version \(version) in the store (\(service)/\(key))")
        }
        var output = try Output(path: out)
        if readable || format.style != nil {
            try MapText(name: name, value: value).write(format.style, to: &output)
        } else {
            let bytes = name == "crushmap" ? try OSDMap.decode(from: value).crush.encoded() : value
            try output.write(bytes.readableBytesView)
        }
        try output.finish()
        if let out, out != "-" { print("wrote \(name) version \(version) to \(out)") }
    }

    private func getKey(_ prefix: String, _ key: String, out: String?, from reader: SnapshotStore) throws {
        let value = try reader.value(of: StoreKey(prefix, key))
        var output = Output()
        if let style = format.style, let value {
            try FormatOption.write(style, to: &output) { formatter in
                formatter.object("key") {
                    $0.string("prefix", prefix)
                    $0.string("key", key)
                    $0.int("size", value.readableBytes)
                    $0.string("value", Hexadecimal.string(value.readableBytesView))
                }
            }
        } else {
            try output.line("\(KeyName(prefix, key))\(value == nil ? " does not exist" : "")")
            if out == nil, let value {
                try value.withUnsafeReadableBytes { try HexDump.write($0, to: &output) }
                try output.write("\n")
            }
        }
        try output.finish()
        guard let value else { throw ToolExit.notFound }
        if let out {
            var file = try Output(path: out)
            try file.write(value.readableBytesView)
            try file.finish()
        }
    }
}
