import CephEncoding

// A pool's snapshots are taken of the whole pool, or managed by clients; never both
// (src/osd/osd_types.cc).

extension PGPool {
    public var isPoolSnapsMode: Bool { flags.contains(.poolSnaps) }
    public var isUnmanagedSnapsMode: Bool { flags.contains(.selfManagedSnaps) }

    /// The number of a snapshot of the pool.
    public func snapshot(named name: String) -> UInt64? { snaps.first { $0.value.name == name }?.key }

    /// Takes a snapshot of the pool.
    public mutating func addSnapshot(_ name: String, stamp: UTime) {
        flags.insert(.poolSnaps)
        snapSeq &+= 1
        snaps[snapSeq] = PoolSnapInfo(snapID: snapSeq, stamp: stamp, name: name)
    }

    /// Removes a snapshot of the pool, which takes a number too.
    public mutating func removeSnapshot(_ number: UInt64) {
        snaps[number] = nil
        snapSeq &+= 1
    }

    /// A number for a client's own snapshot.
    /// - Parameter isLegacy: before octopus the mode showed by snapshot 1 being removed.
    public mutating func addUnmanagedSnapshot(isLegacy: Bool) -> UInt64 {
        if snapSeq == 0 {
            if isLegacy { removedSnaps.insert(1) }
            snapSeq = 1
        }
        flags.insert(.selfManagedSnaps)
        snapSeq &+= 1
        return snapSeq
    }

    /// Removes a client's snapshot, which takes a number too, so that clients see the pool change.
    public mutating func removeUnmanagedSnapshot(_ number: UInt64, isLegacy: Bool) {
        snapSeq &+= 1
        guard isLegacy else { return }
        removedSnaps.insert(number)
        removedSnaps.insert(snapSeq)
    }
}
