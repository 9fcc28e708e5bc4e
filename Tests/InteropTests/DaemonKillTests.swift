import CephEncoding
import Foundation
import MonitorStore
import TestSupport
import Testing

/// A daemon that is killed again and again while clients write. `KILLS` says how often; a few times otherwise.
@Suite(
    .enabled(
        if: CephMonitor.isInstalled && LibradosClient.isInstalled,
        "Ceph's programs and its library for Python are not installed"), .serialized)
struct DaemonKillTests {
    /// A client that sets keys until it is killed, and notes what was acknowledged.
    private final class Writer {
        let process = Process()
        let acknowledgements: String
        let number: Int

        init(_ number: Int, _ cluster: OwnCluster) throws {
            self.number = number
            acknowledgements = "\(cluster.folder.path)/writer.\(number)"
            process.executableURL = URL(fileURLWithPath: LibradosClient.python)
            process.arguments = [
                "\(Fixtures.folder)/interop/write.py", cluster.configuration, "\(number)", acknowledgements,
            ]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            process.standardError = try cluster.folder.file("writer.\(number).err")
            try process.start()
        }

        deinit {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }

        /// The last number that the monitor said it had stored.
        var lastAcknowledged: Int {
            let text = (try? String(contentsOfFile: acknowledgements, encoding: .utf8)) ?? ""
            // The last line may be half written.
            guard let end = text.lastIndex(of: "\n") else { return 0 }
            return text[..<end].split(separator: "\n").last.flatMap { Int($0) } ?? 0
        }
    }

    /// The newest number of a writer that the store has, and the oldest of those that its last 50 keys must have.
    private func stored(_ writer: Int, in store: SnapshotStore) throws -> [Int: Int] {
        var values: [Int: Int] = [:]
        for slot in 0..<50 {
            let key = StoreKey("mon_config_key", "load/\(writer)/\(slot)")
            guard let value = try store.value(of: key) else { continue }
            values[slot] = Int(String(buffer: value))
        }
        return values
    }

    @Test func `every acknowledged change is there after each SIGKILL while clients write`() throws {
        let cluster = try OwnCluster()
        let rounds = ProcessInfo.processInfo.environment["KILLS"].flatMap { Int($0) } ?? 4
        let writers = try (1...4).map { try Writer($0, cluster) }
        var total = 0
        for round in 1...rounds {
            // Each round's writers must have come through at least once, or nothing would be proved.
            let before = writers.map(\.lastAcknowledged)
            let deadline = Date().addingTimeInterval(30)
            while zip(writers, before).contains(where: { $0.lastAcknowledged <= $1 }), Date() < deadline {
                usleep(5000)
            }
            usleep(UInt32.random(in: 0..<200_000))
            cluster.kill()
            let acknowledged = writers.map(\.lastAcknowledged)
            let store = try SnapshotStore(path: "\(cluster.dataFolder())/store.db")
            for (writer, last) in zip(writers, acknowledged) where last > 0 {
                let values = try stored(writer.number, in: store)
                for number in max(1, last - 49)...last {
                    let found = values[number % 50] ?? 0
                    // A later one may have been stored and not yet acknowledged.
                    #expect(
                        found == number || found == number + 50,
                        "round \(round): writer \(writer.number) was told of \(number), \(found) is there")
                }
            }
            #expect(
                zip(acknowledged, before).allSatisfy { $0 > $1 }, "round \(round): \(before) \(acknowledged)")
            total = acknowledged.reduce(0, +)
            let check = try Program.run(Program.built("monstore-tool"), [cluster.dataFolder(), "check"])
            #expect(check.status == 0, "round \(round): \(check.text)\(check.errorText)")
            try cluster.start()
        }
        #expect(try cluster.ceph("health", limit: 60).status == 0)
        print("\(rounds) kills, \(total) acknowledged changes")
    }
}
