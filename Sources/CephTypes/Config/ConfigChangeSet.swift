import CephEncoding
import NIOCore

/// What one version of the central configuration changed (src/mon/ConfigMap.h).
///
/// It lies among the stored keys (prefix `mon_config_key`): `config-history/VERSION/` has when (utime) and
/// by what (string), `config-history/VERSION/-KEY` a value that went and `config-history/VERSION/+KEY` one
/// that came.
public struct ConfigChangeSet: Hashable, Sendable {
    public struct Change: Hashable, Sendable {
        public var previous: String?
        public var new: String?

        public init(previous: String? = nil, new: String? = nil) {
            self.previous = previous
            self.new = new
        }
    }

    /// Where history begins among the stored keys.
    public static let historyPrefix = "config-history/"

    public var version: UInt64
    public var stamp: UTime
    /// `reset to 3`; mostly empty.
    public var name: String
    /// By key without `config/`.
    public var changes: CephMap<String, Change>

    public init(
        version: UInt64, stamp: UTime = .zero, name: String = "", changes: CephMap<String, Change> = [:]
    ) {
        self.version = version
        self.stamp = stamp
        self.name = name
        self.changes = changes
    }

    /// The keys of a version all begin with this.
    public static func keyPrefix(of version: UInt64) -> String { "\(historyPrefix)\(version)/" }

    /// Loads a version.
    /// - Parameter keys: stored keys; those that are not the version's are skipped. Without any the set is
    ///   empty, as for a version that has been forgotten. A head that cannot be read counts for none.
    public init(version: UInt64, keys: some Sequence<(key: String, value: ByteBuffer)>) {
        self.init(version: version)
        let prefix = Self.keyPrefix(of: version)
        for (key, value) in keys where key.hasPrefix(prefix) {
            let rest = key.dropFirst(prefix.count)
            let text = String(cephBytes: value.byteArray)
            switch rest.first {
            case nil: readHead(value)
            case "-": changes[String(rest.dropFirst()), default: Change()].previous = text
            case "+": changes[String(rest.dropFirst()), default: Change()].new = text
            default: break
            }
        }
    }

    private mutating func readHead(_ bytes: ByteBuffer) {
        var decoder = CephDecoder(bytes)
        if let stamp = try? UTime(from: &decoder) { self.stamp = stamp }
        if let name = try? String(from: &decoder) { self.name = name }
    }

    /// The keys that are stored for the version.
    public var storedKeys: [(key: String, value: ByteBuffer)] {
        let prefix = Self.keyPrefix(of: version)
        var head = CephEncoder()
        head.encode(stamp)
        head.encode(name)
        var keys = [(key: prefix, value: head.buffer)]
        for (key, change) in changes {
            if let new = change.new { keys.append(("\(prefix)+\(key)", ByteBuffer(bytes: new.cephBytes))) }
            if let previous = change.previous {
                keys.append(("\(prefix)-\(key)", ByteBuffer(bytes: previous.cephBytes)))
            }
        }
        return keys
    }
}

extension ConfigChangeSet: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        formatter.int("version", version)
        formatter.stream("timestamp", stamp)
        formatter.string("name", name)
        formatter.array("changes") { array in
            for (key, change) in changes {
                array.object("change") { object in
                    object.string("name", key)
                    if let previous = change.previous { object.string("previous_value", previous) }
                    if let new = change.new { object.string("new_value", new) }
                }
            }
        }
    }
}

extension ConfigChangeSet: CustomStringConvertible {
    /// As `config log` prints it, with the end of its last line.
    public var description: String {
        var text = "--- \(version) --- \(stamp)" + (name.isEmpty ? "" : " --- \(name)") + " ---\n"
        for (key, change) in changes {
            if let previous = change.previous { text += "- \(key) = \(previous)\n" }
            if let new = change.new { text += "+ \(key) = \(new)\n" }
        }
        return text
    }
}
