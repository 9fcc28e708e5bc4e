import CephEncoding

/// `CompatSet`: what a program must understand before it may read or write a store or a file system
/// (src/include/CompatSet.h).
public struct CompatSet: Hashable, Sendable {
    /// A feature's number, 1 to 62, and its name.
    public struct Feature: Hashable, Sendable {
        public let id: UInt64
        public let name: String

        public init(_ id: UInt64, _ name: String) {
            self.id = id
            self.name = name
        }
    }

    /// Features with their names. The mask has bit `id` for each, and bit 0 always unset here.
    public struct FeatureSet: Hashable, Sendable {
        public private(set) var mask: UInt64 = 0
        public private(set) var names: CephMap<UInt64, String> = [:]

        public init(_ features: [Feature] = []) {
            for feature in features { insert(feature) }
        }

        public func contains(_ id: UInt64) -> Bool { names.contains(id) }
        public func contains(_ feature: Feature) -> Bool { names.contains(feature.id) }

        /// Numbers outside 1 to 62 have no bit, and only a name.
        public mutating func insert(_ feature: Feature) {
            mask |= Self.bit(feature.id)
            names[feature.id] = feature.name
        }

        public mutating func remove(_ id: UInt64) {
            guard names.removeValue(forKey: id) != nil else { return }
            mask &= ~Self.bit(id)
        }

        /// What `other` has and this lacks.
        func missing(from other: FeatureSet) -> FeatureSet {
            var difference = FeatureSet()
            let bits = other.mask & ~mask
            for id in UInt64(1)..<64 where bits & (1 << id) != 0 {
                difference.insert(Feature(id, other.names[id] ?? ""))
            }
            return difference
        }

        private static func bit(_ id: UInt64) -> UInt64 { (1..<63).contains(id) ? 1 << id : 0 }
    }

    /// Features that a reader or writer may ignore.
    public var compat: FeatureSet
    /// Features that a reader may ignore, and a writer must know.
    public var roCompat: FeatureSet
    /// Features that both must know.
    public var incompat: FeatureSet

    public init(
        compat: FeatureSet = FeatureSet(), roCompat: FeatureSet = FeatureSet(),
        incompat: FeatureSet = FeatureSet()
    ) {
        self.compat = compat
        self.roCompat = roCompat
        self.incompat = incompat
    }

    public init(incompat: [Feature]) { self.init(incompat: FeatureSet(incompat)) }

    /// No feature in any of the three.
    public var isEmpty: Bool { compat.mask == 0 && roCompat.mask == 0 && incompat.mask == 0 }

    /// Whether a program with these features can read what has `other`.
    public func canRead(_ other: CompatSet) -> Bool { other.incompat.mask & ~incompat.mask == 0 }

    /// Whether a program with these features can write what has `other`.
    public func canWrite(_ other: CompatSet) -> Bool {
        canRead(other) && other.roCompat.mask & ~roCompat.mask == 0
    }

    /// Whether the same features are set, whatever they are called.
    public func hasSameFeatures(as other: CompatSet) -> Bool {
        compat.mask == other.compat.mask && roCompat.mask == other.roCompat.mask
            && incompat.mask == other.incompat.mask
    }

    /// The features of `other` that are not here.
    public func unsupported(of other: CompatSet) -> CompatSet {
        CompatSet(
            compat: compat.missing(from: other.compat), roCompat: roCompat.missing(from: other.roCompat),
            incompat: incompat.missing(from: other.incompat))
    }

    /// Takes in the features of `other`.
    /// - Returns: whether that added any.
    @discardableResult
    public mutating func merge(_ other: CompatSet) -> Bool {
        let difference = unsupported(of: other)
        for (id, name) in difference.compat.names { compat.insert(Feature(id, name)) }
        for (id, name) in difference.roCompat.names { roCompat.insert(Feature(id, name)) }
        for (id, name) in difference.incompat.names { incompat.insert(Feature(id, name)) }
        return !difference.isEmpty
    }
}

extension CompatSet.FeatureSet: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        mask = try decoder.decode("mask")
        names = try decoder.decode("names")
        // An old bug or-ed in the number instead of its bit. Only its masks have bit 0; they are made anew.
        guard mask & 1 != 0 else { return }
        mask = names.keys.reduce(0) { $0 | Self.bit($1) }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(mask)
        encoder.encode(names)
    }
}

extension CompatSet: CephRecord {
    public static let cephTypeName = "CompatSet"

    public init(from decoder: inout CephDecoder) throws {
        compat = try decoder.decode("compat")
        roCompat = try decoder.decode("ro_compat")
        incompat = try decoder.decode("incompat")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.encode(compat)
        encoder.encode(roCompat)
        encoder.encode(incompat)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("compat", compat)
        formatter.dump("ro_compat", roCompat)
        formatter.dump("incompat", incompat)
    }
}

extension CompatSet.FeatureSet: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        for (id, name) in names { formatter.string("feature_\(id)", name) }
    }
}

extension CompatSet: CustomStringConvertible {
    /// `compat={},rocompat={},incompat={1=base v0.20}`
    public var description: String {
        "compat=\(compat.names.streamText),rocompat=\(roCompat.names.streamText)"
            + ",incompat=\(incompat.names.streamText)"
    }

    /// The masks alone, in hexadecimal, with the bit 0 that Ceph keeps in memory: `{c=[1],r=[1],i=[7ff]}`.
    public var shortDescription: String {
        let masks = [compat, roCompat, incompat].map { String($0.mask | 1, radix: 16) }
        return "{c=[\(masks[0])],r=[\(masks[1])],i=[\(masks[2])]}"
    }
}
