import CephTypes

/// One difference between two dumps.
public struct ValueDifference: Sendable, Hashable {
    /// `pools[2 rbd].size`
    public let path: String
    /// Nil where it came.
    public let old: ValueTree?
    /// Nil where it went.
    public let new: ValueTree?
}

extension ValueDifference: CustomStringConvertible {
    public var description: String {
        let text =
            switch (old, new) {
            case (let old?, let new?): "\(path): \(Self.shown(old)) → \(Self.shown(new))"
            case (nil, let new?): "+ \(path): \(Self.shown(new))"
            case (_, nil): "- \(path)"
            }
        return text.onOneLine
    }

    private static func shown(_ tree: ValueTree) -> String { tree.text == "" ? "''" : "\(tree)" }
}

extension ValueDifference: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        formatter.string("change", old == nil ? "added" : new == nil ? "removed" : "changed")
        formatter.string("path", path)
        old?.dump("old", to: &formatter)
        new?.dump("new", to: &formatter)
    }
}

extension ValueDifference {
    /// What is different between two dumps, in their order.
    public static func all(from old: ValueTree, to new: ValueTree) -> [ValueDifference] {
        var differences: [ValueDifference] = []
        compare("", old, new, &differences)
        return differences
    }

    private static func compare(
        _ path: String, _ old: ValueTree, _ new: ValueTree, _ found: inout [ValueDifference]
    ) {
        guard old != new else { return }
        switch (old, new) {
        case (.object(let left), .object(let right)):
            // A name twice in one object can't be told apart by name.
            let entries = (Entry.all(of: left), Entry.all(of: right))
            compare(entries.0, entries.1, &found) { path.isEmpty ? $0 : "\(path).\($0)" }
        case (.array(let left), .array(let right)):
            if let entries = Entry.identified(left, right) {
                compare(entries.0, entries.1, &found) { "\(path)[\($0)]" }
            } else if left.count == right.count, !left.allSatisfy(\.isScalar) {
                for (index, pair) in zip(left, right).enumerated() {
                    compare("\(path)[\(index)]", pair.0, pair.1, &found)
                }
            } else {
                found.append(ValueDifference(path: path, old: old, new: new))
            }
        default: found.append(ValueDifference(path: path, old: old, new: new))
        }
    }

    /// Something with a key of its own among its neighbours.
    private struct Entry {
        let key: String
        /// What a reader sees; may say more than the key.
        let label: String
        let value: ValueTree

        static func all(of members: [ValueTree.Member]) -> [Entry] {
            var seen: [String: Int] = [:]
            return members.map { member in
                let count = seen[member.name, default: 0]
                seen[member.name] = count + 1
                let name = count == 0 ? member.name : "\(member.name)#\(count + 1)"
                return Entry(key: name, label: name, value: member.value)
            }
        }

        /// Fields by which Ceph's arrays of objects tell their elements apart, the best first.
        private static let identities = [
            "osd", "pool", "pgid", "snapid", "gid", "global_id", "id", "rule_id", "type_id", "bucket_id",
            "name",
            "begin",
        ]
        private static let names = ["pool_name", "rule_name", "name"]

        /// Both arrays' elements by a field that every one has, each with a value of its own.
        static func identified(_ left: [ValueTree], _ right: [ValueTree]) -> ([Entry], [Entry])? {
            for field in identities {
                guard let first = entries(left, by: field), let second = entries(right, by: field) else {
                    continue
                }
                return (first, second)
            }
            return nil
        }

        private static func entries(_ array: [ValueTree], by field: String) -> [Entry]? {
            var seen: Set<String> = []
            var entries: [Entry] = []
            for element in array {
                guard let key = element[field]?.text, seen.insert(key).inserted else { return nil }
                let name = names.lazy.compactMap { element[$0]?.text }.first ?? key
                entries.append(Entry(key: key, label: name == key ? key : "\(key) \(name)", value: element))
            }
            return entries
        }
    }

    private static func compare(
        _ old: [Entry], _ new: [Entry], _ found: inout [ValueDifference], path: (String) -> String
    ) {
        let after = Dictionary(new.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let before = Set(old.map(\.key))
        for entry in old {
            if let match = after[entry.key] {
                compare(path(match.label), entry.value, match.value, &found)
            } else {
                found.append(ValueDifference(path: path(entry.label), old: entry.value, new: nil))
            }
        }
        for entry in new where !before.contains(entry.key) {
            found.append(ValueDifference(path: path(entry.label), old: nil, new: entry.value))
        }
    }
}
