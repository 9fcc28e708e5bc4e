import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

// Every OSD map is the one before it with an incremental applied, to the byte: all programs of a cluster
// make it so, and compare checksums (OSDMonitor::update_from_paxos).

/// Makes full OSD maps.
enum OSDMapRebuild {
    /// The map that `change` makes of `map`, and its bytes; nil where they are not what the incremental says.
    static func apply(_ change: OSDMap.Incremental, to map: OSDMap) -> (map: OSDMap, bytes: ByteBuffer)? {
        var next = map
        do { try next.apply(change) } catch { return nil }
        let (bytes, crc) = next.encodedWithCRC(features: change.encodeFeatures)
        guard let crc, crc == change.fullCRC else { return nil }
        return (next, bytes)
    }

    /// What `osdmap/full_EPOCH` should be, by the map before it and the incremental.
    static func bytes(of epoch: UInt64, in reader: any KeyValueReader) throws -> ByteBuffer? {
        guard epoch > 0, let map = try before(epoch, in: reader),
            let value = try reader.value(of: StoreKey("osdmap", "\(epoch)")),
            let change = try? OSDMap.Incremental.decode(from: value), change.verifiedCRC == true
        else { return nil }
        return apply(change, to: map)?.bytes
    }

    private static func before(_ epoch: UInt64, in reader: any KeyValueReader) throws -> OSDMap? {
        if epoch == 1 { return OSDMap() }
        guard let value = try reader.value(of: StoreKey("osdmap", "full_\(epoch - 1)")) else { return nil }
        let map = try? OSDMap.decode(from: value)
        return map?.verifiedCRC == true ? map : nil
    }
}

extension StoreChecker {
    mutating func checkOSDMaps() throws {
        guard let first = try counter("osdmap", "first_committed"),
            let last = try counter("osdmap", "last_committed"), first > 0, first <= last
        else { return }
        let changes = scan.usable("osdmap")
        let fulls = scan.usableFulls("osdmap")
        // A full map is committed with its incremental; full_latest is written later, by each monitor.
        let latest = min(try counter("osdmap", "full_latest") ?? last, last)
        if latest < last, changes.contains(last) {
            list.add(
                .info, "osdmap/full_latest", "is \(latest): the monitor goes on to \(last) when it starts")
        }
        let pruned = try prunedRange(fulls)
        var walk = OSDMapWalk()
        // Epochs in the range of which there is something.
        let known = VersionRuns(Set(changes.versions).union(fulls.versions))
        for hole in known.holes(in: first...last)
        where pruned?.contains(hole.lowerBound) != true {
            list.add(
                .error, "osdmap/full_\(hole.lowerBound)", "full map \(hole.text) can't be read",
                mend: .advice(Self.elsewhere))
        }
        for part in known.parts(of: first...last) {
            for epoch in part {
                try step(epoch, isStored: fulls.contains(epoch), &walk)
                guard !fulls.contains(epoch), pruned?.contains(epoch) != true else { continue }
                // Before incrementals had checksums, every monitor made its full maps itself. 16.2 aborts
                // where a map is missing that should be there.
                guard epoch <= latest || walk.hasChecksum else { continue }
                reportMissingFull(epoch, canBeMade: walk.wasMade)
            }
        }
    }

    /// What the walk along the epochs remembers.
    private struct OSDMapWalk {
        /// The map before the next epoch, where it is known.
        var map: OSDMap?
        /// Whether the epoch's map was made of the one before, with the checksum that it should have.
        var wasMade = false
        /// Whether the epoch's incremental names the checksum of the full map.
        var hasChecksum = false
    }

    private mutating func step(_ epoch: UInt64, isStored: Bool, _ walk: inout OSDMapWalk) throws {
        if epoch == 1 { walk.map = OSDMap() }
        let change = try value("osdmap", "\(epoch)", as: OSDMap.Incremental.self)
        walk.wasMade = false
        walk.hasChecksum = change?.fullCRC != nil
        guard let map = walk.map, UInt64(map.epoch) + 1 == epoch, let change, change.fullCRC != nil else {
            walk.map = try value("osdmap", "full_\(epoch)", as: OSDMap.self)
            return
        }
        guard let (made, bytes) = OSDMapRebuild.apply(change, to: map) else {
            list.add(
                .error, "osdmap/\(epoch)",
                "does not make of the map before it one with the checksum that it names",
                mend: .advice(Self.elsewhere))
            walk.map = try value("osdmap", "full_\(epoch)", as: OSDMap.self)
            return
        }
        walk.wasMade = true
        walk.map = made
        if isStored, try reader.value(of: StoreKey("osdmap", "full_\(epoch)")) != bytes {
            list.add(
                .error, "osdmap/full_\(epoch)", "is not the map before it with osdmap/\(epoch) applied",
                mend: .repair(.rebuildFullMap(epoch)))
        }
    }

    private mutating func reportMissingFull(_ epoch: UInt64, canBeMade: Bool) {
        list.add(
            .error, "osdmap/full_\(epoch)", "can't be read",
            mend: canBeMade
                ? .repair(.rebuildFullMap(epoch))
                : .advice("it can't be made of the maps before it; " + Self.elsewhere))
    }

    /// Epochs between which `osdmap_manifest` allows full maps to be missing (OSDMonitor::do_prune).
    private mutating func prunedRange(_ fulls: VersionRuns) throws -> ClosedRange<UInt64>? {
        let key = StoreKey("osdmap", "osdmap_manifest")
        guard let value = try reader.value(of: key) else { return nil }
        do {
            let pinned = try CephDecoder.decode(PinnedMaps.self, from: value).epochs
            guard let low = pinned.min(), let high = pinned.max() else { return nil }
            for epoch in pinned where !fulls.contains(epoch) {
                list.add(
                    .error, "osdmap/full_\(epoch)", "is pinned by the manifest, but can't be read",
                    mend: .advice(Self.elsewhere))
            }
            return low...high
        } catch let error as CephDecodingError {
            damaged(key, error.description)
            return nil
        }
    }

    /// `osdmap_manifest_t`.
    private struct PinnedMaps: CephDecodable {
        let epochs: [UInt64]

        init(from decoder: inout CephDecoder) throws {
            epochs = try decoder.versioned(upTo: 1) { _, body in try body.decode("pinned") }
        }
    }
}
