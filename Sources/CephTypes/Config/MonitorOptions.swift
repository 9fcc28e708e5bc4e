import CephEncoding

/// The options of one daemon: what its configuration file, its command line and the monitors' configuration
/// say, over the defaults (`md_config_t`).
///
/// A value is looked up by the option's name; a name that 16.2 does not have, or one of another type, is an
/// error of the program and stops it.
public struct MonitorOptions: Sendable {
    /// Where a value comes from; the later counts.
    public enum Level: Int, Comparable, CaseIterable, Sendable {
        /// A default that the program sets (`--default-NAME`).
        case `default`
        /// The monitors' configuration (`config set`).
        case mon
        case file
        /// `CEPH_ARGS`
        case env
        case cmdline
        /// Set while the daemon runs (`config set` on its socket, `injectargs`).
        case override

        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

        /// As `config diff` calls it.
        var label: String { String(describing: self) }
    }

    /// What `$name`, `$cluster`, `$host` and `$pid` stand for in a value.
    public struct Identity: Hashable, Sendable {
        public var name: AuthEntityName
        public var cluster: String
        public var host: String
        public var processID: Int32
        public var home: String

        public init(
            name: AuthEntityName, cluster: String = "ceph", host: String = "localhost", processID: Int32 = 0,
            home: String = ""
        ) {
            self.name = name
            self.cluster = cluster
            self.host = host
            self.processID = processID
            self.home = home
        }
    }

    public var identity: Identity
    /// Whether defaults of daemons count.
    public let isDaemon: Bool
    /// Whether options that are only read at start have been read.
    public var isRunning = false
    /// Levels that say something, ascending.
    private var values: [String: [(level: Level, value: ConfigValue)]] = [:]
    /// What the monitors' configuration says and this daemon cannot take.
    public private(set) var ignoredMonValues: [String: String] = [:]

    public init(identity: Identity, isDaemon: Bool = true) {
        self.identity = identity
        self.isDaemon = isDaemon
        // The text of some defaults is not yet what they stand for.
        for option in ConfigOptionTable.checked where option.type == .str {
            let text = option.defaultValue(forDaemon: isDaemon).description
            if let value = try? option.parse(text), value.description != text {
                values[option.name] = [(.default, value)]
            }
        }
    }

    /// A monitor's options, with the defaults that `ceph-mon` has of its own.
    public init(monitor identity: Identity) {
        self.init(identity: identity)
        for (name, value) in [
            ("keyring", ConfigValue.string("$mon_data/keyring")), ("leveldb_block_size", .size(64 << 10)),
            ("leveldb_cache_size", .size(512 << 20)), ("leveldb_compression", .bool(false)),
            ("leveldb_log", .string("")), ("leveldb_write_buffer_size", .size(32 << 20)),
        ] {
            values[name] = [(.default, value)]
        }
    }

    /// What counts, as it was set: names of other options are not yet replaced by their values.
    func raw(_ option: ConfigOption) -> ConfigValue {
        values[option.name]?.last?.value ?? option.defaultValue(forDaemon: isDaemon)
    }

    /// What each level says, ascending; only options of which some level says something.
    var said: [(name: String, levels: [(level: Level, value: ConfigValue)])] {
        values.map { ($0.key, $0.value) }.sorted { String.precedes($0.0, $1.0) }
    }

    /// Options of which some level says something.
    public var namesSet: some Collection<String> { values.keys }

    /// What a level says.
    public func value(of name: String, at level: Level) -> ConfigValue? {
        values[name]?.first { $0.level == level }?.value
    }
}

extension MonitorOptions {
    /// Why an option cannot be set.
    public enum SetError: Error, Hashable, Sendable {
        case unknownOption(String)
        case badValue(ConfigValueError)
        case notAtRuntime(String)
    }

    /// Sets a value.
    /// - Parameter name: with `_` between its words; white space counts as one.
    /// - Returns: whether what counts is another value now.
    @discardableResult
    public mutating func set(
        _ name: String, to text: String, at level: Level
    ) throws(SetError) -> Bool {
        let name = Self.normalized(name)
        guard let option = ConfigOptionTable.option(named: name) else {
            throw .unknownOption(name)
        }
        let value: ConfigValue
        do throws(ConfigValueError) { value = try option.parse(text) } catch { throw .badValue(error) }
        if isRunning, !option.canUpdateAtRuntime, value != raw(option) {
            throw .notAtRuntime("Configuration option '\(name)' may not be modified at runtime")
        }
        return change(option) { levels in
            let place = levels.firstIndex { $0.level >= level } ?? levels.endIndex
            if place < levels.endIndex, levels[place].level == level { levels.remove(at: place) }
            levels.insert((level, value), at: place)
        }
    }

    /// Takes away what a level says of an option.
    /// - Returns: whether what counts is another value now.
    @discardableResult
    public mutating func remove(_ name: String, at level: Level) -> Bool {
        guard let option = ConfigOptionTable.option(named: name) else { return false }
        return change(option) { levels in levels.removeAll { $0.level == level } }
    }

    private mutating func change(
        _ option: ConfigOption, _ body: (inout [(level: Level, value: ConfigValue)]) -> Void
    ) -> Bool {
        let before = raw(option)
        var levels = values[option.name] ?? []
        body(&levels)
        values[option.name] = levels.isEmpty ? nil : levels
        return raw(option) != before
    }

    /// Takes over what the monitors' configuration says of this daemon, and forgets what it said before.
    /// - Returns: the options of which another value counts now.
    public mutating func setMonValues(_ new: some Sequence<(key: String, value: String)>) -> Set<String> {
        var changed: Set<String> = []
        var mentioned: Set<String> = []
        ignoredMonValues = [:]
        for (name, text) in new {
            mentioned.insert(name)
            guard let option = ConfigOptionTable.option(named: name) else { continue }
            if option.isNotForMonitor {
                ignoredMonValues[name] = text
                continue
            }
            do throws(SetError) {
                if try set(name, to: text, at: .mon) { changed.insert(name) }
            } catch {
                ignoredMonValues[name] = text
            }
        }
        for name in Array(values.keys) where !mentioned.contains(name) {
            if remove(name, at: .mon) { changed.insert(name) }
        }
        return changed
    }

    /// Takes over what a configuration file says of this daemon: its own section before its type's before
    /// `[global]`.
    /// - Returns: what could not be set, a line each.
    public mutating func read(_ file: ConfigFile) -> [String] {
        let sections = [identity.name.description, identity.name.type.cephName, "global"]
        var complaints: [String] = []
        for option in ConfigOptionTable.sorted + ConfigOptionTable.own {
            guard let text = file.value(of: option.name, in: sections) else { continue }
            do throws(SetError) {
                try set(option.name, to: text, at: .file)
            } catch {
                let reason = if case .badValue(let error) = error { error.description } else { "" }
                complaints.append(
                    "parse error setting \"\(option.name)\" to \"\(text)\""
                        + (reason.isEmpty ? "" : " (\(reason))"))
            }
        }
        return complaints
    }

    /// A name as files may have it: white space at its ends does not count, and within counts as `_`.
    public static func normalized(_ name: String) -> String {
        guard name.utf8.contains(where: CText.isSpace) else { return name }
        return name.split(whereSeparator: \.isWhitespace).joined(separator: "_")
    }
}
