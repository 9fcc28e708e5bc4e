import CephEncoding

/// Whether a file system is mirrored to other clusters, and to which (src/mds/FSMap.h).
public struct MirrorInfo: Hashable, Sendable {
    /// A file system of another cluster.
    public struct Cluster: Hashable, Sendable {
        public var clientName: String
        public var clusterName: String
        public var fsName: String

        public init(clientName: String = "", clusterName: String = "", fsName: String = "") {
            self.clientName = clientName
            self.clusterName = clusterName
            self.fsName = fsName
        }
    }

    public var isMirrored = false
    /// By their uuid.
    public var peers: CephMap<String, Cluster> = [:]

    public init() {}
}

extension MirrorInfo.Cluster: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: "ClusterInfo") { _, body in
            Self(
                clientName: try body.decode("client_name"), clusterName: try body.decode("cluster_name"),
                fsName: try body.decode("fs_name"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.encode(clientName)
            body.encode(clusterName)
            body.encode(fsName)
        }
    }
}

extension MirrorInfo.Cluster: CephDumpable, CustomStringConvertible {
    public func dump(to formatter: inout CephFormatter) {
        formatter.string("client_name", clientName)
        formatter.string("cluster_name", clusterName)
        formatter.string("fs_name", fsName)
    }

    public var description: String {
        "{client_name=\(clientName), cluster_name=\(clusterName), fs_name=\(fsName)}"
    }
}

extension MirrorInfo: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: "MirrorInfo") { _, body in
            var mirror = MirrorInfo()
            mirror.isMirrored = try body.decode("mirrored")
            mirror.peers = try body.field("peers") { try Self.peers(&$0) }
            return mirror
        }
    }

    private static func peers(_ body: inout CephDecoder) throws -> CephMap<String, Cluster> {
        var peers: CephMap<String, Cluster> = [:]
        for _ in 0..<(try body.count(minimumSize: 6)) {
            let (uuid, cluster) = try body.versioned(upTo: 1, named: "Peer") { _, peer in
                (try peer.decode("uuid", as: String.self), try peer.decode("remote", as: Cluster.self))
            }
            peers[uuid] = cluster
        }
        return peers
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.encode(isMirrored)
            body.count(peers.count)
            for (uuid, cluster) in peers {
                body.versioned(1, compatible: 1) { peer in
                    peer.encode(uuid)
                    peer.encode(cluster)
                }
            }
        }
    }
}

extension MirrorInfo: CephDumpable, CustomStringConvertible {
    public func dump(to formatter: inout CephFormatter) {
        formatter.object("peers") { body in
            for (uuid, cluster) in peers { body.object(uuid) { $0.dump("remote", cluster) } }
        }
    }

    /// `[peers={uuid=…, remote_cluster={client_name=…, cluster_name=…, fs_name=…}}]`
    public var description: String {
        let list = peers.map { "{uuid=\($0.key), remote_cluster=\($0.value)}" }
        return "[peers=" + list.joined(separator: ",") + "]"
    }
}
