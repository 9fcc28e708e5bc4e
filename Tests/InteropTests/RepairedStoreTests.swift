import Foundation
import TestSupport
import Testing

/// Stores that were damaged and mended, under a real `ceph-mon`.
@Suite(.enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"), .serialized)
struct RepairedStoreTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = try folder.copy(of: "\(Fixtures.folder)/stores/small", as: "mon")
    }

    private func tool(_ arguments: String...) throws -> ProgramResult {
        try Program.run(Program.built("monstore-tool"), [store] + arguments)
    }

    /// Mends the store, lets a monitor commit to it, and checks what it left.
    private func expectWorks() throws {
        #expect(try tool("check").status == 65)
        let repair = try tool("repair", "--in-place")
        #expect(repair.status == 0, "\(repair.text)\(repair.errorText)")
        let monitor = try CephMonitor(dataFolder: store)
        #expect(try monitor.ceph("config-key", "set", "after", "repair").status == 0)
        #expect(try monitor.ceph("osd", "set", "noout").status == 0)
        #expect(try monitor.ceph("osd", "dump", "7").text.hasPrefix("epoch 7\n"))
        monitor.stop()
        let after = try tool("check")
        #expect(after.status == 0, "\(after.text)")
    }

    @Test func `The Paxos log's last values were lost, and one in the middle`() throws {
        for version in ["30", "58", "59"] { _ = try tool("rm", "paxos", version, "--no-undo") }
        try expectWorks()
    }

    @Test func `OSD maps, changes and counters were lost`() throws {
        for key in ["full_7", "full_8", "full_20", "5", "full_latest"] {
            _ = try tool("rm", "osdmap", key, "--no-undo")
        }
        _ = try tool("set", "osdmap", "last_committed", "ver", "900", "--no-undo")
        _ = try tool("set", "paxos", "last_committed", "ver", "12", "--no-undo")
        try expectWorks()
    }
}
