import CephEncoding
import CephTypes
import NIOCore

/// Where a server finds the keys that open tickets (`KeyStore`, src/auth/Auth.h).
public protocol KeyStore {
    /// The key of an entity.
    func secret(of name: AuthEntityName) -> CryptoKey?
    /// One of the rotating keys of a kind of service (`CEPH_ENTITY_TYPE_*`).
    func serviceSecret(_ service: UInt32, id: UInt64) -> CryptoKey?
}

extension KeyRing: KeyStore {
    public func secret(of name: AuthEntityName) -> CryptoKey? { keys[name]?.key }
    /// A keyring has no rotating keys.
    public func serviceSecret(_ service: UInt32, id: UInt64) -> CryptoKey? { nil }
}

/// All that monitors know of keys, at one moment (src/auth/cephx/CephxKeyServer.cc).
public struct KeyServer: Hashable, Sendable, KeyStore {
    /// What the quorum has committed.
    public var data: KeyServerData
    /// The monitor's own keyring, with the monitors' common key: not in ``data``, but as good.
    public var keyring: KeyRing

    public init(data: KeyServerData = KeyServerData(), keyring: KeyRing = KeyRing()) {
        self.data = data
        self.keyring = keyring
    }

    public func auth(of name: AuthEntityName) -> EntityAuth? { data.secrets[name] ?? keyring.keys[name] }

    public func secret(of name: AuthEntityName) -> CryptoKey? { auth(of: name)?.key }

    /// What an entity may do with a service, empty where nothing; nil for an unknown entity.
    public func capabilities(of name: AuthEntityName, for service: EntityType) -> AuthCapsInfo? {
        guard let auth = auth(of: name) else { return nil }
        return AuthCapsInfo(caps: auth.caps[service.name] ?? ByteBuffer())
    }

    public func serviceSecret(_ service: UInt32, id: UInt64) -> CryptoKey? {
        data.rotatingSecrets[service]?.secrets[id]?.key
    }

    /// The rotating key that new tickets for a service are sealed with, and how long they are good for, in
    /// seconds. The lifetime ends with the newest key, should it just have been made longer.
    public func serviceSecret(
        _ service: EntityType, now: UTime, policy: AuthPolicy
    ) -> (key: CryptoKey, id: UInt64, lifetime: Double)? {
        guard let rotating = data.rotatingSecrets[service.rawValue] else { return nil }
        // The second to oldest, or the one behind it if that has ended.
        let oldestFirst = rotating.secrets.elements
        var index = oldestFirst.count > 1 ? 1 : 0
        guard index < oldestFirst.count, let newest = oldestFirst.last else { return nil }
        if oldestFirst[index].value.expiration < now, index + 1 < oldestFirst.count { index += 1 }
        let wanted = policy.ticketLifetime(of: service)
        let left = newest.value.expiration.seconds(since: now)
        // Where the newest has ended too, the next rotation is about to come.
        let lifetime = left < 0 ? wanted : min(wanted, left)
        return (oldestFirst[index].value.key, oldestFirst[index].key, lifetime)
    }

    /// All rotating keys of a daemon's own service, sealed with its key (`CEPHX_GET_ROTATING_KEY`); nil for one
    /// whose key or service is not known.
    public func sealedRotatingSecrets(for name: AuthEntityName) throws(AuthError) -> ByteBuffer? {
        guard let auth = data.secrets[name], let secrets = data.rotatingSecrets[name.type.rawValue] else {
            return nil
        }
        return try auth.key.seal(secrets)
    }
}

extension AuthPolicy {
    /// In seconds.
    func ticketLifetime(of service: EntityType) -> Double {
        service == .auth ? monTicketLifetime : serviceTicketLifetime
    }
}

extension KeyServer {
    /// The services that have rotating keys, in the order in which they are made.
    public static let rotatingServices: [EntityType] = [.auth, .mon, .osd, .mds, .mgr]

    /// The rotating keys as they should be by now (`KeyServer::prepare_rotating_update`); nil while none is due.
    /// They count once the quorum has committed them, as a `KeyServerData.Incremental`.
    public func rotatingUpdate(
        now: UTime, policy: AuthPolicy, using random: inout some RandomNumberGenerator
    ) -> KeyServerData.RotatingUpdate? {
        var secrets = data.rotatingSecrets
        var added = 0
        for service in Self.rotatingServices {
            let lifetime = policy.ticketLifetime(of: service)
            var rotating = secrets[service.rawValue] ?? RotatingSecrets()
            // Three new ones are enough, whatever was there.
            for _ in 0..<RotatingSecrets.kept where rotating.needsNewSecrets(now: now) {
                let begin = rotating.next.map { max(now.adding(lifetime), $0.expiration) } ?? now
                rotating.add(
                    ExpiringCryptoKey(
                        key: .generate(now: now, using: &random), expiration: begin.adding(lifetime)))
                added += 1
            }
            secrets[service.rawValue] = rotating
        }
        guard added > 0 else { return nil }
        return KeyServerData.RotatingUpdate(version: data.rotatingVersion &+ 1, secrets: secrets)
    }
}

extension KeyServerData.Incremental {
    /// `AUTH_INC_SET_ROTATING`
    public init(_ update: KeyServerData.RotatingUpdate) { self = .setRotating(CephEncoder.encode(update)) }
}
