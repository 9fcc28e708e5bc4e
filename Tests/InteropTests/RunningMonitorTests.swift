import Foundation
import TestSupport
import Testing

/// Stores under a real `ceph-mon`.
@Suite(.enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"), .serialized)
struct RunningMonitorTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = try folder.copy(of: "\(Fixtures.folder)/stores/small", as: "mon")
    }

    private func tool(_ arguments: String...) throws -> ProgramResult {
        try Program.run(Program.built("monstore-tool"), [store] + arguments)
    }

    @Test func `ceph-mon starts on a store that was compacted here`() throws {
        #expect(try tool("random-gen", "--", "-n", "26", "--no-undo").status == 0)
        for letter in "abcdefghijklmnopqrstuvwxyz" {
            #expect(try tool("rm-prefix", "\(letter)", "--no-undo").status == 0)
        }
        let before = try tool("list-crc").output
        #expect(try tool("compact").status == 0)
        #expect(try tool("list-crc").output == before)
        let monitor = try CephMonitor(dataFolder: store)
        #expect(try monitor.ceph("osd", "pool", "ls").status == 0)
        #expect(try monitor.ceph("config-key", "set", "after", "compaction").status == 0)
        monitor.stop()
        #expect(try tool("exists", "mon_config_key", "after").status == 0)
    }

    @Test func `ceph-mon starts on a copy that was made here`() throws {
        let target = "\(folder.path)/copy"
        #expect(try tool("store-copy", target).status == 0)
        let monitor = try CephMonitor(dataFolder: target)
        #expect(try monitor.ceph("osd", "dump").text.hasPrefix("epoch "))
    }

    @Test func `A running monitor's store is read while it commits, and nobody may write it`() async throws {
        let monitor = try CephMonitor(dataFolder: store)
        let writer = Task.detached { [conf = monitor.configuration] in
            var number = 0
            while !Task.isCancelled {
                number += 1
                _ = try CephMonitor.runCeph(conf, ["config-key", "set", "counter", "\(number)"])
            }
        }
        var last = 0
        for _ in 0..<15 {
            let versions = try tool("show-versions", "paxos")
            #expect(versions.status == 0, "\(versions.errorText)")
            let now = try #require(Int(versions.text.split(whereSeparator: \.isWhitespace).last ?? ""))
            #expect(now >= last)
            last = now
            let listing = try tool("dump-paxos", "--start", "\(max(1, now - 5))", "--end", "\(now)")
            #expect(listing.status == 0, "\(listing.errorText)")
            #expect(listing.text.contains("--- \(now) ---"))
            let everything = try tool("list-crc")
            #expect(everything.status == 0, "\(everything.errorText)")
        }
        let refused = try tool("compact")
        #expect(refused.status == 75)
        #expect(refused.errorText.contains("ceph-mon (pid \(monitor.processID))"))
        #expect(try tool("set", "a", "b", "ver", "1").status == 75)
        #expect(try tool("destructive-repair").status == 75)
        writer.cancel()
        try await writer.value
        #expect(try monitor.ceph("-s").status == 0)
    }
}
