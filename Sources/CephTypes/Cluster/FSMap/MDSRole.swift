import CephEncoding

/// `mds_role_t`: a rank of a file system, `1:0`.
public struct MDSRole: Hashable, Sendable, CustomStringConvertible {
    public var fscid: Int32
    public var rank: Int32

    public init(fscid: Int32, rank: Int32) {
        self.fscid = fscid
        self.rank = rank
    }

    public var description: String { "\(fscid):\(rank)" }
}

extension FSMap {
    /// Why a text names no rank, in Ceph's words.
    public enum RoleError: Error, Equatable, CustomStringConvertible {
        case notFound(String)
        case malformed(String)

        public var description: String {
            switch self {
            case .notFound(let text), .malformed(let text): text
            }
        }
    }

    /// Reads `name:rank`, `id:rank`, or the `rank` of the default file system.
    /// - Parameter names: the file systems that somebody may see; none for all.
    public func role(_ text: String, allowed names: [String] = []) throws(RoleError) -> MDSRole {
        let (filesystem, rankText) = try roleParts(text)
        guard let rank = try? StrictInteger.parse32(rankText), rank >= 0 else {
            throw .malformed("Invalid rank '\(rankText)'")
        }
        guard filesystem.mdsMap.ranks.contains(rank) else { throw .notFound("Rank '\(rank)' not found") }
        guard names.isEmpty || names.contains(filesystem.mdsMap.fsName) else {
            throw .notFound("Invalid file system")
        }
        return MDSRole(fscid: filesystem.fscid, rank: rank)
    }

    private func roleParts(_ text: String) throws(RoleError) -> (Filesystem, Substring) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            guard let filesystem = filesystems[legacyClientFSCID] else {
                throw .notFound("No filesystem selected")
            }
            return (filesystem, text[...])
        }
        guard let filesystem = filesystem(byIDOrName: text[..<colon]) else {
            throw .notFound("Invalid filesystem")
        }
        return (filesystem, text[text.utf8.index(after: colon)...])
    }

    /// The file system with this id, else the one with this name.
    public func filesystem(byIDOrName text: some StringProtocol) -> Filesystem? {
        if let id = try? StrictInteger.parse32(text), let found = filesystems[id] { return found }
        return filesystem(named: String(text))
    }

    /// The server that a command means: the holder of a rank, a global id, or a server's name.
    /// - Throws: for a name that no server has. A number that none has is nobody (nil).
    public func gid(meantBy text: String) throws(RoleError) -> UInt64? {
        if let role = try? role(text), let gid = filesystems[role.fscid]?.mdsMap.up[role.rank] { return gid }
        if let number = try? StrictInteger.parse(text) {
            let gid = UInt64(bitPattern: number)
            return roles.contains(gid) ? gid : nil
        }
        guard let info = info(named: text) else {
            throw .notFound("MDS named '\(text)' does not exist, or is not up")
        }
        return info.globalID
    }
}
