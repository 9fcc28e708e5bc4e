import CephAuth
import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

extension AuthService {
    private static let target = "name=entity,type=CephString"
    private static let optionalCaps = "name=caps,type=CephString,n=N,req=false"

    static let changes: [Command] = [
        change("auth import", importKeyring) { "auth import: read keyring file from -i <file>" },
        change("auth add \(target) \(optionalCaps)", addEntity) {
            """
            add auth info for <entity> from input file, or random key if no input is given, and/or any caps \
            specified in the command
            """
        },
        change("auth get-or-create-key \(target) \(optionalCaps)", getOrCreateKey) {
            """
            get, or add, key for <name> from system/caps pairs specified in the command.  If key already exists, \
            any given caps must match the existing caps for that key.
            """
        },
        change("auth get-or-create \(target) \(optionalCaps)", getOrCreate) {
            """
            add auth info for <entity> from input file, or random key if no input given, and/or any caps specified \
            in the command
            """
        },
        change(
            "fs authorize name=filesystem,type=CephString \(target) name=caps,type=CephString,n=N", authorize
        ) {
            """
            add auth for <entity> to access file system <filesystem> based on following directory and permissions \
            pairs
            """
        },
        change("auth caps \(target) name=caps,type=CephString,n=N", setCaps) {
            "update caps for <name> from caps specified in the command"
        },
        change("auth del \(target)", flags: .deprecated, remove) { "delete all caps for <name>" },
        change("auth rm \(target)", remove) { "remove all caps for <name>" },
    ]

    private static func change(
        _ signature: String, flags: CommandDescription.Flags = [],
        _ body: @escaping @Sendable (AuthService, CommandCall) throws -> CommandOutcome, help: () -> String
    ) -> Command {
        .write(signature, help: help(), module: "auth", permissions: "rwx", flags: flags, body)
    }

    // MARK: Arguments

    private static let noEntity = CommandError(.invalid, "")

    /// The entity that is changed.
    private static func entity(_ call: CommandCall) throws -> AuthEntityName {
        guard let text = try call.arguments.string("entity"), !text.isEmpty else { throw noEntity }
        guard let name = AuthEntityName(text) else { throw CommandError(.invalid, "bad entity name") }
        return name
    }

    /// The list of services and their capabilities, not yet looked at.
    private static func capList(_ call: CommandCall) throws -> [String] {
        let list = try call.arguments.strings("caps")
        guard list.count.isMultiple(of: 2) else {
            throw CommandError(.invalid, "bad capabilities request; odd number of arguments")
        }
        return list
    }

    private func checkedCaps(_ list: [String]) throws -> CephMap<String, ByteBuffer> {
        do throws(CapSyntaxError) {
            let all = monitor.options.options.bool("mon_auth_validate_all_caps")
            try CapsValidation.validate(list, allServices: all)
        } catch {
            throw CommandError(.invalid, "\(error)")
        }
        return CephMap(
            stride(from: 0, to: list.count, by: 2).map { (list[$0], EntityAuth.encodeCap(list[$0 + 1])) })
    }

    /// A change of the entity has been made that is not committed yet.
    func isPending(_ name: AuthEntityName) -> Bool {
        pendingKeys.secrets[name] != state.keys.secrets[name]
    }

    private func newKey() -> CryptoKey {
        var random = random
        return .generate(now: environment.now, using: &random)
    }

    // MARK: Adding

    private static let importKeyring: @Sendable (AuthService, CommandCall) throws -> CommandOutcome = {
        service, call in
        guard call.input.readableBytes > 0 else {
            throw CommandError(.invalid, "auth import: no data supplied")
        }
        let keyring: KeyRing
        do throws(KeyRingError) {
            keyring = try KeyRing(bytes: call.input)
        } catch {
            throw CommandError(.invalid, "error decoding keyring \(error): Malformed input")
        }
        guard keyring.keys.values.allSatisfy({ !$0.caps.isEmpty }) else {
            throw CommandError(.invalid, "auth import: no caps supplied")
        }
        for (name, auth) in keyring.keys { try service.add(.add(name, auth)) }
        return .propose(CommandReply(status: "imported keyring"))
    }

    private static let addEntity: @Sendable (AuthService, CommandCall) throws -> CommandOutcome = {
        service, call in
        let list = try capList(call)
        let name = try entity(call)
        var given: EntityAuth?
        var keyring: KeyRing?
        if call.input.readableBytes > 0 {
            guard let read = try? KeyRing(bytes: call.input) else {
                throw CommandError(.invalid, "error decoding keyring")
            }
            keyring = read
        }
        var caps = try service.checkedCaps(list)
        if service.isPending(name) { return .retryAfterCommit() }
        if let keyring {
            guard let auth = keyring.keys[name] else {
                throw CommandError(.invalid, "key for \(name) not found in provided keyring")
            }
            guard caps.isEmpty || auth.caps.isEmpty else {
                throw CommandError(.invalid, "caps cannot be specified both in keyring and in command")
            }
            if caps.isEmpty { caps = auth.caps }
            given = auth
        }
        if try service.hasExactly(name, key: given?.key, caps: caps) { return .reply(CommandReply()) }
        try service.add(.add(name, EntityAuth(key: given?.key ?? service.newKey(), caps: caps)))
        return .propose(CommandReply(status: "added key for \(name)"))
    }

    /// Whether an entity is known, with just this key (nil for any) and these capabilities.
    /// - Throws: ``CommandError`` where it is known with others.
    func hasExactly(
        _ name: AuthEntityName, key: CryptoKey?, caps: CephMap<String, ByteBuffer>
    ) throws -> Bool {
        guard let existing = auth(of: name) else { return false }
        if let key, key.secret != existing.key.secret {
            throw CommandError(.exists, "entity \(name) exists but key does not match")
        }
        guard caps.count == existing.caps.count else {
            throw CommandError(.invalid, "entity \(name) exists but caps do not match")
        }
        for (service, cap) in caps where existing.caps[service] != cap {
            throw CommandError(.invalid, "entity \(name) exists but cap \(service) does not match")
        }
        return true
    }

    // MARK: Getting or creating

    private static let getOrCreate: @Sendable (AuthService, CommandCall) throws -> CommandOutcome = {
        service, call in
        try service.getOrCreate(call) { name, auth in call.newKeyring(name, auth) }
    }

    private static let getOrCreateKey: @Sendable (AuthService, CommandCall) throws -> CommandOutcome = {
        service, call in
        try service.getOrCreate(call) { _, auth in call.key(auth.key, plain: "\(auth.key)\n") }
    }

    private func getOrCreate(
        _ call: CommandCall, _ answer: (AuthEntityName, EntityAuth) -> CommandReply
    ) throws -> CommandOutcome {
        let list = try Self.capList(call)
        let name = try Self.entity(call)
        return try getOrCreate(name, try checkedCaps(list), answer) { service in
            "key for \(name) exists but cap \(service) does not match"
        }
    }

    /// - Parameter mismatch: what is wrong where the entity's capability for a service is another.
    private func getOrCreate(
        _ name: AuthEntityName, _ caps: CephMap<String, ByteBuffer>,
        _ answer: (AuthEntityName, EntityAuth) -> CommandReply, mismatch: (String) -> String
    ) throws -> CommandOutcome {
        if let existing = auth(of: name) {
            for (service, cap) in caps where existing.caps[service] != cap {
                throw CommandError(.invalid, mismatch(service))
            }
            return .reply(answer(name, existing))
        }
        if isPending(name) { return .retryAfterCommit() }
        let auth = EntityAuth(key: newKey(), caps: caps)
        try add(.add(name, auth))
        return .propose(answer(name, auth))
    }

    // MARK: Changing

    private static let setCaps: @Sendable (AuthService, CommandCall) throws -> CommandOutcome = {
        service, call in
        let list = try capList(call)
        let name = try entity(call)
        guard var auth = service.pendingKeys.secrets[name] ?? service.keyring.keys[name] else {
            throw CommandError(.noEntry, "couldn't find entry \(name)")
        }
        auth.caps = try service.checkedCaps(list)
        try service.add(.add(name, auth))
        return .propose(CommandReply(status: "updated caps for \(name)"))
    }

    private static let remove: @Sendable (AuthService, CommandCall) throws -> CommandOutcome = {
        service, call in
        let name = try entity(call)
        guard service.auth(of: name) != nil else {
            return .reply(CommandReply(status: "entity \(name) does not exist"))
        }
        try service.add(.remove(name, EntityAuth()))
        return .propose(CommandReply(status: "updated"))
    }

    // MARK: File systems

    private static let authorize: @Sendable (AuthService, CommandCall) throws -> CommandOutcome = {
        service, call in
        let name = try entity(call)
        let filesystem = try call.arguments.string("filesystem") ?? ""
        let isAny = filesystem == "*" || filesystem == "all"
        guard try isAny || service.hasFileSystem(filesystem) else {
            throw CommandError(.invalid, "filesystem \(filesystem) does not exist.")
        }
        let list = try FileSystemCaps(try call.arguments.strings("caps"), of: filesystem, isAny: isAny).list
        return try service.getOrCreate(
            name, try service.checkedCaps(list), { call.newKeyring($0, $1) },
            mismatch: { _ in
                """
                \(name) already has fs capabilities that differ from those supplied. To generate a new auth key for \
                \(name), first remove \(name) from configuration files, execute 'ceph auth rm \(name)', then execute \
                this command again.
                """
            })
    }

    private func hasFileSystem(_ name: String) throws -> Bool {
        guard let latest = try store.version("mdsmap", "last_committed"), latest > 0,
            let value = try store.value(of: StoreKey("mdsmap", String(latest)))
        else { return false }
        let map = try CephDecoder.decode(FSMap.self, from: value, named: "mdsmap/\(latest)")
        return map.filesystems.values.contains { $0.mdsMap.fsName == name }
    }
}

extension CommandCall {
    /// A key that was got or created: plainly without what it may do.
    fileprivate func newKeyring(_ name: AuthEntityName, _ auth: EntityAuth) -> CommandReply {
        let alone = KeyRing([name: EntityAuth(key: auth.key)])
        return reply(plain: alone.plain) { KeyRing([name: auth]).dump("auth", to: &$0) }
    }
}

/// What `fs authorize` makes of directories and permissions.
private struct FileSystemCaps {
    /// Services and capabilities, as `auth` takes them.
    let list: [String]

    init(_ arguments: [String], of filesystem: String, isAny: Bool) throws {
        let restriction = isAny ? "" : " fsname=\(filesystem)"
        var grants: [String] = []
        var objects = "r"
        var position = 0
        while position + 1 < arguments.count {
            let (path, permissions) = (arguments[position], arguments[position + 1])
            try Self.check(permissions)
            if permissions.hasPrefix("rw") { objects = "rw" }
            var grant = "allow \(permissions)\(restriction)" + (path == "/" ? "" : " path=\(path)")
            position += 2
            if position < arguments.count, arguments[position] == "root_squash" {
                grant += " root_squash"
                position += 1
            }
            grants.append(grant)
        }
        list = [
            "mon", "allow r\(restriction)", "osd", "allow \(objects) tag cephfs data=\(filesystem)", "mds",
            grants.joined(separator: ", "),
        ]
    }

    private static func check(_ permissions: String) throws {
        guard permissions == "r" || permissions.hasPrefix("rw") else {
            throw CommandError(.invalid, "Permission flags must start with 'r' or 'rw'.")
        }
        if let unknown = permissions.dropFirst(2).first(where: { $0 != "p" && $0 != "s" }) {
            throw CommandError(.invalid, "Unknown permission flag '\(unknown)'.")
        }
    }
}
