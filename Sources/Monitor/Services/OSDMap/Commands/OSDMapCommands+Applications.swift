import CephEncoding
import CephTypes

// What a pool is used for.

extension OSDMapService {
    static let applicationCommands: [Command] = [
        .write(
            "osd pool application enable name=pool,type=CephPoolname"
                + " name=app,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "enable use of an application <app> [cephfs,rbd,rgw] on pool <poolname>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.changeApplications(call) { try $0.enable(isSure: call.isSure()) }
        },
        .write(
            "osd pool application disable name=pool,type=CephPoolname name=app,type=CephString"
                + " name=yes_i_really_mean_it,type=CephBool,req=false",
            help: "disables use of an application <app> on pool <poolname>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.changeApplications(call) { try $0.disable(isSure: call.isSure()) }
        },
        .write(
            "osd pool application set name=pool,type=CephPoolname name=app,type=CephString"
                + " name=key,type=CephString,goodchars=[A-Za-z0-9-_.]"
                + " name=value,type=CephString,goodchars=[A-Za-z0-9-_.=]",
            help: "sets application <app> metadata key <key> to <value> on pool <poolname>", module: "osd"
        ) { (service: OSDMapService, call) in
            let value = try call.arguments.string("value") ?? ""
            return try service.changeApplications(call) { try $0.set(to: value) }
        },
        .write(
            "osd pool application rm name=pool,type=CephPoolname name=app,type=CephString"
                + " name=key,type=CephString",
            help: "removes application <app> metadata key <key> on pool <poolname>", module: "osd"
        ) { (service: OSDMapService, call) in
            try service.changeApplications(call) { try $0.removeKey() }
        },
    ]

    private func changeApplications(
        _ call: CommandCall, _ body: (inout ApplicationChange) throws -> Void
    ) throws -> CommandOutcome {
        let (number, pool, name) = try pool(call)
        let key = try call.arguments.string("key") ?? ""
        if key == "all" { throw CommandError(.invalid, "key cannot be 'all'") }
        if try call.arguments.string("value") == "all" {
            throw CommandError(.invalid, "value cannot be 'all'")
        }
        let app = try call.arguments.string("app") ?? ""
        // What is there already is answered at once.
        var committed = ApplicationChange(pool: pool, poolName: name, app: app, key: key)
        try body(&committed)
        guard committed.changes else { return .say(committed.status) }
        var change = ApplicationChange(
            pool: pending.newPools[number] ?? pool, poolName: name, app: app, key: key)
        try body(&change)
        if change.changes {
            change.pool.lastChange = pending.epoch
            pending.newPools[number] = change.pool
        }
        return .propose(change.status)
    }
}

/// A change of a pool's applications (`_command_pool_application`).
struct ApplicationChange {
    var pool: PGPool
    let poolName: String
    let app: String
    let key: String
    var status = ""
    /// False where it is so already, in a way that needs no commit.
    var changes = true

    /// `MAX_POOL_APPLICATIONS`, `MAX_POOL_APPLICATION_KEYS`, `MAX_POOL_APPLICATION_LENGTH`
    private static let (mostApplications, mostKeys, longest) = (4, 64, 128)

    init(pool: PGPool, poolName: String, app: String, key: String) {
        self.pool = pool
        self.poolName = poolName
        self.app = app
        self.key = key
    }

    private var isEnabled: Bool { pool.applicationMetadata.contains(app) }
    private var notEnabled: String { "application '\(app)' is not enabled on pool '\(poolName)'" }

    mutating func enable(isSure: Bool) throws {
        guard !app.isEmpty else { throw CommandError(.invalid, "application name must be provided") }
        if pool.isTier { throw CommandError(.invalid, "application must be enabled on base tier") }
        if !isEnabled, !pool.applicationMetadata.isEmpty, !isSure {
            throw CommandError(
                .operationNotPermitted,
                "Are you SURE? Pool '\(poolName)' already has an enabled application; pass"
                    + " --yes-i-really-mean-it to proceed anyway")
        }
        if !isEnabled, pool.applicationMetadata.count >= Self.mostApplications {
            throw CommandError(
                .invalid,
                "too many enabled applications on pool '\(poolName)'; max \(Self.mostApplications)")
        }
        guard app.utf8.count <= Self.longest else {
            throw CommandError(
                .invalid, "application name '\(app)' too long; max length \(Self.longest)")
        }
        if !isEnabled { pool.applicationMetadata[app] = [:] }
        status = "enabled application '\(app)' on pool '\(poolName)'"
    }

    mutating func disable(isSure: Bool) throws {
        guard isSure else {
            throw CommandError(
                .operationNotPermitted,
                "Are you SURE? Disabling an application within a pool might result in loss of application"
                    + " functionality; pass --yes-i-really-mean-it to proceed anyway")
        }
        guard isEnabled else {
            status = notEnabled
            changes = false
            return
        }
        pool.applicationMetadata[app] = nil
        status = "disable application '\(app)' on pool '\(poolName)'"
    }

    mutating func set(to value: String) throws {
        if pool.isTier { throw CommandError(.invalid, "application metadata must be set on base tier") }
        guard isEnabled else { throw CommandError(.noEntry, notEnabled) }
        guard !key.isEmpty else { throw CommandError(.invalid, "key must be provided") }
        let keys = pool.applicationMetadata[app] ?? [:]
        if keys[key] == nil, keys.count >= Self.mostKeys {
            throw CommandError(
                .invalid,
                "too many keys set for application '\(app)' on pool '\(poolName)'; max \(Self.mostKeys)")
        }
        guard key.utf8.count <= Self.longest else {
            // Ceph names the application here.
            throw CommandError(.invalid, "key '\(app)' too long; max length \(Self.longest)")
        }
        guard value.utf8.count <= Self.longest else {
            throw CommandError(.invalid, "value '\(value)' too long; max length \(Self.longest)")
        }
        pool.applicationMetadata[app, default: [:]][key] = value
        status = "set application '\(app)' key '\(key)' to '\(value)' on pool '\(poolName)'"
    }

    mutating func removeKey() throws {
        guard isEnabled else { throw CommandError(.noEntry, notEnabled) }
        guard pool.applicationMetadata[app]?[key] != nil else {
            status = "application '\(app)' on pool '\(poolName)' does not have key '\(key)'"
            changes = false
            return
        }
        pool.applicationMetadata[app, default: [:]][key] = nil
        status = "removed application '\(app)' key '\(key)' on pool '\(poolName)'"
    }
}
