import CephEncoding

/// `feature_bitset_t`: what a file system asks of its clients (src/mds/mdstypes.h). On the wire: length u32
/// in bytes, words of 64 bits.
public struct FSFeatures: Hashable, Sendable {
    private var words: [UInt64] = []

    public init(_ bits: [Int] = []) {
        for bit in bits { insert(bit) }
    }

    /// The names by bit, as 16.2.15 knows them (`ceph fs feature ls`).
    public static let names = [
        "reserved", "reserved", "reserved", "reserved", "reserved", "jewel", "kraken", "luminous", "mimic",
        "reply_encoding", "reclaim_client", "lazy_caps_wanted", "multi_reconnect", "deleg_ino",
        "metric_collect", "alternate_name", "notify_session_state", "op_getvxattr", "32bits_retry_fwd",
    ]

    /// The bit of a name that is not reserved.
    public static func bit(named name: some StringProtocol) -> Int? {
        name == "reserved" ? nil : names.firstIndex { $0 == name }
    }

    /// What `min_compat_client` meant before features were listed.
    init(release: CephRelease) {
        let bits: [(CephRelease, Int)] = [
            (.octopus, 13), (.nautilus, 12), (.mimic, 8), (.luminous, 7), (.kraken, 6), (.jewel, 5),
        ]
        if let bit = bits.first(where: { release >= $0.0 })?.1 { insert(bit) }
    }

    public func contains(_ bit: Int) -> Bool {
        guard bit >= 0 else { return false }
        let (word, shift) = bit.quotientAndRemainder(dividingBy: 64)
        return words.indices.contains(word) && words[word] & (1 << UInt64(shift)) != 0
    }

    func isSubset(of other: FSFeatures) -> Bool {
        words.enumerated().allSatisfy { index, word in
            word & ~(other.words.indices.contains(index) ? other.words[index] : 0) == 0
        }
    }

    /// - Parameter bit: 0 to 1023; others are ignored.
    public mutating func insert(_ bit: Int) {
        guard (0..<1024).contains(bit) else { return }
        while words.count <= bit / 64 { words.append(0) }
        words[bit / 64] |= 1 << UInt64(bit % 64)
    }

    public mutating func remove(_ bit: Int) {
        guard bit >= 0, words.indices.contains(bit / 64) else { return }
        words[bit / 64] &= ~(1 << UInt64(bit % 64))
        while words.last == 0 { words.removeLast() }
    }

    /// The bits that are set and have a name.
    private var named: [(bit: Int, name: String)] {
        Self.names.enumerated().filter { contains($0.offset) }.map { ($0.offset, $0.element) }
    }
}

extension FSFeatures: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        let length = try decoder.count()
        words = try decoder.array(count: length / 8)
        var last: UInt64 = 0
        for index in 0..<(length % 8) { last |= UInt64(try decoder.integer(UInt8.self)) << UInt64(8 * index) }
        if length % 8 > 0 { words.append(last) }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.count(words.count * 8)
        for word in words { encoder.integer(word) }
    }
}

extension FSFeatures: CephDumpable, CustomStringConvertible {
    public func dump(to formatter: inout CephFormatter) {
        for (bit, name) in named { formatter.string("feature_\(bit)", name) }
    }

    /// `{8=mimic,9=reply_encoding}`
    public var description: String { "{" + named.map { "\($0.bit)=\($0.name)" }.joined(separator: ",") + "}" }
}
