import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

// From the store to memory, behind each commit.

extension OSDMapService {
    static let creatingPrefix = "osd_pg_creating"
    static let metadataPrefix = "osd_metadata"
    static let manifestKey = "osdmap_manifest"

    var settings: OSDMapSettings { OSDMapSettings(monitor.options) }

    func loadNewEpochs() throws {
        try loadManifest()
        guard lastCommitted != UInt64(map.epoch) else { return }
        guard lastCommitted > UInt64(map.epoch) else {
            throw MonitorStartError(
                "osdmap/last_committed went back to \(lastCommitted) from \(map.epoch)")
        }
        try loadCreating()
        if map.epoch == 0 || firstCommitted > UInt64(map.epoch) + 1 { try loadNewestFullMap() }
        while UInt64(map.epoch) < lastCommitted { try applyNext() }
        try noteNewestFullMap()
        noteDownOSDs()
        answerSettledFailures()
    }

    func loadManifest() throws {
        manifest = try value(Self.manifestKey).map {
            try CephDecoder.decode(OSDMapManifest.self, from: $0, named: "osdmap/\(Self.manifestKey)")
        }
    }

    private func loadCreating() throws {
        guard let value = try store.value(of: StoreKey(Self.creatingPrefix, "creating")) else { return }
        creating = try CephDecoder.decode(
            CreatingPGs.self, from: value, named: "\(Self.creatingPrefix)/creating")
    }

    /// The full map to begin with: what `full_latest` names; a monitor that was just synchronized looks for
    /// the last one there is. With neither, the first increment holds a whole map.
    private func loadNewestFullMap() throws {
        let named = try number("full_latest")
        if named >= firstCommitted, named > 0, named <= lastCommitted {
            guard let value = try fullMap(named) else {
                throw MonitorStartError("osdmap/\(fullKey(named)), the latest full map, is not in the store")
            }
            map = try decodeFull(value, named)
            return
        }
        guard firstCommitted > 1 else { return }
        for version in stride(from: lastCommitted, through: firstCommitted, by: -1) {
            guard let value = try value(fullKey(version)) else { continue }
            map = try decodeFull(value, version)
            return
        }
        throw MonitorStartError("no full OSD map is in the store (osdmap/full_\(lastCommitted) or earlier)")
    }

    /// A leader of Ceph's puts the full map into the value, and leaves it to each member to say that it is the
    /// newest.
    private func noteNewestFullMap() throws {
        let newest = UInt64(map.epoch)
        guard try number("full_latest") < newest, try value(fullKey(newest)) != nil else { return }
        var transaction = StoreTransaction()
        putLatestFull(newest, into: &transaction)
        environment.submit(transaction, sync: false) { [weak monitor] error in
            if let error { monitor?.fail("the store cannot be written: \(error)") }
        }
    }

    private func decodeFull(_ value: ByteBuffer, _ epoch: UInt64) throws -> OSDMap {
        try CephDecoder.decode(OSDMap.self, from: value, named: "osdmap/\(fullKey(epoch))")
    }

    /// Applies the next increment. Where the map comes out other than the leader had it, the leader's counts.
    private func applyNext() throws {
        let epoch = map.epoch &+ 1
        guard let value = try value(UInt64(epoch)) else {
            throw MonitorStartError("osdmap/\(epoch), an increment of the OSD map, is not in the store")
        }
        let incremental = try CephDecoder.decode(
            OSDMap.Incremental.self, from: value, named: "osdmap/\(epoch)")
        guard incremental.verifiedCRC != false else {
            throw MonitorStartError("osdmap/\(epoch) has a wrong checksum")
        }
        if let next = committedNext, next.epoch == epoch, next.crc == incremental.fullCRC {
            map = next.map
        } else {
            try apply(incremental)
        }
        committedNext = nil
        forget(after: incremental)
    }

    private func apply(_ incremental: OSDMap.Incremental) throws {
        do {
            try map.apply(incremental)
        } catch {
            throw MonitorStartError("osdmap/\(incremental.epoch) does not fit the map before it: \(error)")
        }
        guard let wanted = incremental.fullCRC, wanted != 0 else { return }
        let features =
            incremental.encodeFeatures.isEmpty
            ? monitor.quorumConnectionFeatures : incremental.encodeFeatures
        guard map.encodedWithCRC(features: features).crc != wanted else { return }
        let epoch = UInt64(incremental.epoch)
        guard let full = try value(fullKey(epoch)) else { return }
        environment.log(0, .mon, "osdmap: full map CRC mismatch at \(map.epoch), resetting to canonical")
        map = try decodeFull(full, epoch)
    }

    /// What is not true any more of OSDs that an increment changes.
    private func forget(after incremental: OSDMap.Incremental) {
        for (osd, bits) in incremental.newState where bits.contains(.up) || bits.isEmpty {
            lastReports[osd] = nil
        }
        for (osd, weight) in incremental.newWeight where weight == OSDWeight.out { osdEpochs[osd] = nil }
    }

    private func noteDownOSDs() {
        for osd in map.osdNumbers where !map.isOut(osd) {
            if map.isDown(osd) {
                if downPendingOut[osd] == nil { downPendingOut[osd] = environment.now }
            } else {
                downPendingOut[osd] = nil
            }
        }
    }

    // MARK: What OSDs told of themselves

    /// What an OSD told of itself when it booted; nil for one that never did.
    public func metadata(of osd: Int32) throws -> CephMap<String, String>? {
        guard let value = try store.value(of: StoreKey(Self.metadataPrefix, String(osd))) else { return nil }
        return try CephDecoder.decode(
            CephMap<String, String>.self, from: value, named: "\(Self.metadataPrefix)/\(osd)")
    }
}
