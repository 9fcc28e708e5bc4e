import CephEncoding
import CephTypes
import Testing

/// What a real monitor did to its FSMap, done again: the bytes must be those that it committed.
@Suite struct FSMapTransitionTests {
    let life: FSMapLife

    init() throws { life = try FSMapLife() }

    private func check(
        _ epoch: UInt32, location: SourceLocation = #_sourceLocation,
        _ change: (inout FSMap, FSMap) throws -> Void
    ) throws {
        var (map, after) = try life.pending(epoch)
        try change(&map, after.map)
        #expect(committed(map, at: after) == after.bytes, sourceLocation: location)
        #expect(map.problems(pending: true) == [], sourceLocation: location)
    }

    @Test func `A server that boots becomes a standby`() throws {
        try check(2) { map, after in
            var info = try #require(after.standbyDaemons[4133])
            info.compat.incompat.remove(7)
            map.insert(info)
        }
    }

    @Test func `A server of before 16.2.5 is taken to know what those knew`() {
        var map = FSMap()
        map.epoch = 9
        var info = MDSInfo()
        info.globalID = 7
        map.insert(info)
        #expect(map.standbyDaemons[7]?.compat == .mdsAll && map.standbyEpochs[7] == 9)
    }

    @Test func `A new file system gets a standby for rank 0`() throws {
        try check(4) { map, after in
            let created = try #require(after.filesystems[1]).mdsMap.created
            let fscid = map.createFilesystem(named: "fs1", metadataPool: 1, dataPool: 2, at: created)
            #expect(map.legacyClientFSCID == fscid)
            let standby = try #require(map.replacement(for: MDSRole(fscid: fscid, rank: 0)))
            #expect(standby.globalID == 4141)
            let isDone = map.promote(standby.globalID, in: fscid, rank: 0)
            #expect(isDone)
        }
    }

    @Test func `An active file system wants a standby once there is one`() throws {
        try check(6) { map, _ in
            let wanted = (0..<2).map { _ in map.wantStandbys() }
            #expect(wanted == [true, false])
            #expect(map.filesystems[1]?.mdsMap.standbysMissing(with: 0) == 1)
            #expect(map.filesystems[1]?.mdsMap.standbysMissing(with: 2) == 0)
        }
    }

    @Test func `A standby follows a rank where that is allowed`() throws {
        try check(7) { map, _ in map.modifyFilesystem(1) { $0.mdsMap.allow(.allowStandbyReplay) } }
        try check(8) { map, _ in
            let filesystem = try #require(map.filesystems[1])
            #expect(filesystem.mdsMap.isResizeable && filesystem.mdsMap.isFollowable(0))
            let standby = try #require(map.availableStandby(for: filesystem))
            #expect(standby.globalID == 4137)
            let isDone = map.assignStandbyReplay(standby.globalID, to: 1, rank: 0)
            #expect(isDone)
            #expect(map.filesystems[1]?.mdsMap.isFollowable(0) == false)
        }
    }

    @Test func `A file system grows by a rank, and shrinks again`() throws {
        try check(9) { map, _ in map.modifyFilesystem(1) { $0.mdsMap.maxMDS = 2 } }
        try check(10) { map, _ in _ = map.promote(4133, in: 1, rank: 1) }
        try check(13) { map, _ in map.modifyDaemon(4133) { $0.state = .stopping } }
        try check(14) { map, _ in _ = map.stop(4133) }
    }

    @Test func `Who follows a rank goes with it`() throws {
        var map = try life.pending(20).before
        let followers = map.stop(4141)
        #expect(followers == [4137])
        #expect(map.filesystems[1]?.mdsMap.info.isEmpty == true && map.roles[4137] == nil)
        #expect(map.problems(pending: true) == [])
    }

    @Test func `A failed rank goes to the server that follows it`() throws {
        try check(20) { map, _ in map.erase(4141, blocklistEpoch: 20) }
        try check(21) { map, _ in
            let role = MDSRole(fscid: 1, rank: 0)
            #expect(map.replacement(for: role)?.globalID == 4137)
            let isDone = map.promote(4137, in: 1, rank: 0)
            #expect(isDone)
        }
    }

    @Test func `A follower that is frozen keeps its rank for itself`() throws {
        var map = try life.pending(21).before
        map.modifyDaemon(4137) { $0.flags |= MDSInfo.frozen }
        #expect(map.replacement(for: MDSRole(fscid: 1, rank: 0)) == nil)
    }

    @Test func `Freezing is a flag of the server`() throws {
        try check(18) { map, _ in map.modifyDaemon(4187) { $0.flags |= MDSInfo.frozen } }
    }

    @Test func `Followers are let go where they are no longer allowed`() throws {
        try check(26) { map, _ in
            map.erase(4215, blocklistEpoch: 0)
            map.modifyFilesystem(1) { $0.mdsMap.allow(.allowStandbyReplay, false) }
        }
    }

    @Test func `A mirror comes with a peer and goes with all`() throws {
        try check(29) { map, _ in map.modifyFilesystem(1) { $0.mirrorInfo.isMirrored = true } }
        try check(30) { map, _ in
            let peer = MirrorInfo.Cluster(clientName: "client.x", clusterName: "site-b", fsName: "fsb")
            map.modifyFilesystem(1) {
                $0.mirrorInfo.peers["6bbf0a8e-5ba5-4c0e-a0ac-1f24ac4e9b1f"] = peer
            }
        }
        try check(31) { map, _ in map.modifyFilesystem(1) { $0.mirrorInfo = MirrorInfo() } }
    }

    @Test func `A server says which file system it would rather serve`() throws {
        try check(32) { map, _ in
            map.modifyDaemon(4137) {
                $0.joinFSCID = 2
                $0.stateSequence = 26
            }
        }
    }

    @Test func `A standby takes over from a server that would rather be elsewhere`() throws {
        try check(33) { map, _ in
            let standby = try #require(map.replacement(for: MDSRole(fscid: 1, rank: 0)))
            map.erase(4137, blocklistEpoch: 22)
            let isDone = map.promote(standby.globalID, in: 1, rank: 0)
            #expect(isDone)
        }
    }

    @Test func `A server whose beacons are late is laggy`() throws {
        try check(47) { map, after in
            let since = try #require(after.filesystems[2]?.mdsMap.info[4281]).laggySince
            map.modifyDaemon(4281) { $0.laggySince = since }
        }
    }

    @Test func `A file system that failed is reset and goes on`() throws {
        try check(52) { map, _ in
            map.modifyFilesystem(1) { _ = $0.mdsMap.flags.insert(.notJoinable) }
            map.erase(4301, blocklistEpoch: 27)
        }
        try check(54) { map, _ in map.modifyFilesystem(1) { _ = $0.mdsMap.failed.remove(0) } }
        try check(55) { map, after in
            let expected = try #require(after.filesystems[1]).mdsMap
            map.resetFilesystem(1, at: expected.created)
            // Ceph looks at its clock once more.
            map.filesystems[1]?.mdsMap.modified = expected.modified
        }
    }

    @Test func `A file system is removed while a server boots`() throws {
        try check(60) { map, _ in
            map.modifyFilesystem(2) { _ = $0.mdsMap.flags.insert(.notJoinable) }
            map.erase(4329, blocklistEpoch: 28)
        }
        try check(61) { map, after in
            map.insert(try #require(after.standbyDaemons[4375]))
            map.eraseFilesystem(2)
        }
    }

    @Test func `A file system goes down and comes up with a stopped rank`() throws {
        try check(62) { map, _ in map.modifyFilesystem(1) { $0.mdsMap.setDown(true) } }
        try check(64) { map, _ in map.modifyFilesystem(1) { $0.mdsMap.setDown(false) } }
        try check(65) { map, _ in _ = map.stop(4337) }
        try check(66) { map, _ in _ = map.promote(4375, in: 1, rank: 0) }
    }

    @Test func `A damaged rank waits for its repair`() throws {
        var map = try life.pending(13).before
        map.markDamaged(4133, blocklistEpoch: 5)
        #expect(map.filesystems[1]?.mdsMap.damaged == [1] && map.filesystems[1]?.mdsMap.failed == [])
        #expect(map.problems(pending: true) == [])
        let repaired = (0..<2).map { _ in map.undamage(MDSRole(fscid: 1, rank: 1)) }
        #expect(repaired == [true, false])
        #expect(map.filesystems[1]?.mdsMap.failed == [1])
    }

    @Test func `Every version's health is what its monitor stored`() {
        for (epoch, version) in life.versions.sorted(by: { $0.key < $1.key }) {
            #expect(version.map.healthChecks() == version.health, "version \(epoch)")
        }
    }

    @Test func `A map that breaks a rule is told of`() throws {
        var map = try life.pending(21).before
        map.standbyDaemons[5] = MDSInfo()
        map.filesystems[1]?.mdsMap.up[0] = 99
        map.roles[77] = 2
        let problems = map.problems()
        #expect(problems.contains("file system 1: rank 0 is held by gid 99, which is unknown"))
        #expect(problems.contains("standby gid 5 has global id 0"))
        #expect(problems.contains("gid 77 has a role in file system 2, which does not have it"))
    }
}
