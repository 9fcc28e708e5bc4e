import CephEncoding

/// `mon_feature_t`: what all monitors of a quorum understand, kept in the monmap (src/mon/mon_types.h).
public struct MonFeatures: OptionSet, Hashable, Sendable {
    public let rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public static let kraken = MonFeatures(rawValue: 1 << 0)
    public static let luminous = MonFeatures(rawValue: 1 << 1)
    public static let mimic = MonFeatures(rawValue: 1 << 2)
    public static let osdMapPrune = MonFeatures(rawValue: 1 << 3)
    public static let nautilus = MonFeatures(rawValue: 1 << 4)
    public static let octopus = MonFeatures(rawValue: 1 << 5)
    public static let pacific = MonFeatures(rawValue: 1 << 6)
    public static let electorPinging = MonFeatures(rawValue: 1 << 7)
    public static let reserved = MonFeatures(rawValue: 1 << 63)

    /// What 16.2's monitor supports.
    public static let supported: MonFeatures = [
        .kraken, .luminous, .mimic, .osdMapPrune, .nautilus, .octopus, .pacific, .electorPinging,
    ]
    /// Those that stay once a whole quorum had them.
    public static let persistent = supported
    /// Those that an operator may set and unset.
    public static let optional: MonFeatures = [.osdMapPrune]

    private static let names: [(MonFeatures, String)] = [
        (.kraken, "kraken"), (.luminous, "luminous"), (.mimic, "mimic"), (.osdMapPrune, "osdmap-prune"),
        (.nautilus, "nautilus"), (.octopus, "octopus"), (.pacific, "pacific"),
        (.electorPinging, "elector-pinging"), (.reserved, "reserved"),
    ]

    /// The feature of that name; nil for any other text.
    public init?(name: some StringProtocol) {
        guard let known = Self.names.first(where: { $0.1 == name }) else { return nil }
        self = known.0
    }

    /// One feature for each bit that is set, lowest first.
    public var each: [MonFeatures] {
        (0..<64).map { MonFeatures(rawValue: 1 << UInt64($0)) }.filter { contains($0) }
    }

    /// The names of ``each``, `unknown` for a bit without one.
    public var names: [String] {
        each.map { feature in Self.names.first { $0.0 == feature }?.1 ?? "unknown" }
    }

    /// `[kraken,luminous]`, `[none]`; with values `[kraken(1),luminous(2)]`.
    public func listed(withValues: Bool = false) -> String {
        let parts = zip(names, each).map { withValues ? "\($0)(\($1.rawValue))" : $0 }
        return "[" + (parts.isEmpty ? "none" : parts.joined(separator: ",")) + "]"
    }

    /// The release that the features of a quorum imply (`infer_ceph_release_from_mon_features`).
    public var impliedRelease: CephRelease {
        let releases: [(MonFeatures, CephRelease)] = [
            (.pacific, .pacific), (.octopus, .octopus), (.nautilus, .nautilus), (.mimic, .mimic),
            (.luminous, .luminous), (.kraken, .kraken),
        ]
        return releases.first { contains($0.0) }?.1 ?? .unknown
    }

    /// An array of names.
    func dump(_ name: String, to formatter: inout CephFormatter) {
        formatter.array(name) { for feature in names { $0.stream("bit_flag", feature) } }
    }
}

extension MonFeatures: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1) { _, body in
            MonFeatures(rawValue: try body.decode("features"))
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { $0.integer(rawValue) }
    }
}

extension MonFeatures: CustomStringConvertible {
    public var description: String { "mon_feature_t(\(listed()))" }
}
