import Foundation

/// Monitors of this package as processes of their own, on free ports of the loopback address. They end, each by its own
/// process id, when nothing refers to the cluster any more.
public final class OwnCluster {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
        public init(description: String) { self.description = description }
    }

    public let configuration: String
    public let names: [String]
    /// `[v2:…,v1:…]`, one a monitor.
    public let addresses: [String]
    public let folder: TemporaryFolder
    private var processes: [String: Process] = [:]

    /// Makes a new cluster's stores, and starts every monitor.
    public init(_ names: [String] = ["a"], options: String = "") throws {
        folder = try TemporaryFolder()
        self.names = names
        configuration = "\(folder.path)/ceph.conf"
        addresses = try names.map { _ in
            "[v2:127.0.0.1:\(try CephMonitor.freePort()),v1:127.0.0.1:\(try CephMonitor.freePort())]"
        }
        try """
        [global]
        fsid = \(UUID().uuidString.lowercased())
        mon_host = \(addresses.joined(separator: ","))
        mon_initial_members = \(names.joined(separator: ","))
        auth_cluster_required = cephx
        auth_service_required = cephx
        auth_client_required = cephx
        mon_keyvaluedb = leveldb
        mon_allow_pool_delete = true
        keyring = \(folder.path)/keyring
        run_dir = \(folder.path)
        log_file = \(folder.path)/$name.log
        mon_cluster_log_file = \(folder.path)/$name.cluster.log
        \(options)
        [mon]
        mon_data = \(folder.path)/$name
        admin_socket = \(folder.path)/$name.asok
        pid_file = \(folder.path)/$name.pid

        """.write(toFile: configuration, atomically: true, encoding: .utf8)
        try makeKeyring()
        for name in names {
            let made = try Program.run(
                Program.built("swift-ceph-mon"), ["-c", configuration, "-i", name, "--mkfs"])
            guard made.status == 0 else { throw Failure(description: made.errorText) }
        }
        for name in names { try start(name) }
        let answer = try ceph("-s", limit: 60)
        guard answer.status == 0 else { throw Failure(description: "ceph -s: \(answer.errorText)") }
    }

    deinit { for name in names { stop(name) } }

    private func makeKeyring() throws {
        let path = "\(folder.path)/keyring"
        let all = ["--cap", "mon", "allow *"]
        for arguments in [
            ["--create-keyring", path, "--gen-key", "-n", "mon."] + all,
            [path, "--gen-key", "-n", "client.admin"] + all
                + ["--cap", "osd", "allow *", "--cap", "mds", "allow *", "--cap", "mgr", "allow *"],
        ] {
            let made = try Program.run("ceph-authtool", arguments)
            guard made.status == 0 else { throw Failure(description: made.errorText) }
        }
    }

    public func dataFolder(_ name: String = "a") -> String { "\(folder.path)/mon.\(name)" }
    public func socket(_ name: String = "a") -> String { "\(folder.path)/mon.\(name).asok" }
    public func log(_ name: String = "a") -> String {
        (try? String(contentsOfFile: "\(folder.path)/mon.\(name).log", encoding: .utf8)) ?? ""
    }

    public func start(_ name: String = "a") throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.built("swift-ceph-mon"))
        process.arguments = ["-c", configuration, "-i", name, "-f"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try folder.file("\(name).out")
        process.standardError = try folder.file("\(name).err")
        try process.run()
        processes[name] = process
    }

    /// Ends a monitor cleanly; kills it if it does not end within ten seconds.
    public func stop(_ name: String = "a") {
        guard let process = processes.removeValue(forKey: name) else { return }
        if process.isRunning { process.terminate() }
        let deadline = Date().addingTimeInterval(10)
        while process.isRunning, Date() < deadline { usleep(5000) }
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Kills a monitor as a power failure of its process would.
    public func kill(_ name: String = "a") {
        guard let process = processes.removeValue(forKey: name) else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    public func ceph(_ arguments: String..., limit: Double = 30) throws -> ProgramResult {
        try ceph(arguments, limit: limit)
    }

    public func ceph(_ arguments: [String], limit: Double = 30) throws -> ProgramResult {
        let common = ["-c", configuration, "--connect-timeout", "\(Int(limit))"]
        return try Program.run("ceph", common + arguments, limit: limit + 10)
    }
}
