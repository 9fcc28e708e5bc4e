import CephEncoding
import Foundation
import Messenger
import NIOConcurrencyHelpers
import NIOPosix
import TestSupport
import Testing

/// Peers that lie, sit still, or want too much of a running monitor; `ceph -s` works beside each of them.
@Suite(.enabled(if: CephMonitor.isInstalled, "Ceph's programs are not installed"), .serialized)
struct BadPeersTests {
    /// What a monitor under attack may take more than before.
    private static let memoryBound = 200 << 20

    private func expectHealthy(_ cluster: OwnCluster, _ what: String) throws {
        let answer = try cluster.ceph("-s", limit: 20)
        #expect(answer.status == 0, "\(what): \(answer.errorText)")
        let memory = try #require(cluster.residentMemory())
        #expect(memory < Self.memoryBound, "\(what): \(memory >> 20) MiB")
    }

    private func ports(_ cluster: OwnCluster) throws -> (v2: UInt16, v1: UInt16) {
        let vector = try #require(EntityAddressVector(cluster.addresses[0]))
        return (try #require(vector.msgr2).socket.port, try #require(vector.legacy).socket.port)
    }

    @Test func `who has the wrong key, no name or too few capabilities is refused, and logged`() throws {
        let cluster = try OwnCluster()
        let ring = "\(cluster.folder.path)/strangers"
        for name in ["client.admin", "client.nobody"] {
            let create = name == "client.admin" ? ["--create-keyring"] : []
            #expect(try Program.run("ceph-authtool", create + [ring, "--gen-key", "-n", name]).status == 0)
            for address in cluster.addresses[0].dropFirst().dropLast().split(separator: ",") {
                let refused = try cluster.ceph(
                    ["--keyring", ring, "-n", name, "-m", String(address), "-s"], limit: 20)
                #expect(refused.status == 13, "\(name): \(refused.status) \(refused.errorText)")
            }
        }
        #expect(cluster.log().contains("unexpected key of client.admin"))
        #expect(cluster.log().contains("couldn't find entity name: client.nobody"))

        let low = "\(cluster.folder.path)/low"
        let caps = ["auth", "get-or-create", "client.low", "mon", "allow r", "-o", low]
        #expect(try cluster.ceph(caps, limit: 20).status == 0)
        let refused = try cluster.ceph(["--keyring", low, "-n", "client.low", "osd", "pool", "create", "x"])
        #expect(refused.status == 13)
        #expect(refused.errorText == "Error EACCES: access denied\n")
        #expect(try cluster.ceph(["--keyring", low, "-n", "client.low", "fsid"]).status == 0)
        try expectHealthy(cluster, "refusals")
    }

    @Test func `garbage, lengths of 4 GiB and half handshakes are ended, and logged`() throws {
        let cluster = try OwnCluster()
        let (v2, v1) = try ports(cluster)
        let noise = (0..<100_000).map { _ in UInt8.random(in: .min ... .max) }
        for (port, bytes) in [
            (v2, noise), (v1, noise), (v2, [UInt8](repeating: 0, count: 64)), (v2, Hostile.v2HugeFrame),
            (v2, Hostile.v2Banner(length: .max)), (v1, Hostile.v1HugeAuthorizer),
        ] {
            let peer = try RawPeer(port: port)
            peer.send(bytes)
            // A banner that promises more than comes looks like half a handshake.
            #expect(peer.isEnded(within: 15))
        }
        #expect(cluster.log().components(separatedBy: "connection ").count > 5)
        let half = try (0..<200).map { number in
            let peer = try RawPeer(port: number % 2 == 0 ? v2 : v1)
            peer.send(number % 2 == 0 ? Hostile.v2Banner(length: 16) : Array("ceph v027".utf8))
            return peer
        }
        try expectHealthy(cluster, "200 half handshakes")
        #expect(half.allSatisfy { $0.isEnded(within: 20) })
        #expect(cluster.log().contains("no session after 10000 ms"))
        try expectHealthy(cluster, "afterwards")
    }

    @Test func `five thousand connections at once leave room for others`() throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let before = limit
        limit.rlim_cur = min(limit.rlim_max, 20_000)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        defer {
            limit = before
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        let wanted = limit.rlim_cur >= 12_000 ? 5000 : 400
        let cluster = try OwnCluster(options: OwnCluster.manyThreads)
        let counters = try AdminClient.object("perf dump", at: cluster.socket())
        #expect(counters["AsyncMessenger::Worker-2"] != nil)
        let (v2, v1) = try ports(cluster)
        let peers = try (0..<wanted).map { try RawPeer(port: $0 % 2 == 0 ? v2 : v1, waits: false) }
        for _ in 0..<3 { try expectHealthy(cluster, "\(wanted) connections") }
        #expect(try cluster.ceph("config-key", "set", "beside", "them").status == 0)
        #expect(peers.count == wanted)
    }

    @Test func `a client that does not take its answers is closed before they fill the memory`() async throws
    {
        let cluster = try OwnCluster(options: OwnCluster.manyThreads)
        let client = try ClusterWriters.client(of: cluster)
        try await client.connect()
        let large = String(repeating: "x", count: 60_000)
        let set = #"{"prefix":"config-key set","key":"large","val":"\#(large)"}"#
        #expect(try await client.command(set).code == 0)
        await client.shutdown()

        // 180 MB of answers are wanted by somebody whose only thread does something else.
        let slow = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let deaf = try ClusterWriters.client(of: cluster, group: slow)
        try await deaf.connect()
        let gate = NIOLock()
        gate.lock()
        for _ in 0..<3000 {
            deaf.command(#"{"prefix":"config-key get","key":"large"}"#) { _ in gate.withLock {} }
        }
        for _ in 0..<3 { try expectHealthy(cluster, "a slow client") }
        let deadline = Date().addingTimeInterval(20)
        while !cluster.log().contains("does not take its messages"), Date() < deadline { usleep(100_000) }
        #expect(cluster.log().contains("does not take its messages"))
        try expectHealthy(cluster, "a slow client, closed")
        gate.unlock()
        await deaf.shutdown()
        try await slow.shutdownGracefully()
    }
}

/// What no honest peer sends.
private enum Hostile {
    /// Features: msgr v2.1 supported, none required.
    private static let features: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 8)

    static func v2Banner(length: UInt16) -> [UInt8] {
        Array("ceph v2\n".utf8) + [UInt8(length & 0xff), UInt8(length >> 8)] + features
    }

    /// A hello whose only segment is said to have 4 GiB, with the right checksum.
    static var v2HugeFrame: [UInt8] {
        var preamble: [UInt8] = [1, 1, 0xff, 0xff, 0xff, 0xff, 8, 0]
        preamble += [UInt8](repeating: 0, count: 20)
        let crc = preamble.withUnsafeBytes { CRC32C.checksum($0, seed: 0) }
        let tail = (0..<4).map { UInt8(truncatingIfNeeded: crc >> ($0 * 8)) }
        return v2Banner(length: 16) + preamble + tail + [UInt8](repeating: 7, count: 1000)
    }

    /// The connect message of msgr v1 with an authorizer of 4 GiB.
    static var v1HugeAuthorizer: [UInt8] {
        let address = [UInt8](repeating: 0, count: 136)
        let words: [UInt32] = [0xfffd_ffff, 0x3f01_cfbd, 8, 1, 0, 15, 2, .max]
        let connect = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
        return Array("ceph v027".utf8) + address + connect + [1] + [UInt8](repeating: 7, count: 1000)
    }
}

/// A bare socket.
private final class RawPeer {
    private let descriptor: Int32

    init(port: UInt16, waits: Bool = true) throws {
        let kind = Int32(SOCK_STREAM.rawValue) | (waits ? 0 : Int32(SOCK_NONBLOCK.rawValue))
        descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
        }
        guard status == 0 || !waits else { throw CocoaError(.fileReadUnknown) }
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
        // The monitor may have hung up in the middle of it.
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Whether the monitor closes the socket in time.
    func isEnded(within seconds: Int) -> Bool {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &bytes, bytes.count)
            if count == 0 || count < 0 && errno == ECONNRESET { return true }
            if count < 0 { return false }
        }
    }
}
