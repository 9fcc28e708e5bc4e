import Foundation
import TestSupport
import Testing

/// The image's entry point and health check, outside an image, with the client that is in it.
@Suite struct ContainerTests {
    private final class Container {
        let folder: TemporaryFolder
        /// One of the addresses that are all this host's own, with the ports that a monitor has as a rule.
        let address: String
        let metrics: String
        private var process: Process?
        private static let package = URL(fileURLWithPath: Fixtures.folder)
            .deletingLastPathComponent().deletingLastPathComponent().path
        private static let programs = URL(fileURLWithPath: Program.built("monctl"))
            .deletingLastPathComponent().path

        init() throws {
            folder = try TemporaryFolder()
            address = "127.\(Int.random(in: 1...254)).\(Int.random(in: 0...255)).\(Int.random(in: 1...254))"
            metrics = "127.0.0.1:\(try CephMonitor.freePort())"
        }

        deinit { stop() }

        private var environment: [String: String] {
            [
                "PATH": "\(Self.programs):/usr/bin:/bin", "DATA": folder.path, "METRICS": metrics,
                "MON_ADDR": address, "KEYRING": "\(folder.path)/none",
            ]
        }

        func start() throws {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "\(Self.package)/container/entrypoint")
            process.environment = environment
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try folder.file("out")
            process.standardError = try folder.file("err")
            try process.start()
            self.process = process
        }

        func stop() {
            process?.end()
            process = nil
        }

        /// Starts it for the first time, and waits until its health check passes.
        func startAndWait() throws {
            try start()
            let deadline = Date().addingTimeInterval(60)
            while try !isHealthy(), Date() < deadline { usleep(100_000) }
            #expect(try isHealthy())
        }

        func isHealthy() throws -> Bool {
            try Program.run(
                "\(Self.package)/container/healthcheck", [], environment: environment, limit: 10
            ).status == 0
        }

        func monctl(_ arguments: String...) throws -> ProgramResult {
            try Program.run(
                Program.built("monctl"), ["-c", "\(folder.path)/ceph.conf", "--timeout", "30"] + arguments)
        }
    }

    @Test func `the entry point makes a store and keys once, and goes on with them when it starts again`()
        throws
    {
        let container = try Container()
        #expect(try !container.isHealthy())
        try container.startAndWait()
        #expect(try container.monctl("config-key", "set", "k", "kept").errorText == "set k\n")
        let fsid = try container.monctl("fsid").text
        container.stop()
        #expect(try !container.isHealthy())
        try container.start()
        #expect(try container.monctl("config-key", "get", "k").text == "kept\n")
        #expect(try container.monctl("fsid").text == fsid)
        #expect(try container.monctl("-s").text.contains("mon: 1 daemons, quorum a"))
    }

    @Test func `monctl tells what was wrong, with Ceph's number`() throws {
        let container = try Container()
        try container.startAndWait()
        let absent = try container.monctl("config-key", "get", "nothing")
        #expect(absent.status == 2)
        #expect(absent.errorText.hasPrefix("Error ENOENT: "))
        let unknown = try container.monctl("no", "such", "command")
        #expect(unknown.status == 22)
        #expect(unknown.errorText == "Error EINVAL: no valid command found\n")
    }
}
