import CephEncoding
import CephTypes
import NIOCore

/// Keys of OSDs' encrypted disks.
extension KeyValueService: OSDSecretKeeper {
    private static func encryptionPrefix(of uuid: CephUUID) -> String { "dm-crypt/osd/\(uuid)/" }

    func checkOSDSecrets(_ secrets: OSDSecrets) throws -> Bool {
        guard let key = secrets.dmcrypt else { return true }
        guard let known = try storedValue(Self.encryptionPrefix(of: secrets.uuid) + "luks") else {
            return false
        }
        guard known == ByteBuffer(bytes: key.cephBytes) else {
            throw CommandError(.exists, "dm-crypt key already exists and does not match")
        }
        return true
    }

    func addOSDSecrets(_ secrets: OSDSecrets) throws {
        guard let key = secrets.dmcrypt else { return }
        set(Self.encryptionPrefix(of: secrets.uuid) + "luks", to: ByteBuffer(bytes: key.cephBytes))
    }

    func removeOSDSecrets(of osd: Int32, uuid: CephUUID) throws -> Bool {
        let keys = try [Self.encryptionPrefix(of: uuid), "daemon-private/osd.\(osd)/"].flatMap {
            try stored(beginningWith: $0).map(\.key)
        }
        for key in keys { erase(key) }
        return !keys.isEmpty
    }
}
