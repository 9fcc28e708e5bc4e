import CephEncoding
import NIOCore

/// The central configuration (src/mon/ConfigMap.h).
///
/// It lies among the stored keys (prefix `mon_config_key`), an option a key:
/// `config/WHO/NAME` with WHO as ``OptionMask/parse(_:)`` reads it. The value is the option's as text.
public struct ConfigMap: Hashable, Sendable {
    /// Options of one section, by name and in the order they were set.
    public struct Section: Hashable, Sendable {
        public fileprivate(set) var options: [MaskedOption] = []

        /// Behind all of its name, as a std::multimap inserts.
        fileprivate mutating func insert(_ option: MaskedOption) {
            let name = option.option.name
            let place = options.firstIndex { String.precedes(name, $0.option.name) } ?? options.endIndex
            options.insert(option, at: place)
        }
    }

    /// Where the configuration begins among the stored keys.
    public static let keyPrefix = "config/"
    /// The prefix of the store under which the stored keys lie.
    public static let storePrefix = "mon_config_key"

    public private(set) var global = Section()
    public private(set) var byType: CephMap<String, Section> = [:]
    public private(set) var byID: CephMap<String, Section> = [:]
    /// Changes that make old keys new: a value to be stored, or nil for one to be deleted. The keys lack
    /// `config/`.
    public private(set) var cleanup: CephMap<String, ByteBuffer?> = [:]

    public init() {}

    /// Loads what is stored.
    /// - Parameters:
    ///   - keys: of prefix `mon_config_key`, in the store's order; others than `config/…` are skipped.
    ///   - renames: whether every monitor is of 16.2 at least, so that options it renamed are cleaned up.
    ///   - lookup: what is known of an option.
    public init(
        keys: some Sequence<(key: String, value: ByteBuffer)>, renames: Bool = true,
        lookup: ConfigOptionLookup = ConfigOptionTable.option(named:)
    ) {
        for (key, value) in keys where key.hasPrefix(Self.keyPrefix) {
            load(String(key.dropFirst(Self.keyPrefix.count)), value, renames: renames, lookup)
        }
    }

    private mutating func load(
        _ key: String, _ value: ByteBuffer, renames: Bool, _ lookup: ConfigOptionLookup
    ) {
        var (who, name) = Self.parseKey(key)
        if let newName = Self.renamedInPacific[name] {
            if renames {
                cleanup[key] = .some(nil)
                cleanup["\(who)/\(newName)"] = value
            }
            name = newName
        }
        let option = lookup(name) ?? .unknown(name)
        guard let (section, mask) = who.isEmpty ? ("", OptionMask()) : OptionMask.parse(who),
            !option.isNotForMonitor
        else {
            cleanup[key] = .some(nil)
            return
        }
        if section.isEmpty {
            cleanup[key] = .some(nil)
            cleanup["global/\(key)"] = value
        }
        let masked = MaskedOption(option: option, rawValue: String(cephBytes: value.byteArray), mask: mask)
        if section.isEmpty || section == "global" {
            global.insert(masked)
        } else if section.contains(".") {
            byID[section, default: Section()].insert(masked)
        } else {
            byType[section, default: Section()].insert(masked)
        }
    }

    /// Divides `osd/host:box/debug_ms`; a module's option has slashes of its own, `mgr/mgr/dashboard/ssl`.
    public static func parseKey(_ key: String) -> (who: String, name: String) {
        if let module = key.firstRange(of: "/mgr/") {
            return (String(key[..<module.lowerBound]), String(key[key.index(after: module.lowerBound)...]))
        }
        guard let slash = key.lastIndex(of: "/") else { return ("", key) }
        return (String(key[..<slash]), String(key[key.index(after: slash)...]))
    }

    private static let renamedInPacific = [
        "mon_osd_blacklist_default_expire": "mon_osd_blocklist_default_expire",
        "mon_mds_blacklist_interval": "mon_mds_blocklist_interval",
        "mon_mgr_blacklist_interval": "mon_mgr_blocklist_interval",
        "rbd_blacklist_on_break_lock": "rbd_blocklist_on_break_lock",
        "rbd_blacklist_expire_seconds": "rbd_blocklist_expire_seconds",
        "mds_session_blacklist_on_timeout": "mds_session_blocklist_on_timeout",
        "mds_session_blacklist_on_evict": "mds_session_blocklist_on_evict",
    ]

    /// `global`, `osd` or `osd.1`; nil if nothing is set there.
    public func section(named name: String) -> Section? {
        name == "global" ? global : name.contains(".") ? byID[name] : byType[name]
    }

    /// All sections in the order that `config dump` has.
    public var sections: [(name: String, section: Section)] {
        var all = [(name: "global", section: global)]
        for type in ["mon", "mgr", "osd", "mds", "client"] {
            if let section = byType[type] { all.append((type, section)) }
            all += byID.filter { $0.key.hasPrefix(type) }.map { ($0.key, $0.value) }
        }
        return all
    }
}
