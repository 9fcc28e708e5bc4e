import CephEncoding
import CephTypes
import Foundation
import NIOCore
import SeededRandom
import Testing

/// Ceph's osdmaptool, if it is installed.
private let osdMapTool: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/osdmaptool" }.first { FileManager.default.isExecutableFile(atPath: $0) }

/// Random maps, written here, against the real osdmaptool.
@Suite(.enabled(if: osdMapTool != nil, "osdmaptool is not installed"))
struct OSDMapToolTests {
    private func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: osdMapTool ?? "")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(arguments)")
        return String(decoding: data, as: UTF8.self)
    }

    @Test(
        "osdmaptool reads random maps and finds the same placements, dump and text",
        arguments: 0..<RandomMaps.count(usually: 12))
    func randomMaps(_ seed: UInt64) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "osdmap-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        var random = SeededRandom(seed: seed)
        let count = Int.random(in: 4...40, using: &random)
        _ = try run(["--createsimple", "\(count)", "--with-default-pool", "--clobber", file.path])
        var editor = RandomMapEditor(
            map: try OSDMap.decode(from: ByteBuffer(bytes: try Data(contentsOf: file))), random: random)
        try editor.edit()
        let bytes = editor.map.encoded()
        try Data(bytes.readableBytesView).write(to: file)
        let map = try OSDMap.decode(from: bytes)
        let placements = try run([file.path, "--test-map-pgs-dump-all"]).split(separator: "\n").map(
            String.init)
        #expect(
            firstDifference(
                placements.prefix { !$0.hasPrefix("#osd") }.joined(separator: "\n"),
                map.placementLines.joined(separator: "\n")) == nil, "map \(seed)")
        // A word a line, so that a difference is short.
        func words(_ text: String) -> String { text.replacingOccurrences(of: " ", with: "\n") }
        func fields(_ text: String) -> String { text.replacingOccurrences(of: ",", with: ",\n") }
        let printed = try run([file.path, "--print"])
        #expect(
            printed == map.printed,
            "map \(seed): \(firstDifference(words(printed), words(map.printed)) ?? "")")
        let dump = try run([file.path, "--dump", "json"])
        let ours = CephFormatter.format(map, as: .json)
        #expect(dump == ours, "map \(seed): \(firstDifference(fields(dump), fields(ours)) ?? "")")
    }
}

/// How many random maps are compared with Ceph's tools: `RANDOM_MAPS=200` for a thorough run.
enum RandomMaps {
    static func count(usually few: UInt64) -> UInt64 {
        ProcessInfo.processInfo.environment["RANDOM_MAPS"].flatMap(UInt64.init) ?? few
    }
}
