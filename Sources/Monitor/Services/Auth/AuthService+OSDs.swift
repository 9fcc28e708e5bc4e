import CephEncoding
import CephTypes
import NIOCore

/// Keys of OSDs, which come and go with them.
extension AuthService: OSDSecretKeeper {
    private func entities(of secrets: OSDSecrets) throws -> [(name: AuthEntityName, auth: EntityAuth)] {
        var found: [(name: AuthEntityName, auth: EntityAuth)] = []
        if let secret = secrets.cephx {
            guard let key = CryptoKey(base64: secret) else {
                throw CommandError(.invalid, "invalid cephx secret.")
            }
            let caps = [("mgr", "allow profile osd"), ("mon", "allow profile osd"), ("osd", "allow *")]
            found.append(
                (AuthEntityName(.osd, String(secrets.osd)), EntityAuth(key: key, capTexts: caps)))
        }
        if let secret = secrets.lockbox {
            guard let key = CryptoKey(base64: secret) else {
                throw CommandError(.invalid, "invalid cephx lockbox secret.")
            }
            let cap = "allow command \"config-key get\" with key=\"dm-crypt/osd/\(secrets.uuid)/luks\""
            found.append((Self.lockbox(of: secrets.uuid), EntityAuth(key: key, capTexts: [("mon", cap)])))
        }
        return found
    }

    private static func lockbox(of uuid: CephUUID) -> AuthEntityName {
        AuthEntityName(.client, "osd-lockbox.\(uuid)")
    }

    func checkOSDSecrets(_ secrets: OSDSecrets) throws -> Bool {
        let wanted = try entities(of: secrets)
        if wanted.contains(where: { isPending($0.name) }) { throw WaitForPending() }
        return try wanted.allSatisfy { try hasExactly($0.name, key: $0.auth.key, caps: $0.auth.caps) }
    }

    func addOSDSecrets(_ secrets: OSDSecrets) throws {
        for (name, auth) in try entities(of: secrets) where state.keys.secrets[name] == nil {
            try add(.add(name, auth))
        }
    }

    func removeOSDSecrets(of osd: Int32, uuid: CephUUID) throws -> Bool {
        let known = [AuthEntityName(.osd, String(osd)), Self.lockbox(of: uuid)].filter {
            state.keys.secrets[$0] != nil
        }
        for name in known { try add(.remove(name, EntityAuth())) }
        return !known.isEmpty
    }
}
