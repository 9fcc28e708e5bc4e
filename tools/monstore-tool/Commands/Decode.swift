import ArgumentParser
import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore

/// `decode`: what `ceph-dencoder` is for, which needs no store.
struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decodes a record from a file, and encodes it again: ceph-dencoder's job.",
        usage: """
            monstore-tool decode TYPE FILE [-f json] [--skip N] [--reencode OUT]
            monstore-tool decode --list
            monstore-tool decode --corpus DIR
            """)

    @Argument(help: "Ceph's name of the record: OSDMap::Incremental") var type: String?
    @Argument(help: "a file with the record's bytes; - for standard input") var file: String?
    @Flag(help: "name the records that are known") var list = false
    @Option(help: "decode and re-encode every object of a folder in the layout of Ceph's object corpus")
    var corpus: String?
    @Option(help: "bytes to leave out at the beginning") var skip = 0
    @Option(help: "write the record to this file, as 16.2 writes it") var reencode: String?
    @Option(help: "feature bits to encode with, as 0x3f01cfbdfffdffff") var features: String?
    @OptionGroup var format: FormatOption

    static let types: [any CephRecord.Type] =
        (RecordCatalog.all + [StoreTransaction.self, StoreTransaction.Operation.self])
        .sorted { $0.cephTypeName.utf8.lexicographicallyPrecedes($1.cephTypeName.utf8) }

    func validate() throws {
        guard list || corpus != nil || (type != nil && file != nil) else {
            throw ValidationError("a TYPE and a FILE are needed, or --list, or --corpus DIR")
        }
        if skip < 0 { throw ValidationError("--skip must not be negative") }
    }

    func run() throws {
        if list {
            var output = Output()
            for type in Self.types { try output.line(type.cephTypeName) }
            return try output.finish()
        }
        if let corpus { return try CorpusReport(folder: corpus, format: format).run() }
        try decodeFile(type ?? "", file ?? "")
    }

    private func decodeFile(_ name: String, _ path: String) throws {
        guard let type = Self.types.first(where: { $0.cephTypeName == name }) else {
            throw ValidationError("no record is called '\(name)': decode --list names them")
        }
        let bytes = ByteBuffer(bytes: try Self.contents(of: path).dropFirst(skip))
        let record = try type.decode(from: bytes)
        if let reencode {
            var output = try Output(path: reencode)
            try output.write(record.encoded(features: try featureBits).readableBytesView)
            try output.finish()
        }
        var output = Output()
        try FormatOption.write(format.style ?? .jsonPretty, to: &output) { $0.dump(name, record) }
        try output.finish()
    }

    private var featureBits: CephFeatures {
        get throws {
            guard let features else { return .all }
            let digits = features.hasPrefix("0x") ? String(features.dropFirst(2)) : features
            guard let bits = UInt64(digits, radix: 16) else {
                throw ValidationError("'\(features)' is no hexadecimal number")
            }
            return CephFeatures(rawValue: bits)
        }
    }

    private static func contents(of path: String) throws -> Data {
        if path == "-" { return try FileHandle.standardInput.readToEnd() ?? Data() }
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw ToolError(status: 74, description: "\(path): cannot be read")
        }
    }
}

/// `decode --corpus`: a row for every type and version, with what became of its objects.
private struct CorpusReport {
    struct Row: CephDumpable {
        let type: String
        let version: String
        var objects = 0
        var decoded = 0
        var equal = 0
        var firstProblem = ""

        func dump(to formatter: inout CephFormatter) {
            formatter.string("type", type)
            formatter.string("version", version)
            formatter.int("objects", objects)
            formatter.int("decoded", decoded)
            formatter.int("reencoded_equal", equal)
            if !firstProblem.isEmpty { formatter.string("problem", firstProblem) }
        }
    }

    let folder: String
    let format: FormatOption

    func run() throws {
        let rows = try collect()
        guard !rows.isEmpty else {
            throw ToolError(
                status: 66, description: "\(folder): no VERSION/objects/TYPE folders of known types")
        }
        var output = Output()
        if let style = format.style {
            try FormatOption.write(style, to: &output) { $0.dump("corpus", each: "row", rows) }
        } else {
            let cells = rows.map {
                [$0.type, $0.version, "\($0.objects)", "\($0.decoded)", "\($0.equal)", $0.firstProblem]
            }
            try TextColumns(rows: [["TYPE", "VERSION", "OBJECTS", "DECODED", "EQUAL", ""]] + cells)
                .write(to: &output, alignment: [.left, .left, .right, .right, .right, .left])
        }
        try output.finish()
        if rows.contains(where: { $0.decoded < $0.objects }) { throw ToolExit.notFound }
    }

    private func collect() throws -> [Row] {
        let files = FileManager.default
        let root = files.fileExists(atPath: "\(folder)/archive") ? "\(folder)/archive" : folder
        guard let versions = try? files.contentsOfDirectory(atPath: root) else {
            throw ToolError(status: 66, description: "\(root): no folder that can be read")
        }
        var rows: [Row] = []
        for type in Decode.types {
            for version in versions.sorted(by: { $0.compare($1, options: .numeric) == .orderedAscending }) {
                let objects = "\(root)/\(version)/objects/\(type.cephTypeName)"
                guard let names = try? files.contentsOfDirectory(atPath: objects), !names.isEmpty else {
                    continue
                }
                var row = Row(type: type.cephTypeName, version: version)
                for name in names.sorted() {
                    row.note(
                        type, ByteBuffer(bytes: files.contents(atPath: "\(objects)/\(name)") ?? Data()), name)
                }
                rows.append(row)
            }
        }
        return rows
    }
}

extension CorpusReport.Row {
    fileprivate mutating func note(_ type: any CephRecord.Type, _ bytes: ByteBuffer, _ name: String) {
        objects += 1
        do {
            let record = try type.decode(from: bytes)
            decoded += 1
            if record.encoded() == bytes { equal += 1 }
        } catch {
            if firstProblem.isEmpty { firstProblem = "\(name): \(error)" }
        }
    }
}
