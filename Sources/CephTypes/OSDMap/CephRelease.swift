import CephEncoding

/// `ceph_release_t`: a release line of Ceph, in the order of their letters (src/common/ceph_releases.h).
/// On the wire u8; 255 stands for «no change».
public struct CephRelease: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let unknown = CephRelease(rawValue: 0)
    public static let argonaut = CephRelease(rawValue: 1)
    public static let dumpling = CephRelease(rawValue: 4)
    public static let firefly = CephRelease(rawValue: 6)
    public static let hammer = CephRelease(rawValue: 8)
    public static let jewel = CephRelease(rawValue: 10)
    public static let kraken = CephRelease(rawValue: 11)
    public static let luminous = CephRelease(rawValue: 12)
    public static let mimic = CephRelease(rawValue: 13)
    public static let nautilus = CephRelease(rawValue: 14)
    public static let octopus = CephRelease(rawValue: 15)
    public static let pacific = CephRelease(rawValue: 16)
    public static let squid = CephRelease(rawValue: 19)
    /// In an incremental: the release stays what it is.
    public static let unchanged = CephRelease(rawValue: 255)

    private static let names = [
        "unknown", "argonaut", "bobtail", "cuttlefish", "dumpling", "emperor", "firefly", "giant", "hammer",
        "infernalis", "jewel", "kraken", "luminous", "mimic", "nautilus", "octopus", "pacific", "quincy",
        "reef", "squid", "tentacle", "umbrella",
    ]

    public var name: String {
        Int(rawValue) < Self.names.count ? Self.names[Int(rawValue)] : "unknown"
    }

    /// The release of that name; nil for any other text.
    public init?(name: some StringProtocol) {
        guard let index = Self.names.firstIndex(where: { $0 == name }), index > 0 else { return nil }
        self.init(rawValue: UInt8(index))
    }
}

extension CephRelease: CephCodable {
    public init(from decoder: inout CephDecoder) throws { self.init(rawValue: try decoder.integer()) }
    public func encode(into encoder: inout CephEncoder) { encoder.integer(rawValue) }
}

extension CephRelease: Comparable {
    /// A negative number (as i8) was «no release» once, and still is before all others.
    public static func < (left: CephRelease, right: CephRelease) -> Bool {
        let left = Int8(bitPattern: left.rawValue)
        let right = Int8(bitPattern: right.rawValue)
        return left < 0 ? right >= 0 : right >= 0 && left < right
    }
}

extension CephRelease: CustomStringConvertible {
    public var description: String { name }
}
