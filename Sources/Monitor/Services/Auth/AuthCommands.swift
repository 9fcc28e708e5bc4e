import CephEncoding
import CephTypes
import NIOCore

extension AuthService {
    static let authCommands: [Command] = questions + changes

    private static let entity = "name=entity,type=CephString"

    private static let questions: [Command] = [
        question("auth export name=entity,type=CephString,req=false", export) {
            "write keyring for requested entity, or master keyring if none given"
        },
        question("auth get \(entity)", get) { "write keyring file with requested key" },
        question("auth get-key \(entity)", key) { "display requested key" },
        question("auth print-key \(entity)", key) { "display requested key" },
        question("auth print_key \(entity)", key) { "display requested key" },
        question("auth list", flags: .deprecated, list) { "list authentication state" },
        question("auth ls", list) { "list authentication state" },
    ]

    private static func question(
        _ signature: String, flags: CommandDescription.Flags = [],
        _ body: @escaping @Sendable (AuthService, CommandCall) throws -> CommandReply, help: () -> String
    ) -> Command {
        .read(signature, help: help(), module: "auth", permissions: "rx", flags: flags, body)
    }

    /// The entity of a question; nil where none is given.
    private static func asked(_ call: CommandCall) throws -> AuthEntityName? {
        guard let text = try call.arguments.string("entity"), !text.isEmpty else { return nil }
        guard let name = AuthEntityName(text) else {
            throw CommandError(.invalid, "invalid entity_auth \(text)")
        }
        return name
    }

    /// What is committed of an entity, or what this monitor's own keyring has of it.
    func auth(of name: AuthEntityName) -> EntityAuth? { state.keys.secrets[name] ?? keyring.keys[name] }

    private static let export: @Sendable (AuthService, CommandCall) throws -> CommandReply = {
        service, call in
        let all = KeyRing(service.state.keys)
        guard let name = try asked(call) else {
            return call.keyring(all, status: "exported master keyring")
        }
        guard let auth = all.keys[name] else {
            throw CommandError(.noEntry, "no key for \(EntityAuth())")
        }
        return call.keyring(KeyRing([name: auth]), status: "export \(auth)")
    }

    private static let get: @Sendable (AuthService, CommandCall) throws -> CommandReply = { service, call in
        guard let name = try asked(call) else { throw CommandError(.invalid, "invalid command") }
        guard let auth = service.auth(of: name) else {
            throw CommandError(.noEntry, "failed to find \(name) in keyring")
        }
        return call.keyring(KeyRing([name: auth]), status: "exported keyring for \(name)")
    }

    private static let key: @Sendable (AuthService, CommandCall) throws -> CommandReply = { service, call in
        let name = try asked(call)
        guard let name, let auth = service.auth(of: name) else {
            throw CommandError(.noEntry, "don't have \(name?.description ?? "")")
        }
        return call.key(auth.key, plain: "\(auth.key)")
    }

    private static let list: @Sendable (AuthService, CommandCall) throws -> CommandReply = { service, call in
        _ = try asked(call)
        let all = KeyRing(service.state.keys)
        var reply = call.reply(plain: all.listing) { formatter in
            formatter.object("auth") { all.dump("auth_dump", to: &$0) }
        }
        if call.style == nil { reply.status = "installed auth entries:\n" }
        return reply
    }
}

extension CommandCall {
    /// A keyring as the caller wants it.
    func keyring(_ keyring: KeyRing, status: String = "") -> CommandReply {
        var answer = reply(plain: keyring.plain) { keyring.dump("auth", to: &$0) }
        answer.status = status
        return answer
    }

    /// A key alone as the caller wants it.
    func key(_ key: CryptoKey, plain: String) -> CommandReply {
        reply(plain: plain) { formatter in formatter.object("auth") { $0.stream("key", key) } }
    }
}
