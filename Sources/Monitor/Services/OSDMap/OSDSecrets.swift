import CephEncoding
import CephTypes

/// The keys that come with a new OSD: its own, and that of the box its disk's key lies in.
struct OSDSecrets {
    let osd: Int32
    let uuid: CephUUID
    var cephx: String?
    var lockbox: String?
    var dmcrypt: String?

    var isEmpty: Bool { cephx == nil }

    /// - Throws: ``CommandError`` where some are missing.
    init(_ parameters: [String: String], osd: Int32, uuid: CephUUID) throws {
        self.osd = osd
        self.uuid = uuid
        cephx = parameters["cephx_secret"]
        lockbox = parameters["cephx_lockbox_secret"]
        dmcrypt = parameters["dmcrypt_key"]
        guard cephx != nil || (lockbox == nil && dmcrypt == nil) else {
            throw CommandError(.invalid, "requires a cephx secret.")
        }
        guard (lockbox == nil) == (dmcrypt == nil) else {
            throw CommandError(.invalid, "requires both a cephx lockbox secret and a dm-crypt key.")
        }
    }
}
