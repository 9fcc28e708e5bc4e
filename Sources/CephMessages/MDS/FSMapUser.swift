import CephEncoding

/// The names of the file systems, for those that need no more of them (src/mds/FSMapUser.h).
public struct FSMapUser: Hashable, Sendable {
    public var epoch: UInt32
    /// The number of the file system that clients get which name none; -1 for none.
    public var legacyClientFSCID: Int32
    /// By number.
    public var filesystems: CephMap<Int32, String>

    public init(
        epoch: UInt32 = 0, legacyClientFSCID: Int32 = -1, filesystems: CephMap<Int32, String> = [:]
    ) {
        self.epoch = epoch
        self.legacyClientFSCID = legacyClientFSCID
        self.filesystems = filesystems
    }
}

extension FSMapUser: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1) { _, body in
            let epoch: UInt32 = try body.decode("epoch")
            let legacy: Int32 = try body.decode("legacy_client_fscid")
            let filesystems: [Info] = try body.decode("fs_list")
            return FSMapUser(
                epoch: epoch, legacyClientFSCID: legacy,
                filesystems: CephMap(inAnyOrder: filesystems.map { ($0.fscid, $0.name) }))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(epoch)
            body.integer(legacyClientFSCID)
            body.encode(filesystems.map { Info(fscid: $0.key, name: $0.value) })
        }
    }

    /// `FSMapUser::fs_info_t`
    private struct Info: CephCodable {
        var fscid: Int32
        var name: String

        init(fscid: Int32, name: String) {
            self.fscid = fscid
            self.name = name
        }

        init(from decoder: inout CephDecoder) throws {
            self = try decoder.versioned(upTo: 1, named: "fs_info_t") { _, body in
                Info(fscid: try body.decode("cid"), name: try body.decode("name"))
            }
        }

        func encode(into encoder: inout CephEncoder) {
            encoder.versioned(1, compatible: 1) { body in
                body.integer(fscid)
                body.encode(name)
            }
        }
    }
}
