import CephAuth
import CephEncoding
import CephTypes
import NIOCore
import SeededRandom
import Synchronization
import TestSupport
import Testing

/// A monitor's keys, a clock that stands, and sessions with it, all in memory.
final class TestCluster: Sendable {
    struct State {
        var now = UTime(seconds: 1_700_000_000)
        var policy = AuthPolicy()
        var keys = KeyServer()
        var isFormed = true
        var nextGlobalID: UInt64? = 4100
        var random: SeededRandom
    }

    let state: Mutex<State>

    static let admin = AuthEntityName(.client, "admin")
    static let osd = AuthEntityName(.osd, "3")
    static let powerless = AuthEntityName(.client, "powerless")

    init(seed: UInt64 = 1) {
        state = Mutex(State(random: SeededRandom(seed: seed)))
        var random = source
        let now = now
        func auth(_ caps: [(String, String)]) -> EntityAuth {
            EntityAuth(key: .generate(now: now, using: &random), capTexts: caps)
        }
        let all = [("mds", "allow *"), ("mgr", "allow *"), ("mon", "allow *"), ("osd", "allow *")]
        let data = KeyServerData(
            version: 1,
            secrets: [
                Self.admin: auth(all), Self.osd: auth([("mon", "allow profile osd"), ("osd", "allow *")]),
                Self.powerless: auth([("osd", "allow r")]),
            ])
        let keyring = KeyRing([AuthEntityName(.mon): auth([("mon", "allow *")])])
        state.withLock { $0.keys = KeyServer(data: data, keyring: keyring) }
        rotate()
    }

    var now: UTime {
        get { state.withLock { $0.now } }
        set { state.withLock { $0.now = newValue } }
    }

    var keys: KeyServer { state.withLock { $0.keys } }
    var policy: AuthPolicy { state.withLock { $0.policy } }
    var source: RandomSource { RandomSource { [self] in state.withLock { $0.random.next() } } }

    /// Makes the rotating keys that are due, as a committed change brings them.
    func rotate() {
        var random = source
        guard let update = keys.rotatingUpdate(now: now, policy: policy, using: &random) else { return }
        state.withLock {
            $0.keys.data.rotatingVersion = update.version
            $0.keys.data.rotatingSecrets = update.secrets
        }
    }

    func advance(_ seconds: UInt32) { now.seconds += seconds }

    var environment: MonitorAuthServer.Environment {
        MonitorAuthServer.Environment(
            now: { [self] in now }, random: source, policy: { [self] in policy },
            keys: { [self] in state.withLock { $0.isFormed ? $0.keys : nil } },
            allocateGlobalID: { [self] use in
                use(
                    state.withLock { state in
                        defer { state.nextGlobalID = state.nextGlobalID.map { $0 + 1 } }
                        return state.nextGlobalID
                    })
            })
    }

    func client(
        _ name: AuthEntityName = TestCluster.admin, keyring: KeyRing? = nil,
        wanted: [EntityType] = [.mon, .osd, .mgr], policy: AuthPolicy = AuthPolicy(ownType: .client)
    ) -> KeyringAuthClient {
        KeyringAuthClient(
            name: name, keyring: keyring ?? KeyRing(keys.data), wanted: wanted, policy: policy,
            now: { [self] in now }, random: source)
    }
}

/// What one exchange over msgr2 came to, on both sides.
struct Agreement {
    let client: AuthResult
    let server: AuthResult
    /// Replies before the last one.
    let rounds: Int
}

/// Why a server did not let a client in.
struct Refusal: Error, Equatable {
    let errno: Int32
    let reason: String
}

extension AuthServer {
    /// A reply that comes at once.
    func answer(_ request: AuthServerRequest) throws -> AuthServerReply {
        let box = Mutex<AuthServerReply?>(nil)
        authenticate(request) { reply in box.withLock { $0 = reply } }
        return try #require(box.withLock { $0 })
    }

    /// Runs an exchange to its end, as two messengers would.
    func agree(
        with client: some AuthClient, peer: EntityType = .mon, as own: EntityType = .client,
        connection: UInt64 = 1
    ) throws -> Agreement {
        var session = client.makeSession(peer: peer, peerAddresses: EntityAddressVector())
        var opening = try session.begin()
        defer { connectionClosed(connection) }
        for _ in 0..<3 {
            do {
                return try run(opening, &session, own: own, connection: connection)
            } catch let refusal as Refusal {
                let modes = allowedModes(for: own, method: opening.method)
                do {
                    opening = try session.handleBadMethod(
                        opening.method, result: -refusal.errno, allowedMethods: allowedMethods(for: own),
                        allowedModes: modes)
                } catch {
                    throw refusal
                }
            }
        }
        throw Refusal(errno: 0, reason: "no end")
    }

    private func run(
        _ opening: AuthOpening, _ session: inout any AuthClientSession, own: EntityType, connection: UInt64
    ) throws -> Agreement {
        let mode = pickMode(for: own, method: opening.method, preferred: opening.preferredModes)
        guard let mode else { throw Refusal(errno: AuthError.notSupported, reason: "no mode") }
        var payload = opening.payload
        for round in 0..<4 {
            let request = AuthServerRequest(
                connectionID: connection, isFirst: round == 0, method: opening.method, mode: mode,
                payload: payload, peerType: own, peerAddress: EntityAddress())
            switch try answer(request) {
            case .more(let reply): payload = try session.handleMore(reply)
            case .done(let result, let reply):
                let done = try session.handleDone(
                    globalID: result.globalID, mode: mode, payload: reply)
                return Agreement(client: done, server: result, rounds: round)
            case .badMethod(let result, _, _): throw Refusal(errno: -result, reason: "bad method")
            case .refused(let errno, let reason): throw Refusal(errno: errno, reason: reason)
            }
        }
        throw Refusal(errno: 0, reason: "no end")
    }
}

/// The errno with which a server refuses.
func refusal(_ body: () throws -> some Any) -> Int32? {
    do {
        _ = try body()
        return nil
    } catch let refusal as Refusal {
        return refusal.errno
    } catch let error as AuthError {
        return error.errno
    } catch {
        return -1
    }
}

/// The keys in a folder of a store's values below prefix `auth`, as the newest version left them.
func storedKeys(_ folder: String) throws -> KeyServerData {
    func value(_ key: String) throws -> ByteBuffer {
        ByteBuffer(bytes: try Fixtures.data("\(folder)/\(key)"))
    }
    func number(_ key: String) throws -> UInt64 { try CephDecoder.decode(from: value(key)) }
    let fullVersion = try number("full_latest")
    var full = try CephDecoder.decode(AuthFull.self, from: value("full_\(fullVersion)"))
    for version in stride(from: fullVersion + 1, through: try number("last_committed"), by: 1) {
        try full.apply(CephDecoder.decode(AuthVersion.self, from: value("\(version)")))
    }
    return full.keys
}
