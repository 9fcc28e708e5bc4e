import CephAuth
import CephEncoding
import CephTypes
import NIOConcurrencyHelpers
import NIOCore
import SeededRandom

@testable import Messenger

/// A cluster's keys, and who shows or checks them.
final class TestKeys: Sendable {
    static let admin = AuthEntityName(.client, "admin")
    static var now: UTime { MonClient.now() }

    let policy: AuthPolicy
    let keys: KeyServer
    private let nextID = NIOLockedValueBox<UInt64>(4100)

    init(modes: [ConnectionMode] = [.secure, .crc], monitors: KeyRing? = nil) {
        var policy = AuthPolicy()
        policy.monServiceModes = modes
        policy.monClusterModes = modes
        self.policy = policy
        var random = RandomSource.system
        let all = [("mon", "allow *"), ("osd", "allow *")]
        func auth() -> EntityAuth {
            EntityAuth(key: .generate(now: Self.now, using: &random), capTexts: all)
        }
        let data = KeyServerData(version: 1, secrets: [Self.admin: auth()])
        var keys = KeyServer(data: data, keyring: monitors ?? KeyRing([AuthEntityName(.mon): auth()]))
        if let update = keys.rotatingUpdate(now: Self.now, policy: policy, using: &random) {
            keys.data.rotatingVersion = update.version
            keys.data.rotatingSecrets = update.secrets
        }
        self.keys = keys
    }

    var environment: MonitorAuthServer.Environment {
        MonitorAuthServer.Environment(
            now: { Self.now }, random: .system, policy: { [policy] in policy }, keys: { [keys] in keys },
            allocateGlobalID: { [nextID] use in
                use(
                    nextID.withLockedValue {
                        $0 += 1
                        return $0
                    })
            })
    }

    var server: MonitorAuthServer { MonitorAuthServer(environment) }

    func client(_ name: AuthEntityName = TestKeys.admin, keyring: KeyRing? = nil) -> KeyringAuthClient {
        KeyringAuthClient(name: name, keyring: keyring ?? KeyRing(keys.data), now: { Self.now })
    }

    func monitor(_ id: String) -> MonitorPeerAuthClient {
        MonitorPeerAuthClient(name: AuthEntityName(.mon, id), environment: environment)
    }
}

enum TestAddress {
    static func v2(_ port: UInt16, nonce: UInt32 = 0) -> EntityAddress {
        EntityAddress(kind: .msgr2, nonce: nonce, socket: .ipv4(127, 0, 0, 1, port: port))
    }

    static func v1(_ port: UInt16, nonce: UInt32 = 0) -> EntityAddress {
        EntityAddress(kind: .legacy, nonce: nonce, socket: .ipv4(127, 0, 0, 1, port: port))
    }

    /// Both of a monitor's.
    static func both(_ port: UInt16) -> EntityAddressVector { EntityAddressVector([v2(port), v1(port + 1)]) }
}
