import CephEncoding

/// The declarations in `Options/` are text, which compiles and loads faster than 1,800 calls. A line that
/// begins with a letter declares an option:
///
///     NAME TYPE LEVEL [!FLAG]… [@SERVICE]… [#TAG]… [&SEE_ALSO]… [|ALLOWED]… [<MIN] [>MAX] [~DAEMON_DEFAULT]
///     [=DEFAULT]
///
/// in one line and in this order. A default goes to the line's end and may have spaces; an option without
/// one has its type's zero. A `_` in a tag is a space. A line with one space before it describes the option
/// above it, one with two tells the details.
extension ConfigOptionTable {
    static func parse(_ text: String) -> [ConfigOption] {
        var options: [ConfigOption] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("  ") {
                options[options.endIndex - 1].details = String(line.dropFirst(2))
            } else if line.hasPrefix(" ") {
                options[options.endIndex - 1].summary = String(line.dropFirst())
            } else if let option = declaration(line) {
                options.append(option)
            } else {
                preconditionFailure("not a declaration of an option: \(line)")
            }
        }
        return options
    }

    private static func declaration(_ line: Substring) -> ConfigOption? {
        let words = line.split(separator: " ", maxSplits: 3)
        guard words.count >= 3, let type = ConfigOption.ValueType(rawValue: String(words[1])),
            let level = ConfigOption.Level(rawValue: String(words[2]))
        else { return nil }
        var option = ConfigOption(String(words[0]), type: type, level: level)
        option.check = checks[option.name] ?? .none
        var rest = words.count > 3 ? words[3] : ""
        while let mark = rest.first {
            let end = mark == "=" ? rest.endIndex : rest.firstIndex(of: " ") ?? rest.endIndex
            guard add(rest.dropFirst().prefix(upTo: end), mark, to: &option) else { return nil }
            rest = rest[end...].drop { $0 == " " }
        }
        return option
    }

    /// - Returns: false if the word cannot be meant so.
    private static func add(_ word: Substring, _ mark: Character, to option: inout ConfigOption) -> Bool {
        let word = String(word)
        switch mark {
        case "!":
            guard let flag = flags[word] else { return false }
            option.flags.insert(flag)
        case "@": option.services.append(word)
        case "#": option.tags.append(word.split(separator: "_").joined(separator: " "))
        case "&": option.seeAlso.append(word)
        case "|": option.allowedValues.append(word)
        case "<": option.minimum = option.type.declaredValue(word)
        case ">": option.maximum = option.type.declaredValue(word)
        case "~": option.daemonDefault = option.type.declaredValue(word)
        case "=":
            guard let value = option.type.declaredValue(word) else { return false }
            option.defaultValue = value
        default: return false
        }
        return true
    }

    private static let flags: [String: ConfigOption.Flags] = [
        "runtime": .runtime, "no_mon_update": .noMonUpdate, "startup": .startup,
        "cluster_create": .clusterCreate, "create": .create, "minimal_conf": .minimalConf,
    ]

    private static let checks: [String: ConfigOption.Check] = [
        "rbd_default_pool": .poolName(allowingEmpty: false, fallback: "rbd"),
        "rbd_default_data_pool": .poolName(allowingEmpty: true, fallback: ""),
        "rbd_default_features": .rbdFeatures,
        "rbd_discard_granularity_bytes": .powerOfTwo,
    ]

    /// How much each part of Ceph logs, and how much it gathers for a crash (src/common/subsys.h).
    static let debugOptions = debugLevels.split(separator: " ").map { entry in
        let colon = entry.firstIndex(of: ":") ?? entry.endIndex
        let part = entry[..<colon]
        var option = ConfigOption("debug_\(part)", type: .str, level: .advanced)
        option.flags = .runtime
        option.summary = "Debug level for \(part)"
        option.details = debugDetails
        option.defaultValue = .string(String(entry[colon...].dropFirst()))
        option.check = .debugLevel
        return option
    }

    private static let debugDetails = """
        The value takes the form 'N' or 'N/M' where N and M are values between 0 and 99.  N is the debug \
        level to log (all values below this are included), and M is the level to gather and buffer in \
        memory.  In the event of a crash, the most recent items <= M are dumped to the log file.
        """

    private static let debugLevels = """
        asok:1/5 auth:1/5 bdev:1/3 bluefs:1/5 bluestore:1/5 buffer:0/1 cephfs_mirror:0/5 cephsqlite:0/5 \
        civetweb:1/10 client:0/5 compressor:1/5 context:0/1 crush:1/1 crypto:1/5 dpdk:1/5 eventtrace:1/5 \
        filer:0/1 filestore:1/3 finisher:1/1 fuse:1/5 heartbeatmap:1/5 immutable_obj_cache:0/5 \
        javaclient:1/5 journal:1/3 journaler:0/5 kstore:1/5 leveldb:4/5 lockdep:0/1 mds:1/5 \
        mds_balancer:1/5 mds_locker:1/5 mds_log:1/5 mds_log_expire:1/5 mds_migrator:1/5 memdb:4/5 mgr:2/5 \
        mgrc:1/5 mon:1/5 monc:0/10 ms:0/0 none:0/5 objclass:0/5 objectcacher:0/5 objecter:0/1 \
        optracker:0/5 osd:1/5 paxos:1/5 perfcounter:1/5 prioritycache:1/5 rados:0/5 rbd:0/5 rbd_mirror:0/5 \
        rbd_pwl:0/5 rbd_replay:0/5 refs:0/0 reserver:1/1 rgw:1/5 rgw_sync:1/5 rocksdb:4/5 striper:0/1 \
        test:0/5 throttle:1/1 timer:0/1 tp:0/5
        """
}

extension ConfigOption.ValueType {
    /// A default or bound as `Options/` has it. A bound may lie beyond what a configuration could say.
    fileprivate func declaredValue(_ text: String) -> ConfigValue? {
        switch self {
        case .str: .string(text)
        case .uint: UInt64(text).map { .uint($0) }
        case .int: Int64(text).map { .int($0) }
        case .float: Double(text).map { .float($0) }
        case .bool: Bool(text).map { .bool($0) }
        case .size: UInt64(text).map { .size($0) }
        case .secs: Int64(text).map { .seconds($0) }
        case .millisecs: Int64(text).map { .milliseconds($0) }
        case .addr: ConfigAddressReader.address(text).map { .address($0) }
        case .addrvec: ConfigAddressReader.addresses(text).map { .addresses($0) }
        case .uuid: CephUUID(text).map { .uuid($0) }
        }
    }
}
