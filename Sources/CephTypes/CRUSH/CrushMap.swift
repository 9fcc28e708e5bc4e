import CephEncoding

/// The CRUSH map (Ceph's `CrushWrapper`): the hierarchy of devices, the rules that choose among them, and
/// the names of everything.
public struct CrushMap: Hashable, Sendable {
    /// A device number beyond this is refused: a map lists every device up to its last, named or not.
    public static let deviceLimit: Int32 = 1 << 20

    /// The bucket with id `b` is at index `-1 - b`.
    public var buckets: [CrushBucket?]
    public var rules: [CrushRule?]
    /// One more than the highest device number.
    public var maxDevices: Int32
    /// Type 0 is that of devices.
    public var typeNames: CephMap<Int32, String>
    /// Of devices and buckets. Shadow buckets are named `bucket~class`.
    public var itemNames: CephMap<Int32, String>
    public var ruleNames: CephMap<Int32, String>
    public var tunables: CrushTunables
    /// Device (or shadow bucket) to class.
    public var itemClasses: CephMap<Int32, Int32>
    public var classNames: CephMap<Int32, String>
    /// Bucket to class to shadow bucket, which has that class's devices alone.
    public var shadowBuckets: CephMap<Int32, CephMap<Int32, Int32>>
    /// By pool, or ``CrushChooseArgs/defaultIndex``.
    public var chooseArgs: CephMap<Int64, CrushChooseArgs>
    /// What releases since 19 write behind all the rest: descents and collision tries of multi-step retry
    /// rules. Kept, so that nothing is lost; 16.2 knows no such rules.
    public var multiStepRetry: MultiStepRetry?

    public struct MultiStepRetry: Hashable, Sendable {
        public var descents: UInt32
        public var collisionTries: UInt32
    }

    /// An empty map with today's tunables.
    public init(tunables: CrushTunables = .default) {
        buckets = []
        rules = []
        maxDevices = 0
        typeNames = [:]
        itemNames = [:]
        ruleNames = [:]
        self.tunables = tunables
        itemClasses = [:]
        classNames = [:]
        shadowBuckets = [:]
        chooseArgs = [:]
    }
}

extension CrushMap {
    /// The bucket with this (negative) id.
    public func bucket(_ id: Int32) -> CrushBucket? {
        let index = Int(-1 &- id)
        return id < 0 && index < buckets.count ? buckets[index] : nil
    }

    /// All buckets, by falling id.
    public var existingBuckets: some Sequence<CrushBucket> { buckets.lazy.compactMap(\.self) }

    public func rule(_ number: Int) -> CrushRule? { rules.indices.contains(number) ? rules[number] : nil }

    /// The lowest rule for pools of `type`.
    public func firstRule(type: UInt8) -> Int? { rules.firstIndex { $0?.type == type } }

    /// The first rule with this set, type and a range of sizes that has `size`.
    public func findRule(ruleset: Int, type: UInt8, size: Int) -> Int? {
        rules.firstIndex { rule in
            guard let rule else { return false }
            return Int(rule.ruleset) == ruleset && rule.type == type && Int(rule.minSize) <= size
                && Int(rule.maxSize) >= size
        }
    }

    public func itemExists(_ id: Int32) -> Bool { itemNames.contains(id) }

    /// The item with a name; where several have it, the one with the highest id, as in Ceph.
    public func item(named name: String) -> Int32? { itemNames.elements.last { $0.value == name }?.key }
    public func type(named name: String) -> Int32? { typeNames.elements.last { $0.value == name }?.key }
    public func rule(named name: String) -> Int? {
        ruleNames.elements.last { $0.value == name }.map { Int($0.key) }
    }
    public func deviceClass(named name: String) -> Int32? {
        classNames.elements.last { $0.value == name }?.key
    }

    /// The name of a device's or shadow bucket's class.
    public func className(of item: Int32) -> String? { itemClasses[item].flatMap { classNames[$0] } }

    /// The arguments of a pool, else the default ones.
    public func chooseArgs(forPool pool: Int64) -> CrushChooseArgs? {
        chooseArgs[pool] ?? chooseArgs[CrushChooseArgs.defaultIndex]
    }

    /// `[A-Za-z0-9_.-]+`
    public static func isValidName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    /// Whether an item is of a class's tree and not of the tree that was drawn: its name has a `~`.
    public func isShadow(_ item: Int32) -> Bool { itemNames[item]?.utf8.contains(UInt8(ascii: "~")) ?? false }

    /// Sets ``maxDevices`` by what the buckets hold and what has a name.
    public mutating func finalize() {
        var last: Int32 = -1
        for bucket in existingBuckets { last = max(last, bucket.items.max() ?? -1) }
        last = max(last, itemNames.last?.key ?? -1)
        maxDevices = last == .max ? .max : last + 1
    }
}
