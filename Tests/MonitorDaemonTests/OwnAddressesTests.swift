import CephEncoding
import CephTypes
import Foundation
import NIOCore
import TestSupport
import Testing

@testable import MonitorDaemon

@Suite struct OwnAddressesTests {
    private let folder: TemporaryFolder

    /// No configuration file of this host shall count.
    init() throws {
        folder = try TemporaryFolder()
        try "".write(toFile: "\(folder.path)/ceph.conf", atomically: true, encoding: .utf8)
    }

    private func configuration(_ words: String...) throws -> DaemonConfiguration { try configuration(words) }

    private func configuration(_ words: [String]) throws -> DaemonConfiguration {
        let line = try MonitorCommandLine(["-i", "d", "-f"] + words)
        return try DaemonConfiguration(line, environment: ["CEPH_CONF": "\(folder.path)/ceph.conf"])
    }

    private func announced(_ words: String...) throws -> String {
        try OwnAddresses(configuration(words), monmap: MonMap()).announced.description
    }

    @Test func `the monmap says where a monitor is, and else the options do`() throws {
        var map = MonMap()
        let known = try #require(EntityAddressVector("[v2:10.0.0.4:3300,v1:10.0.0.4:6789]"))
        _ = map.add(MonInfo(name: "d", publicAddresses: known))
        let other = try configuration("--public-addr", "10.9.9.9")
        #expect(try OwnAddresses(other, monmap: map).announced == known)
        #expect(try announced("--public-addr", "10.0.0.5") == "[v2:10.0.0.5:3300/0,v1:10.0.0.5:6789/0]")
        #expect(try announced("--public-addr", "10.0.0.5:6789") == "v1:10.0.0.5:6789/0")
        #expect(try announced("--public-addr", "10.0.0.5:7000") == "v2:10.0.0.5:7000/0")
        #expect(
            try announced("--public-addrv", "[v2:10.0.0.5:1,v1:10.0.0.5:2]")
                == "[v2:10.0.0.5:1/0,v1:10.0.0.5:2/0]")
        #expect(
            try announced("--mon-host", "10.0.0.6,10.0.0.7", "--mon-initial-members", "c,d")
                == "[v2:10.0.0.7:3300/0,v1:10.0.0.7:6789/0]")
        #expect(throws: UsageError.self) { try announced() }
    }

    @Test func `what is listened at may be another address than what is told`() throws {
        var map = MonMap()
        let known = try #require(EntityAddressVector("[v2:10.0.0.4:3301,v1:10.0.0.4:6790]"))
        _ = map.add(MonInfo(name: "d", publicAddresses: known))
        let same = try OwnAddresses(configuration(), monmap: map)
        #expect(same.bound == known)
        let behind = try OwnAddresses(configuration("--public-bind-addr", "0.0.0.0"), monmap: map)
        #expect(behind.announced == known)
        #expect(behind.bound.description == "[v2:0.0.0.0:3301/0,v1:0.0.0.0:6790/0]")
    }

    @Test func `an address is picked from the public network`() throws {
        func pick(_ options: String...) throws -> String? {
            let configuration = try configuration(options)
            let addresses = try [
                "lo": "127.0.0.1:0", "eth0": "10.1.2.3:0", "eth1": "10.1.130.3:0", "six": "[fd00::5]:0",
            ]
            .sorted { $0.key < $1.key }
            .map { HostAddress(interface: $0, address: try #require(SocketAddress($1))) }
            return try PublicNetwork(configuration.options)?.pick(from: addresses).hostDescription
        }
        #expect(try pick() == nil)
        #expect(try pick("--public-network", "10.1.128.0/17") == "10.1.130.3")
        #expect(try pick("--public-network", "192.168.0.0/16, 10.1.0.0/17") == "10.1.2.3")
        #expect(
            try pick("--public-network", "10.1.0.0/16", "--public-network-interface", "eth1") == "10.1.130.3")
        #expect(
            try pick("--public-network", "fd00::/64", "--ms-bind-ipv6=true", "--ms-bind-ipv4=false")
                == "[fd00::5]")
        #expect(throws: UsageError.self) { try pick("--public-network", "192.168.0.0/16") }
        #expect(throws: UsageError.self) { try pick("--public-network", "10.1.0.0") }
    }

    @Test func `strangers' lines are bounded, and counted`() {
        let limiter = LogLimiter(linesPerSecond: 2)
        let start = NIODeadline.uptimeNanoseconds(5_000_000_000)
        #expect(limiter.admit("a", at: start) == ["a"])
        #expect(limiter.admit("b", at: start) == ["b"])
        #expect(limiter.admit("c", at: start).isEmpty && limiter.admit("d", at: start).isEmpty)
        #expect(
            limiter.admit("e", at: start + .seconds(1)) == ["2 lines like the last ones were left out", "e"])
    }

    @Test func `messages are taken in turn, those of monitors first`() {
        let queue = FairQueue<String>()
        #expect(queue.add("a1", lane: 1))
        for text in ["a2", "a3"] { #expect(!queue.add(text, lane: 1)) }
        for text in ["b1", "b2"] { #expect(!queue.add(text, lane: 2)) }
        #expect(!queue.add("c1", lane: 3))
        #expect(!queue.add("mon", lane: nil))
        queue.drop(lane: 3)
        #expect((0..<6).map { _ in queue.next() } == ["mon", "a1", "b1", "a2", "b2", "a3"])
        #expect(queue.next() == nil)
        #expect(queue.add("again", lane: 1))
    }
}
