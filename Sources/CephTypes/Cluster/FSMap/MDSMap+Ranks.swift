import CephEncoding

// What an MDS map says about ranks and their servers (src/mds/MDSMap.h).

extension MDSMap {
    /// What a client or a server is sent that belongs to no file system; no epoch is later.
    public static var null: MDSMap {
        var map = MDSMap()
        map.flags = .defaults
        map.epoch = .max
        return map
    }

    /// The server that holds a rank.
    public func info(ofRank rank: Int32) -> MDSInfo? { up[rank].flatMap { info[$0] } }

    /// What the holder of a rank does; `null` where there is none.
    public func state(ofRank rank: Int32) -> MDSState { info(ofRank: rank)?.state ?? .null }

    /// Whether a rank is held, or waits for somebody to hold it again. (A damaged rank is neither.)
    public func isIn(_ rank: Int32) -> Bool { up.contains(rank) || failed.contains(rank) }

    /// Whether ranks may be added or taken away now.
    public var isResizeable: Bool {
        !isDegraded && count(in: .creating) == 0 && count(in: .starting) == 0 && count(in: .stopping) == 0
    }

    /// The server that replays a rank's journal in standby.
    public func standbyReplay(ofRank rank: Int32) -> MDSInfo? {
        info.first { $0.value.rank == rank && $0.value.state == .standbyReplay }?.value
    }

    /// Whether a standby may begin to replay a rank's journal.
    public func isFollowable(_ rank: Int32) -> Bool {
        guard let holder = info(ofRank: rank) else { return false }
        return !holder.state.isDegraded && standbyReplay(ofRank: rank) == nil
    }

    /// How many standbys are missing, if there are `standbys` that could serve any file system.
    public func standbysMissing(with standbys: Int) -> Int {
        // Ranks that are replayed, not servers that replay: a set in Ceph.
        let replayed = Set(info.values.filter { $0.state == .standbyReplay }.map(\.rank)).count
        return max(0, Int(max(0, standbyCountWanted)) - replayed - standbys)
    }

    /// Asks for one standby, once an active file system has one and nobody said how many it should have.
    /// - Returns: whether that changed anything.
    mutating func wantStandby(with standbys: Int) -> Bool {
        let available = count(in: .standbyReplay) > 0 || standbys > 0
        guard standbyCountWanted == -1, count(in: .active) > 0, available else { return false }
        standbyCountWanted = 1
        return true
    }

    /// Forgets data pools that are gone: before Ceph checked, one could be removed while in use.
    public mutating func removeDataPools(where isMissing: (Int64) -> Bool) {
        dataPools.removeAll(where: isMissing)
    }
}

extension MDSState {
    /// Whether the holder of a rank may report this state after `previous`.
    public func mayFollow(_ previous: MDSState) -> Bool {
        if self == previous { return true }
        switch previous {
        case .replay: return self == .resolve || self == .reconnect
        case .rejoin: return self == .active || self == .clientReplay || self == .stopped
        case .resolve, .reconnect, .clientReplay: return rawValue == previous.rawValue + 1
        default: return true
        }
    }

    /// Up, and holding a rank that has a journal.
    public var isPositive: Bool { rawValue > 0 }
}
