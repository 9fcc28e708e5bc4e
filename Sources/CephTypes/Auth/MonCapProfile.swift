import CephEncoding

extension MonCapGrant {
    /// The clauses that the profile stands for in Ceph 16.2 (`MonCapGrant::expand_profile`); none for a
    /// clause without a profile or with one that Ceph does not know.
    public func expandedProfile(for name: AuthEntityName) -> [MonCapGrant] {
        switch profile {
        case "read-only": [MonCapGrant(.read)]
        case "read-write": [MonCapGrant([.read, .write])]
        case "mon", "osd", "mds", "mgr": Self.daemon(profile) + Self.privateKeys(of: name)
        case "bootstrap-osd", "bootstrap-mds", "bootstrap-mgr", "bootstrap-rgw": Self.bootstrap(profile)
        case "bootstrap-rbd", "bootstrap-rbd-mirror": Self.bootstrapRBD(profile)
        case "fs-client": Self.reads("mon", "mds", "osd", "pg")
        case "simple-rados-client": Self.reads("mon", "osd", "pg")
        case "simple-rados-client-with-blocklist":
            Self.reads("mon", "osd", "pg") + [Self.addsToBlocklist("osd blocklist", "blocklistop")]
        case "crash": Self.reads("mon")
        case "cephfs-mirror":
            Self.reads("mon", "mds", "osd", "pg") + [Self.getsKeys(.prefix("cephfs/mirror/peer/"))]
        case "role-definer": Self.reads("mon") + [MonCapGrant(service: "auth", .all)]
        default: profile.hasPrefix("rbd") ? Self.rbd(profile) : []
        }
    }

    private static func reads(_ services: String...) -> [MonCapGrant] {
        services.map { MonCapGrant(service: $0, .read) }
    }

    private static func daemon(_ profile: String) -> [MonCapGrant] {
        switch profile {
        case "mon": [MonCapGrant(service: "mon", .all), MonCapGrant(service: "log", .all)]
        case "osd":
            [
                MonCapGrant(service: "osd", .all), MonCapGrant(service: "mon", .read),
                MonCapGrant(service: "pg", [.read, .write]), MonCapGrant(service: "log", .write),
                MonCapGrant(
                    command: "config set", with: ["name": .regex("osd_mclock_max_capacity_iops_(hdd|ssd)")]),
            ]
        case "mds":
            [
                MonCapGrant(service: "mds", .all), MonCapGrant(service: "mon", .read),
                MonCapGrant(service: "osd", .read), MonCapGrant(command: "osd pool rmsnap"),
                MonCapGrant(command: "osd blocklist"), MonCapGrant(command: "osd blacklist"),
                MonCapGrant(service: "log", .write),
            ]
        case "mgr":
            [MonCapGrant(service: "mgr", .all), MonCapGrant(service: "auth", .all)]
                + ["log", "mon", "mds", "fs", "osd", "config-key", "config"].map {
                    MonCapGrant(service: $0, [.read, .write])
                }
                + ["auth get-or-create", "auth caps", "auth rm", "smart"].map { MonCapGrant(command: $0) }
        default: []
        }
    }

    /// Every daemon has stored keys that only it sees.
    private static func privateKeys(of name: AuthEntityName) -> [MonCapGrant] {
        ["get", "put", "set", "exists", "delete"].map {
            MonCapGrant(command: "config-key \($0)", with: ["key": .prefix("daemon-private/\(name)/")])
        }
    }

    private static func getsKeys(_ key: StringConstraint) -> MonCapGrant {
        MonCapGrant(command: "config-key get", with: ["key": key])
    }

    /// Puts a dead client that held a lock on the blocklist: an address with its nonce.
    private static func addsToBlocklist(_ command: String, _ operation: String) -> MonCapGrant {
        MonCapGrant(command: command, with: [operation: .equal("add"), "addr": .regex("^[^/]+/[0-9]+$")])
    }

    private static func createsKey(
        _ entity: String, mon: String, _ caps: CephMap<String, StringConstraint> = [:]
    ) -> MonCapGrant {
        var arguments = caps
        arguments["entity"] = .prefix(entity)
        arguments["caps_mon"] = .equal(mon)
        return MonCapGrant(command: "auth get-or-create", with: arguments)
    }

    private static func bootstrap(_ profile: String) -> [MonCapGrant] {
        let common = reads("mon", "osd") + [MonCapGrant(command: "mon getmap")]
        return switch profile {
        case "bootstrap-osd":
            common + [MonCapGrant(command: "osd new"), MonCapGrant(command: "osd purge-new")]
        case "bootstrap-mds":
            common + [
                createsKey(
                    "mds.", mon: "allow profile mds",
                    ["caps_osd": .equal("allow rwx"), "caps_mds": .equal("allow")])
            ]
        case "bootstrap-mgr": common + [createsKey("mgr.", mon: "allow profile mgr")]
        case "bootstrap-rgw":
            common + [createsKey("client.rgw.", mon: "allow rw", ["caps_osd": .equal("allow rwx")])]
        default: []
        }
    }

    private static func bootstrapRBD(_ profile: String) -> [MonCapGrant] {
        // A list of profiles that begin with rbd, each with a pool or without.
        let quote = "['\"]?"
        let pool = "([ ]+pool(=|[ ]+)\(quote)[^,'\"]+\(quote))?"
        let osd = "^([ ,]*profile(=|[ ]+)\(quote)rbd[^ ,'\"]*\(quote)\(pool))+$"
        let mon = profile == "bootstrap-rbd-mirror" ? "profile rbd-mirror" : "profile rbd"
        return reads("mon") + [createsKey("client.", mon: mon, ["caps_osd": .regex(osd)])]
    }

    private static func rbd(_ profile: String) -> [MonCapGrant] {
        let common =
            reads("mon", "osd", "pg") + [
                addsToBlocklist("osd blocklist", "blocklistop"),
                addsToBlocklist("osd blacklist", "blacklistop"),
            ]
        return switch profile {
        case "rbd-mirror": common + [getsKeys(.prefix("rbd/mirror/"))]
        case "rbd-mirror-peer":
            common + [
                getsKeys(.regex("rbd/mirror/[^/]+")),
                MonCapGrant(command: "config-key set", with: ["key": .prefix("rbd/mirror/peer/")]),
            ]
        default: common
        }
    }
}
