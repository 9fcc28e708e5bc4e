import CephEncoding
import CephTypes

/// What one version of a service (or one line of the cluster log) changed.
public struct HistoryEvent: Sendable, Hashable {
    /// Nil where nothing in the store tells even about when.
    public internal(set) var time: UTime?
    /// Whether the time is not the version's own but that of what was committed beside it.
    public internal(set) var isEstimated: Bool
    /// `osdmap`
    public let service: String
    public let version: UInt64
    /// A sentence a change, without line breaks.
    public let changes: [String]

    init(
        time: UTime?, isEstimated: Bool = false, service: String, version: UInt64, changes: [String]
    ) {
        self.time = time
        self.isEstimated = isEstimated
        self.service = service
        self.version = version
        self.changes = changes.map(\.onOneLine)
    }

    /// Maps have epochs, everything else has versions.
    private static let epochs: Set<String> = ["osdmap", "monmap", "mdsmap", "mgr"]

    /// `2026-11-21T07:50:03.123456+0000`, with a `~` in front where it is estimated.
    public var timeText: String {
        (isEstimated ? "~" : "") + (time?.description ?? "unknown time")
    }
}

extension HistoryEvent: CustomStringConvertible {
    public var description: String {
        let letter = Self.epochs.contains(service) ? "e" : "v"
        return "\(timeText)  \(service) \(letter)\(version): \(changes.joined(separator: "; "))"
    }
}

extension HistoryEvent: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        if let time { formatter.stream("time", time) } else { formatter.null("time") }
        formatter.bool("estimated", isEstimated)
        formatter.string("service", service)
        formatter.int("version", version)
        formatter.strings("changes", each: "change", changes)
    }
}

/// What a service's history says of a version, before its place among the other services' is known.
struct HistoryMoment {
    /// When, if the version says so itself.
    var time: UTime?
    /// A time that it cannot be before, and probably is not long after.
    var hint: UTime?
    var changes: [String]

    init(time: UTime? = nil, hint: UTime? = nil, _ changes: [String]) {
        self.time = time
        self.hint = hint
        self.changes = changes
    }
}

/// Tells what a service's versions did, one after the other; keeps the state before the next one and no more.
protocol ServiceHistory {
    var service: String { get }
    /// The versions that there are, in order.
    func versions() throws -> [UInt64]
    /// Goes on to a version.
    /// - Throws: what kept it from being read; the next version can be asked for all the same.
    mutating func moments(of version: UInt64) throws -> [HistoryMoment]
}

/// Collects sentences.
struct ChangeList {
    private(set) var lines: [String] = []

    var isEmpty: Bool { lines.isEmpty }

    mutating func add(_ line: String) { lines.append(line) }
    mutating func add(_ more: [String]) { lines.append(contentsOf: more) }

    /// `name old → new`, if they differ.
    mutating func compare<T: Equatable>(_ name: String, _ old: T, _ new: T) {
        if old != new { add("\(name) \(Self.shown(old)) → \(Self.shown(new))") }
    }

    /// Compares what two values say of themselves under the same names.
    mutating func compare(
        _ prefix: String, fields old: [(String, String)], _ new: [(String, String)]
    ) {
        for ((name, before), (_, after)) in zip(old, new) { compare("\(prefix)\(name)", before, after) }
    }

    private static func shown(_ value: some Any) -> String {
        let text = "\(value)"
        return text.isEmpty ? "none" : text
    }
}

/// Two maps side by side: what came, what went, and what has another value.
struct MapComparison<Key: CephOrdered, Value> {
    var added: [(key: Key, value: Value)] = []
    var removed: [(key: Key, value: Value)] = []
    var changed: [(key: Key, old: Value, new: Value)] = []

    init(_ old: CephMap<Key, Value>, _ new: CephMap<Key, Value>) where Value: Equatable {
        // Both are in order, so one walk over them does it.
        var left = old.elements[...]
        var right = new.elements[...]
        while true {
            switch (left.first, right.first) {
            case (nil, nil): return
            case (let before?, let after?) where !Self.differ(before.key, after.key):
                if before.value != after.value { changed.append((after.key, before.value, after.value)) }
                left.removeFirst()
                right.removeFirst()
            case (let before?, let after) where after.map { Key.precedes(before.key, $0.key) } ?? true:
                removed.append(before)
                left.removeFirst()
            default:
                if let after = right.popFirst() { added.append(after) }
            }
        }
    }

    private static func differ(_ left: Key, _ right: Key) -> Bool {
        Key.precedes(left, right) || Key.precedes(right, left)
    }

    var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
}

extension Sequence where Element: Hashable & CephOrdered {
    /// What came and what went, for sets.
    func changes(since old: some Sequence<Element>) -> (added: [Element], removed: [Element]) {
        let before = Set(old)
        let after = Set(self)
        return (filter { !before.contains($0) }, old.filter { !after.contains($0) })
    }
}

extension String {
    /// Names and log lines may hold anything; a line must stay one, and a terminal must not be steered.
    var onOneLine: String {
        guard unicodeScalars.contains(where: Self.isControl) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": text += "\\n"
            case "\t": text += " "
            case let scalar where Self.isControl(scalar): text += "\\x" + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029: true
        default: false
        }
    }
}

/// `1 OSD`, `3 OSDs`
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// A 16.16 fixed point weight as Ceph prints it.
func weightText(_ weight: UInt32) -> String { CephNumber.general(OSDWeight.float(weight)) }
