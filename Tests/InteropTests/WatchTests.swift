import Foundation
import TestSupport
import Testing

/// `ceph -w` and its kin, which stay and print the cluster log as it grows.
@Suite(.enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"), .serialized)
struct WatchTests {
    @Test(arguments: [["-w"], ["-W", "audit"], ["-W", "*"]])
    func `who watches the cluster log sees what Ceph's monitor would show`(_ arguments: [String]) throws {
        let ours = try watched(arguments, by: OwnCluster())
        let theirs = try watched(arguments, by: OwnCluster(originals: ["a"]))
        #expect(!ours.isEmpty)
        #expect(ours == theirs)
    }

    /// What is printed of three things that happen, without their times.
    private func watched(_ arguments: [String], by cluster: OwnCluster) throws -> [String] {
        let watcher = Process()
        watcher.executableURL = URL(fileURLWithPath: try #require(Program.installed("ceph")))
        watcher.arguments = ["-c", cluster.configuration] + arguments
        watcher.environment = ProcessInfo.processInfo.environment.merging(["PYTHONUNBUFFERED": "1"]) { $1 }
        watcher.standardInput = FileHandle.nullDevice
        watcher.standardOutput = try cluster.folder.file("watched")
        try watcher.start()
        defer {
            kill(watcher.processIdentifier, SIGKILL)
            watcher.waitUntilExit()
        }
        func lines() throws -> [String] {
            try String(contentsOfFile: "\(cluster.folder.path)/watched", encoding: .utf8)
                .split(separator: "\n").map(String.init)
        }
        // First it prints the status; then it says no more until something happens.
        try wait { try lines().contains { $0.contains("pgs:") } }
        let isReady = "ready \(UUID())"
        try wait {
            #expect(try cluster.ceph("log", isReady).status == 0)
            return try lines().contains { $0.contains(isReady) }
        }
        let before = try lines().count
        #expect(try cluster.ceph("log", "a word to all").status == 0)
        #expect(try cluster.ceph("osd", "set", "noout").status == 0)
        #expect(try cluster.ceph("log", "the last word").status == 0)
        try wait { try lines().contains { $0.contains("the last word") } }
        return try lines().dropFirst(before).compactMap(Self.withoutTime)
    }

    /// `2026-… mon.a [WRN] …` from `mon.a` on. Only what the commands above bring about: other things go on too.
    private static func withoutTime(_ line: String) -> String? {
        let rest = line.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
        let isOurs = ["word", "noout"].contains { rest.contains($0) }
        guard isOurs else { return nil }
        // Where the client was, and which command was its how many-th.
        return rest.replacing(/from='[^']*'/, with: "from=").replacing(/client\.\d+/, with: "client.N")
    }

    private func wait(until isDone: () throws -> Bool) throws {
        let deadline = Date().addingTimeInterval(60)
        while try !isDone() {
            try #require(Date() < deadline, "not within a minute")
            usleep(300_000)
        }
    }
}
