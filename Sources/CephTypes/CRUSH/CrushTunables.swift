import CephEncoding

/// The switches that change how CRUSH chooses. Each release added some, behind what older ones wrote.
public struct CrushTunables: Hashable, Sendable {
    public var chooseLocalTries: UInt32
    public var chooseLocalFallbackTries: UInt32
    public var chooseTotalTries: UInt32
    public var chooseLeafDescendOnce: UInt32
    public var chooseLeafVaryR: UInt8
    public var chooseLeafStable: UInt8
    public var strawCalcVersion: UInt8
    /// A bit an algorithm; see ``CrushBucket/Algorithm/bit``.
    public var allowedBucketAlgorithms: UInt32

    /// Uniform, list and straw.
    public static let legacyBucketAlgorithms: UInt32 = 1 << 1 | 1 << 2 | 1 << 4
    /// Those and straw2.
    public static let hammerBucketAlgorithms: UInt32 = legacyBucketAlgorithms | 1 << 5

    /// A release's set, as `ceph osd crush tunables` names it.
    public enum Profile: String, CaseIterable, Sendable {
        case jewel
        case hammer
        case firefly
        case bobtail
        case argonaut
    }

    /// A profile leaves the straw calculation alone.
    public init(_ profile: Profile, strawCalcVersion: UInt8) {
        let isArgonaut = profile == .argonaut
        chooseLocalTries = isArgonaut ? 2 : 0
        chooseLocalFallbackTries = isArgonaut ? 5 : 0
        chooseTotalTries = isArgonaut ? 19 : 50
        chooseLeafDescendOnce = isArgonaut ? 0 : 1
        chooseLeafVaryR = isArgonaut || profile == .bobtail ? 0 : 1
        chooseLeafStable = profile == .jewel ? 1 : 0
        let modern = profile == .jewel || profile == .hammer
        allowedBucketAlgorithms = modern ? Self.hammerBucketAlgorithms : Self.legacyBucketAlgorithms
        self.strawCalcVersion = strawCalcVersion
    }

    /// What a map has that says nothing.
    public static let legacy = CrushTunables(.argonaut, strawCalcVersion: 0)
    /// What a new map gets.
    public static let `default` = CrushTunables(.jewel, strawCalcVersion: 1)

    /// The profile that these are, whatever the straw calculation.
    public var profile: Profile? {
        Profile.allCases.first { CrushTunables($0, strawCalcVersion: strawCalcVersion) == self }
    }

    public mutating func set(_ profile: Profile) {
        self = CrushTunables(profile, strawCalcVersion: strawCalcVersion)
    }

    /// The algorithm of buckets that are made without being told one: the best that is allowed.
    public var defaultBucketAlgorithm: CrushBucket.Algorithm? {
        [.straw2, .straw, .tree, .list, .uniform].first { allowedBucketAlgorithms & $0.bit != 0 }
    }
}

extension CrushTunables {
    /// Reads as much as the writer knew.
    init(trailing decoder: inout CephDecoder) throws {
        self = .legacy
        guard decoder.remaining > 0 else { return }
        chooseLocalTries = try decoder.decode("choose_local_tries")
        chooseLocalFallbackTries = try decoder.decode("choose_local_fallback_tries")
        chooseTotalTries = try decoder.decode("choose_total_tries")
        guard decoder.remaining > 0 else { return }
        chooseLeafDescendOnce = try decoder.decode("chooseleaf_descend_once")
        guard decoder.remaining > 0 else { return }
        chooseLeafVaryR = try decoder.decode("chooseleaf_vary_r")
        guard decoder.remaining > 0 else { return }
        strawCalcVersion = try decoder.decode("straw_calc_version")
        guard decoder.remaining > 0 else { return }
        allowedBucketAlgorithms = try decoder.decode("allowed_bucket_algs")
        guard decoder.remaining > 0 else { return }
        chooseLeafStable = try decoder.decode("chooseleaf_stable")
    }

    func encode(into encoder: inout CephEncoder) {
        encoder.integer(chooseLocalTries)
        encoder.integer(chooseLocalFallbackTries)
        encoder.integer(chooseTotalTries)
        encoder.integer(chooseLeafDescendOnce)
        encoder.integer(chooseLeafVaryR)
        encoder.integer(strawCalcVersion)
        encoder.integer(allowedBucketAlgorithms)
        if encoder.features.contains(.crushTunables5) { encoder.integer(chooseLeafStable) }
    }
}
