import Foundation

/// Monitors of this package, and Ceph's own among them where wanted, as processes of their own, on free ports of the
/// loopback address. They end, each by its own process id, when nothing refers to the cluster any more.
public final class OwnCluster {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
        public init(description: String) { self.description = description }
    }

    public let configuration: String
    public private(set) var names: [String]
    /// `[v2:…,v1:…]`, one a monitor.
    public private(set) var addresses: [String]
    public let folder: TemporaryFolder
    /// Those that Ceph's `ceph-mon` runs.
    public let originals: Set<String>
    private var processes: [String: Process] = [:]
    private var daemons: [String: Process] = [:]

    /// Makes a new cluster's stores, and starts every monitor.
    /// - Parameters:
    ///   - names: in the order of their ranks.
    ///   - originals: whose program is Ceph's.
    ///   - options: lines for `[global]`.
    ///   - network: where each monitor has a host of its own, by its name.
    public init(
        _ names: [String] = ["a"], originals: Set<String> = [], options: String = "",
        environment: [String: String] = [:], network: NetworkLab? = nil
    ) throws {
        folder = try TemporaryFolder()
        self.names = names
        self.originals = originals
        self.environment = environment
        self.network = network
        configuration = "\(folder.path)/ceph.conf"
        // Ranks go by address.
        var ports: Set<UInt16> = []
        while ports.count < names.count * 2 { ports.insert(try CephMonitor.freePort()) }
        let sorted = ports.sorted()
        addresses = names.indices.map { index in
            let host = network?.address(names[index]) ?? "127.0.0.1"
            return "[v2:\(host):\(sorted[index * 2]),v1:\(host):\(sorted[index * 2 + 1])]"
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
        try makeMonMap()
        for name in names { try makeStore(name) }
        for name in names { try start(name) }
        let answer = try ceph("-s", limit: 60)
        guard answer.status == 0 else { throw Failure(description: "ceph -s: \(answer.errorText)") }
    }

    deinit {
        for daemon in daemons.keys { killDaemon(daemon) }
        for name in names { stop(name) }
    }

    private let environment: [String: String]
    private let network: NetworkLab?
    private var monMap: String { "\(folder.path)/monmap" }

    private func program(_ name: String) -> String {
        originals.contains(name)
            ? Program.installed("ceph-mon") ?? "ceph-mon" : Program.built("swift-ceph-mon")
    }

    private func makeMonMap() throws {
        let fsid =
            try String(contentsOfFile: configuration, encoding: .utf8)
            .split(separator: "\n").first { $0.hasPrefix("fsid") }?.split(separator: " ").last ?? ""
        let members = zip(names, addresses).flatMap { ["--addv", $0, $1] }
        let made = try Program.run(
            "monmaptool", ["--create", "--clobber"] + members + ["--fsid", String(fsid), monMap])
        guard made.status == 0 else { throw Failure(description: made.errorText) }
    }

    /// `--mkfs`, by the program that the monitor runs with.
    public func makeStore(_ name: String) throws {
        let arguments = ["-c", configuration, "-i", name, "--mkfs", "--monmap", monMap]
        let made = try Program.run(program(name), arguments + ["--keyring", "\(folder.path)/keyring"])
        guard made.status == 0 else { throw Failure(description: made.errorText) }
    }

    /// Gives a monitor that does not run an empty store.
    public func wipe(_ name: String) throws {
        try FileManager.default.removeItem(atPath: dataFolder(name))
        try makeStore(name)
    }

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

    /// Starts a monitor that the cluster does not know yet, as one more; its rank is the last.
    public func join(_ name: String) throws {
        let map = try ceph("mon", "getmap", "-o", monMap)
        guard map.status == 0 else { throw Failure(description: map.errorText) }
        try makeStore(name)
        let last = addresses.compactMap { $0.split(whereSeparator: { ":,]".contains($0) }).last }.compactMap {
            UInt16($0)
        }
        var port = try CephMonitor.freePort()
        for _ in 0..<1000 where port < last.max() ?? 0 { port = try CephMonitor.freePort() }
        names.append(name)
        addresses.append("[v2:127.0.0.1:\(port)]")
        try start(name, "--public-addrv", "[v2:127.0.0.1:\(port)]")
    }

    /// How a monitor that has ended by itself did so.
    public func exitStatus(_ name: String, limit: Double = 20) -> Int32? {
        let deadline = Date().addingTimeInterval(limit)
        while let process = processes[name], Date() < deadline {
            guard process.isRunning else { return process.terminationStatus }
            usleep(50_000)
        }
        return nil
    }

    public func start(_ name: String = "a", _ more: String...) throws {
        let process = Process()
        var words = [program(name), "-c", configuration, "-i", name, "-f"] + more
        if let network, let ip = Program.installed("ip") {
            words = [ip, "netns", "exec", network.namespace(name)] + words
        }
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try folder.file("\(name).out")
        process.standardError = try folder.file("\(name).err")
        try process.start()
        processes[name] = process
    }

    public func processID(_ name: String = "a") -> Int32? { processes[name]?.processIdentifier }

    /// Bytes of a monitor's memory that are resident.
    public func residentMemory(_ name: String = "a") -> Int? {
        guard let process = processID(name),
            let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") })
        else { return nil }
        return line.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap { Int($0) }
            .map { $0 * 1024 }
    }

    /// What a monitor says of itself (`mon_status`); nil where it does not answer.
    public func status(_ name: String) -> [String: Any]? {
        try? AdminClient.object("mon_status", at: socket(name))
    }

    /// Waits until these monitors have one quorum of just themselves.
    /// - Returns: how long that took, in seconds.
    @discardableResult
    public func waitForQuorum(of members: [String]? = nil, limit: Double = 60) throws -> Double {
        let members = members ?? names
        let ranks = names.indices.filter { members.contains(names[$0]) }
        let began = Date()
        var seen: [String] = []
        while Date().timeIntervalSince(began) < limit {
            let all = members.map { ($0, status($0)) }
            let epochs = Set(all.map { $0.1?["election_epoch"] as? Int })
            if epochs.count == 1, all.allSatisfy({ ($0.1?["quorum"] as? [Int]) == ranks }) {
                return Date().timeIntervalSince(began)
            }
            seen = all.map { name, status in
                let fields = ["state", "election_epoch", "quorum"].map { "\(status?[$0] ?? "?")" }
                return "\(name): \(fields.joined(separator: " "))"
            }
            usleep(50_000)
        }
        throw Failure(description: "no quorum of \(members) after \(limit) s: \(seen)")
    }

    /// The leader's name, as the members see it; nil where there is none.
    public func leader() -> String? { names.first { status($0)?["state"] as? String == "leader" } }

    /// Waits until all stores have the same in them, which they have when nothing is on its way; monitors that run
    /// go on meanwhile.
    /// - Parameter ignored: a prefix that does not count.
    /// - Returns: how many keys that are.
    public func waitForEqualStores(limit: Double = 60, ignoring ignored: String? = nil) throws -> Int {
        let deadline = Date().addingTimeInterval(limit)
        var differences: [String] = []
        while Date() < deadline {
            let all = try names.map { name in
                Set(
                    try checksums(name).filter { line in !(ignored.map { line.hasPrefix("\($0)\t") } ?? false)
                    })
            }
            guard let first = all.first else { return 0 }
            if all.allSatisfy({ $0 == first }) { return first.count }
            let common = all.reduce(first) { $0.intersection($1) }
            differences = zip(names, all).flatMap { name, lines in
                lines.subtracting(common).sorted().prefix(5).map { "\(name): \($0)" }
            }
            usleep(300_000)
        }
        throw Failure(description: "the stores differ after \(limit) s: \(differences)")
    }

    /// `list-crc` of what all monitors have in common.
    private func checksums(_ name: String) throws -> [String] {
        let listed = try Program.run(Program.built("monstore-tool"), [dataFolder(name), "list-crc"])
        guard listed.status == 0 else { throw Failure(description: listed.errorText) }
        // Each has its own promises, its own way to the quorum, and what mkfs left.
        let own = ["monitor\t", "mon_sync\t", "mkfs\t", "paxos\taccepted_pn\t", "paxos\tlast_pn\t"]
        return listed.text.split(separator: "\n").map(String.init).filter { line in
            !line.hasPrefix("paxos\tpending") && !own.contains { line.hasPrefix($0) }
        }
    }

    /// Ends a monitor cleanly; kills it if it does not end within ten seconds.
    public func stop(_ name: String = "a") {
        processes.removeValue(forKey: name)?.end()
    }

    /// Kills a monitor as a power failure of its process would.
    public func kill(_ name: String = "a") {
        guard let process = processes.removeValue(forKey: name) else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    // MARK: Ceph's own daemons

    /// Whether tests shall run Ceph's other daemons, and can.
    public static var wantsDaemons: Bool {
        ProcessInfo.processInfo.environment["CEPH_DAEMONS"] != nil && CephMonitor.isInstalled
            && ["ceph-mgr", "ceph-osd", "ceph-mds", "rados"].allSatisfy { Program.installed($0) != nil }
    }

    /// An option for ``init(_:options:)``: sockets on several threads, as on a host with many processors.
    public static let manyThreads = "ms_async_op_threads = 3"

    /// Sections for ``init(_:options:)`` that Ceph's other daemons need.
    public static let daemonOptions = """
        osd_pool_default_size = 2
        osd_pool_default_min_size = 1
        osd_crush_chooseleaf_type = 0
        admin_socket = $run_dir/$name.asok
        [mgr]
        mgr_data = $run_dir/$name
        keyring = $run_dir/$name/keyring
        [osd]
        osd_data = $run_dir/$name
        osd_objectstore = memstore
        memstore_device_bytes = 268435456
        keyring = $run_dir/$name/keyring
        [mds]
        mds_data = $run_dir/$name
        keyring = $run_dir/$name/keyring
        """

    /// Makes and starts one of Ceph's daemons, or starts it again: `mgr.x`, `osd.0`, `mds.m`. OSDs are numbered from 0.
    public func startDaemon(_ name: String) throws {
        let parts = name.split(separator: ".").map(String.init)
        guard parts.count == 2 else { throw Failure(description: "\(name) is no daemon's name") }
        let data = "\(folder.path)/\(name)"
        if !FileManager.default.fileExists(atPath: data) { try makeDaemon(parts[0], parts[1], in: data) }
        let process = Process()
        process.executableURL = URL(
            fileURLWithPath: Program.installed("ceph-\(parts[0])") ?? "/usr/bin/ceph-\(parts[0])")
        process.arguments = ["-c", configuration, "-i", parts[1], "-f"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try folder.file("\(name).out")
        process.standardError = try folder.file("\(name).err")
        try process.start()
        daemons[name] = process
    }

    private func makeDaemon(_ kind: String, _ id: String, in data: String) throws {
        func run(_ program: String, _ arguments: [String]) throws {
            let result = try Program.run(program, ["-c", configuration] + arguments)
            guard result.status == 0 else { throw Failure(description: "\(program): \(result.errorText)") }
        }
        let caps: [String: [String]] = [
            "mgr": ["mon", "allow profile mgr", "osd", "allow *", "mds", "allow *"],
            "osd": ["mon", "allow profile osd", "mgr", "allow profile osd", "osd", "allow *"],
            "mds": ["mon", "profile mds", "osd", "allow *", "mds", "allow", "mgr", "profile mds"],
        ]
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let uuid = UUID().uuidString.lowercased()
        if kind == "osd" { try run("ceph", ["osd", "new", uuid]) }
        try run(
            "ceph",
            ["auth", "get-or-create", "\(kind).\(id)"] + (caps[kind] ?? []) + ["-o", "\(data)/keyring"])
        if kind == "osd" { try run("ceph-osd", ["-i", id, "--mkfs", "--osd-uuid", uuid]) }
    }

    /// Kills one of Ceph's daemons.
    public func killDaemon(_ name: String) {
        guard let process = daemons.removeValue(forKey: name) else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks until the answer is as wanted.
    /// - Parameter limit: seconds until it fails.
    @discardableResult
    public func wait(
        _ arguments: [String], limit: Double = 60, until isWanted: (String) -> Bool
    ) throws -> String {
        let deadline = Date().addingTimeInterval(limit)
        var answer = try ceph(arguments, limit: 20)
        while !isWanted(answer.text) {
            guard Date() < deadline else {
                throw Failure(
                    description:
                        "ceph \(arguments.joined(separator: " ")) is not as wanted after \(limit) s: "
                        + answer.text + answer.errorText)
            }
            usleep(300_000)
            answer = try ceph(arguments, limit: 20)
        }
        return answer.text
    }

    public func ceph(_ arguments: String..., limit: Double = 30) throws -> ProgramResult {
        try ceph(arguments, limit: limit)
    }

    public func ceph(_ arguments: [String], limit: Double = 30) throws -> ProgramResult {
        let common = ["-c", configuration, "--connect-timeout", "\(Int(limit))"]
        return try Program.run("ceph", common + arguments, limit: limit + 10)
    }
}
