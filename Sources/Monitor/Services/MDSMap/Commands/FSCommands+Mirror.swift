import CephEncoding
import CephTypes

// Mirrors of file systems in other clusters (src/mon/FSCommands.cc).

extension MDSMapService {
    static let mirrorCommands: [Command] = [
        changeFilesystem(
            "fs mirror enable name=fs_name,type=CephString",
            help: "enable mirroring for a ceph filesystem", module: "mds"
        ) { service, filesystem, _ in
            if !filesystem.mirrorInfo.isMirrored {
                service.pending.modifyFilesystem(filesystem.fscid) { $0.mirrorInfo.isMirrored = true }
            }
            return .done()
        },
        changeFilesystem(
            "fs mirror disable name=fs_name,type=CephString",
            help: "disable mirroring for a ceph filesystem", module: "mds"
        ) { service, filesystem, _ in
            if filesystem.mirrorInfo.isMirrored {
                service.pending.modifyFilesystem(filesystem.fscid) { $0.mirrorInfo = MirrorInfo() }
            }
            return .done()
        },
        changeFilesystem(
            "fs mirror peer_add name=fs_name,type=CephString name=uuid,type=CephString "
                + "name=remote_cluster_spec,type=CephString name=remote_fs_name,type=CephString",
            help: "add a mirror peer for a ceph filesystem", module: "mds"
        ) { service, filesystem, call in try service.addPeer(to: filesystem, call) },
        changeFilesystem(
            "fs mirror peer_remove name=fs_name,type=CephString name=uuid,type=CephString",
            help: "remove a mirror peer for a ceph filesystem", module: "mds"
        ) { service, filesystem, call in
            try checkMirrored(filesystem)
            let uuid = try call.arguments.string("uuid") ?? ""
            guard filesystem.mirrorInfo.peers.contains(uuid) else {
                return .done("cannot find peer with uuid: \(uuid)")
            }
            service.pending.modifyFilesystem(filesystem.fscid) {
                _ = $0.mirrorInfo.peers.removeValue(forKey: uuid)
            }
            return .done()
        },
    ]

    private static func checkMirrored(_ filesystem: Filesystem) throws {
        guard filesystem.mirrorInfo.isMirrored else {
            throw CommandError(
                .invalid, "Mirroring not enabled for filesystem '\(filesystem.mdsMap.fsName)'")
        }
    }

    private func addPeer(to filesystem: Filesystem, _ call: CommandCall) throws -> CommandOutcome {
        try Self.checkMirrored(filesystem)
        let uuid = try call.arguments.string("uuid") ?? ""
        let spec = try call.arguments.string("remote_cluster_spec") ?? ""
        guard let at = spec.utf8.firstIndex(of: UInt8(ascii: "@")) else {
            throw CommandError(.invalid, "invalid remote cluster spec -- should be <client>@<cluster>")
        }
        let cluster = MirrorInfo.Cluster(
            clientName: String(spec[..<at]), clusterName: String(spec[spec.utf8.index(after: at)...]),
            fsName: try call.arguments.string("remote_fs_name") ?? "")
        let peers = filesystem.mirrorInfo.peers
        guard !peers.contains(uuid), !peers.contains(where: { $0.value == cluster }) else {
            return .done("peer already exists")
        }
        pending.modifyFilesystem(filesystem.fscid) { $0.mirrorInfo.peers[uuid] = cluster }
        return .done()
    }
}
