import CephEncoding
import CephTypes
import Testing

@Suite struct FSMapRuleTests {
    private func standby(_ gid: UInt64, join: Int32 = -1) -> MDSInfo {
        var info = MDSInfo()
        info.globalID = gid
        info.name = "s\(gid)"
        info.joinFSCID = join
        return info
    }

    private func map(_ standbys: [MDSInfo]) -> FSMap {
        var map = FSMap()
        map.epoch = 1
        map.createFilesystem(named: "a", metadataPool: 1, dataPool: 2, at: .zero)
        map.createFilesystem(named: "b", metadataPool: 3, dataPool: 4, at: .zero)
        for info in standbys { map.insert(info) }
        return map
    }

    @Test func `A standby that prefers the file system comes before one without a preference`() throws {
        let all = map([standby(1, join: 1), standby(2), standby(3, join: 2), standby(4)])
        let (a, b) = (try #require(all.filesystems[1]), try #require(all.filesystems[2]))
        #expect(all.availableStandby(for: a)?.globalID == 1)
        #expect(all.availableStandby(for: b)?.globalID == 3)
        // The last one without a preference, and another file system's only as a last resort.
        #expect(map([standby(1, join: 1), standby(2), standby(4)]).availableStandby(for: b)?.globalID == 4)
        #expect(map([standby(1, join: 1)]).availableStandby(for: b)?.globalID == 1)
    }

    @Test func `Standbys that are laggy, frozen or know too little are passed over`() throws {
        var (laggy, frozen, old) = (standby(1), standby(2), standby(3))
        laggy.laggySince = UTime(seconds: 1)
        frozen.flags = MDSInfo.frozen
        old.compat = .mdsBase
        let all = map([laggy, frozen, old])
        #expect(all.availableStandby(for: try #require(all.filesystems[1])) == nil)
    }

    @Test func `A server that knows more is taken only where nobody else is left behind`() throws {
        var newer = standby(9)
        newer.compat = .mdsAll
        newer.compat.incompat.insert(CompatSet.Feature(11, "eleven"))
        var all = map([newer])
        let alone = try #require(all.filesystems[1])
        #expect(alone.isUpgradeable && all.availableStandby(for: alone)?.globalID == 9)
        all.filesystems[1]?.mdsMap.ranks = [0, 1]
        let shared = try #require(all.filesystems[1])
        #expect(!shared.isUpgradeable && all.availableStandby(for: shared) == nil)
        _ = all.promote(9, in: 2, rank: 0)
        #expect(all.filesystems[2]?.mdsMap.compat.incompat.contains(11) == true)
    }

    @Test(arguments: [
        ("0", MDSRole(fscid: 1, rank: 0)), ("a:0", MDSRole(fscid: 1, rank: 0)),
        ("1:0", MDSRole(fscid: 1, rank: 0)), ("b: 3", MDSRole(fscid: 2, rank: 3)),
    ])
    func `A role is a rank of a file system`(_ text: String, _ role: MDSRole) throws {
        var all = map([])
        all.filesystems[1]?.mdsMap.ranks = [0]
        all.filesystems[2]?.mdsMap.ranks = [3]
        #expect(try all.role(text) == role)
    }

    @Test(arguments: [
        ("7", "Rank '7' not found"), ("nope:0", "Invalid filesystem"), ("a", "Invalid rank 'a'"),
        ("a:-1", "Invalid rank '-1'"), ("a:99999999999", "Invalid rank '99999999999'"),
        ("a:", "Invalid rank ''"),
    ])
    func `What is no role is refused in Ceph's words`(_ text: String, _ message: String) {
        let error = #expect(throws: FSMap.RoleError.self) { try map([]).role(text) }
        #expect(error?.description == message)
    }

    @Test func `Without a default file system a rank alone says nothing`() {
        let error = #expect(throws: FSMap.RoleError.self) { try FSMap().role("0") }
        #expect(error?.description == "No filesystem selected")
    }

    @Test func `A server is meant by its rank, its global id or its name`() throws {
        var all = map([standby(4), standby(6)])
        _ = all.promote(6, in: 1, rank: 0)
        #expect(try all.gid(meantBy: "a:0") == 6 && all.gid(meantBy: "0") == 6)
        #expect(try all.gid(meantBy: "4") == 4 && all.gid(meantBy: "s4") == 4)
        #expect(try all.gid(meantBy: "99") == nil)
        #expect(throws: FSMap.RoleError.notFound("MDS named 'x' does not exist, or is not up")) {
            try all.gid(meantBy: "x")
        }
    }

    @Test(arguments: [
        ("12", 12), (" +7", 7), ("-9223372036854775808", Int64.min), ("9223372036854775807", Int64.max),
    ])
    func `Whole numbers are read whole`(_ text: String, _ number: Int64) throws {
        #expect(try StrictInteger.parse(text) == number)
    }

    @Test(arguments: [
        ("abc", "Expected option value to be integer, got 'abc'"),
        ("", "Expected option value to be integer, got ''"),
        ("2x", "Expected option value to be integer, got '2x'"),
        ("99999999999999999999", "The option value '99999999999999999999' seems to be invalid"),
    ])
    func `What is no number is refused in Ceph's words`(_ text: String, _ message: String) {
        let error = #expect(throws: StrictInteger.Malformed.self) { try StrictInteger.parse(text) }
        #expect(error?.description == message)
    }

    @Test func `Complaints of servers become checks with numbers in their summaries`() {
        var all = map([standby(1), standby(2)])
        _ = all.promote(1, in: 1, rank: 0)
        let trim = MDSHealth.Metric(
            type: 1, severity: .warning, message: "Behind on trimming (300/128)",
            metadata: ["max_segments": "128", "num_segments": "300"])
        let unknown = MDSHealth.Metric(type: 99, severity: .error, message: "?")
        let checks = all.healthChecks(withHealth: [
            1: MDSHealth(metrics: [trim]), 2: MDSHealth(metrics: [trim, unknown]),
        ]).checks
        #expect(checks["MDS_TRIM"]?.summary == "2 MDSs behind on trimming")
        #expect(
            checks["MDS_TRIM"]?.detail.first
                == "mds.s1(mds.0): Behind on trimming (300/128) max_segments: 128, num_segments: 300")
        #expect(checks["MDS_TRIM"]?.count == 2 && checks["???"]?.severity == .error)
        #expect(checks["MDS_ALL_DOWN"]?.detail == ["fs b is offline because no MDS is active for it."])
    }

    @Test func `Somebody who may see one file system is shown no other`() {
        var all = map([standby(1), standby(2)])
        _ = all.promote(1, in: 2, rank: 0)
        all.filter(allowed: ["a"])
        #expect(all.filesystems.keys == [1] && all.roles.isEmpty && all.standbyDaemons.keys == [2])
    }

    @Test func `An id that is asked for moves the next one on`() {
        var all = map([])
        #expect(all.createFilesystem(named: "c", metadataPool: 5, dataPool: 6, fscid: 27, at: .zero) == 27)
        #expect(
            all.createFilesystem(named: "d", metadataPool: 7, dataPool: 8, recover: true, at: .zero) == 28)
        #expect(all.filesystems[28]?.mdsMap.failed == [0] && all.nextFilesystemID == 29)
        let last = all.createFilesystem(
            named: "e", metadataPool: 9, dataPool: 8, fscid: .max, at: .zero)
        #expect(last == .max)
        #expect(all.nextFilesystemID == 1 << 31)
    }

    @Test func `A rank goes through its states in order`() {
        #expect(MDSState.reconnect.mayFollow(.replay) && MDSState.rejoin.mayFollow(.reconnect))
        #expect(!MDSState.active.mayFollow(.replay) && !MDSState.active.mayFollow(.resolve))
        #expect(MDSState.active.mayFollow(.rejoin) && MDSState.active.mayFollow(.creating))
    }
}
