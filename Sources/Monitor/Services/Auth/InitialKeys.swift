import CephEncoding
import CephTypes

extension KeyRing {
    /// The keys that a new cluster has whether or not its keyring brings them (`create_initial_keys`): those of
    /// the administrator and of the programs that set up daemons.
    mutating func addMissingInitialKeys(now: UTime, using random: inout some RandomNumberGenerator) {
        let everything = ["mds", "mgr", "mon", "osd"].map { ($0, "allow *") }
        addIfMissing("admin", everything, now, &random)
        for service in ["mds", "mgr", "osd", "rbd", "rbd-mirror", "rgw"] {
            let name = "bootstrap-\(service)"
            addIfMissing(name, [("mon", "allow profile \(name)")], now, &random)
        }
    }

    private mutating func addIfMissing(
        _ id: String, _ caps: [(String, String)], _ now: UTime, _ random: inout some RandomNumberGenerator
    ) {
        let name = AuthEntityName(.client, id)
        guard keys[name] == nil else { return }
        keys[name] = EntityAuth(key: .generate(now: now, using: &random), capTexts: caps)
    }
}
