import ArgumentParser
import CephEncoding
import CephTypes
import Foundation
import NIOCore

/// What `tools/bench-maps` runs beside osdmaptool. Each command does what one of osdmaptool's does, once, in
/// a process of its own.
@main
struct MapBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mapbench", abstract: "Makes, reads, writes and maps a large OSD map.",
        subcommands: [Make.self, Load.self, Rewrite.self, MapAll.self])

    // No copies: what is timed is the decoder and the encoder.

    static func bytes(of path: String) throws -> ByteBuffer {
        let file = try open(path, O_RDONLY)
        defer { close(file) }
        let size = Int(lseek(file, 0, SEEK_END))
        lseek(file, 0, SEEK_SET)
        var buffer = ByteBufferAllocator().buffer(capacity: size)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) {
            Glibc.read(file, $0.baseAddress, size)
        }
        guard buffer.readableBytes == size else { throw CocoaError(.fileReadUnknown) }
        return buffer
    }

    static func read(_ path: String) throws -> OSDMap { try OSDMap.decode(from: try bytes(of: path)) }

    static func write(_ map: OSDMap, _ path: String) throws {
        // What osdmaptool writes with.
        let bytes = map.encodedWithCRC(features: .all).bytes
        let file = try open(path, O_WRONLY | O_CREAT | O_TRUNC)
        defer { close(file) }
        let written = bytes.withUnsafeReadableBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        guard written == bytes.readableBytes else { throw CocoaError(.fileWriteUnknown) }
    }

    private static func open(_ path: String, _ flags: Int32) throws -> Int32 {
        let file = Glibc.open(path, flags, 0o644)
        guard file >= 0 else { throw CocoaError(.fileReadUnknown, userInfo: [NSFilePathErrorKey: path]) }
        return file
    }

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a map as a cluster of this size has it.")

        @Argument var path: String
        @Option var osds: Int32 = 10_000
        @Option var pools: Int64 = 100
        @Option(help: "placement groups of each pool") var groups: UInt32 = 10_000

        func run() throws {
            let cluster = LargeCluster(osds: osds, pools: pools, groups: groups)
            try MapBench.write(try cluster.map(), path)
        }
    }

    struct Load: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Reads a map, and finds one group.")

        @Argument var path: String

        func run() throws {
            print(try MapBench.read(path).placement(of: PGID(pool: 1, seed: 0)))
        }
    }

    struct Rewrite: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts a CRUSH map into an OSD map as an incremental does, and writes it.")

        @Argument var path: String
        @Argument var crush: String

        func run() throws {
            var map = try MapBench.read(path)
            let bytes = try MapBench.bytes(of: crush)
            // osdmaptool reads it once to see what it is.
            guard try CrushMap.decode(from: bytes).maxDevices <= map.maxOSD else { throw ExitCode.failure }
            var change = OSDMap.Incremental()
            change.fsid = map.fsid
            change.epoch = map.epoch + 1
            change.crush = bytes
            try map.apply(change)
            map.epoch += 1
            try MapBench.write(map, path)
        }
    }

    struct MapAll: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "map", abstract: "Finds every group, and counts the groups of each OSD.")

        @Argument var path: String
        @Flag(help: "print each group's placement, as osdmaptool --test-map-pgs-dump-all does") var dump =
            false

        func run() throws {
            let map = try MapBench.read(path)
            let mapper = PGMapper(map)
            var groups = [Int](repeating: 0, count: Int(map.maxOSD))
            var primaries = groups
            let output = FileHandle.standardOutput
            for (number, pool) in map.pools {
                var text = ""
                for seed in 0..<pool.pgNum {
                    let pg = PGID(pool: number, seed: seed)
                    mapper.locate(pg)
                    for osd in mapper.placement.acting where groups.indices.contains(Int(osd)) {
                        groups[Int(osd)] += 1
                    }
                    let primary = Int(mapper.placement.actingPrimary)
                    if primaries.indices.contains(primary) { primaries[primary] += 1 }
                    if dump { text += "\(pg) \(mapper.placement)\n" }
                }
                if dump { output.write(Data(text.utf8)) }
            }
            if !dump { print(groups.reduce(0, +), primaries.reduce(0, +)) }
        }
    }
}
