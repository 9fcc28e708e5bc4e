import Foundation

/// A real `ceph-mon` on a data folder, on free ports of the loopback address. It ends, by its own process
/// id, when nothing refers to it any more.
public final class CephMonitor {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public static var isInstalled: Bool {
        ["ceph-mon", "ceph", "monmaptool", "ceph-monstore-tool", "ceph-kvstore-tool"].allSatisfy {
            Program.installed($0) != nil
        }
    }

    public let configuration: String
    private let folder: TemporaryFolder
    private let process = Process()

    /// Starts the monitor `name` on a store, whose monmap is first given free ports.
    /// - Parameters:
    ///   - dataFolder: changed by the monitor.
    ///   - known: fsid and address of a store whose monmap has free ports already.
    public init(name: String = "a", dataFolder: String, known: (fsid: String, address: String)? = nil) throws
    {
        folder = try TemporaryFolder()
        configuration = "\(folder.path)/ceph.conf"
        let address =
            try known?.address ?? "[v2:127.0.0.1:\(Self.freePort()),v1:127.0.0.1:\(Self.freePort())]"
        let fsid = try known?.fsid ?? Self.fsid(of: dataFolder, in: folder)
        try """
        [global]
        fsid = \(fsid)
        mon_host = \(address)
        auth_cluster_required = cephx
        auth_service_required = cephx
        auth_client_required = cephx
        keyring = \(dataFolder)/keyring
        mon_keyvaluedb = leveldb
        mon_allow_pool_delete = true
        paxos_propose_interval = 0.05
        paxos_min_wait = 0.02
        mon_data = \(dataFolder)
        run_dir = \(folder.path)
        log_file = \(folder.path)/mon.log
        mon_cluster_log_file = \(folder.path)/cluster.log
        admin_socket = \(folder.path)/mon.asok
        pid_file = \(folder.path)/mon.pid

        """.write(toFile: configuration, atomically: true, encoding: .utf8)
        if known == nil { try Self.inject(address, fsid, name, configuration, in: folder) }
        process.executableURL = URL(fileURLWithPath: Program.installed("ceph-mon") ?? "/usr/bin/ceph-mon")
        process.arguments = ["-c", configuration, "-i", name, "-f"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try folder.file("out")
        process.standardError = try folder.file("err")
        try process.start()
        // It answers once it has formed its quorum of one.
        let answer = try ceph("-s", limit: 60)
        guard answer.status == 0 else { throw Failure(description: "ceph -s: \(answer.errorText)\n\(log)") }
    }

    deinit { stop() }

    public var processID: Int32 { process.processIdentifier }
    public var log: String { (try? String(contentsOfFile: "\(folder.path)/mon.log", encoding: .utf8)) ?? "" }

    /// Runs the `ceph` command against this monitor, with the monitors' own key.
    public func ceph(_ arguments: String..., limit: Double = 30) throws -> ProgramResult {
        try Self.runCeph(configuration, arguments, limit: limit)
    }

    public func ceph(_ arguments: [String], limit: Double = 30) throws -> ProgramResult {
        try Self.runCeph(configuration, arguments, limit: limit)
    }

    public static func runCeph(
        _ configuration: String, _ arguments: [String], limit: Double = 30
    ) throws -> ProgramResult {
        let common = ["-c", configuration, "-n", "mon.", "--connect-timeout", "\(Int(limit))"]
        return try Program.run("ceph", common + arguments, limit: limit + 10)
    }

    /// Ends the monitor cleanly; kills it if it does not end within ten seconds.
    public func stop() {
        guard process.isRunning else { return }
        process.end()
    }

    private static func inject(
        _ address: String, _ fsid: String, _ name: String, _ configuration: String, in folder: TemporaryFolder
    ) throws {
        let monmap = "\(folder.path)/monmap"
        let make = ["--create", "--clobber", "--addv", name, address, "--fsid", fsid]
        let features = ["--set-min-mon-release", "16", "--enable-all-features", monmap]
        try expect(Program.run("monmaptool", make + features))
        try expect(Program.run("ceph-mon", ["-c", configuration, "-i", name, "--inject-monmap", monmap]))
    }

    private static func expect(_ result: ProgramResult) throws {
        guard result.status == 0 else { throw Failure(description: result.errorText) }
    }

    private static func fsid(of dataFolder: String, in folder: TemporaryFolder) throws -> String {
        let monmap = "\(folder.path)/old-monmap"
        try expect(
            Program.run(Program.built("monstore-tool"), [dataFolder, "get", "monmap", "--out", monmap]))
        let text = try Program.run("monmaptool", ["--print", monmap]).text
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("fsid ") }) else {
            throw Failure(description: "no fsid in: \(text)")
        }
        return String(line.dropFirst(5))
    }

    /// Whether nobody listens on a port of the loopback address.
    public static func isFree(_ port: UInt16) -> Bool { (try? bound(to: port)) != nil }

    /// A port that nobody listens on now.
    public static func freePort() throws -> UInt16 { try bound(to: 0) }

    /// Binds a socket to a port for a moment; 0 is one that the kernel chooses.
    private static func bound(to port: UInt16) throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = port.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw Failure(description: "no free port: \(String(cString: strerror(errno)))") }
        return UInt16(bigEndian: address.sin_port)
    }
}
