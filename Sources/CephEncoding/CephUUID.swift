import NIOCore

/// `uuid_d`: 16 bytes, on the wire as they are.
public struct CephUUID: Hashable, Sendable {
    /// The first and last eight bytes, most significant first.
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A random one, of version 4 (RFC 4122).
    public static func random(using generator: inout some RandomNumberGenerator) -> CephUUID {
        let (high, low) = (generator.next() as UInt64, generator.next() as UInt64)
        return CephUUID(
            high: high & ~0xf000 | 0x4000, low: low & ~(0xc000 << 48) | 0x8000 << 48)
    }

    public static let zero = CephUUID(high: 0, low: 0)
    public var isZero: Bool { self == .zero }

    /// Reads `648d0fe0-c41a-420b-a7b6-a1e29c8e4cf9`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12] else { return nil }
        let digits = groups.joined()
        guard digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let high = UInt64(digits.prefix(16), radix: 16),
            let low = UInt64(digits.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}

extension CephUUID: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        high = try decoder.integer(UInt64.self).byteSwapped
        low = try decoder.integer(UInt64.self).byteSwapped
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(high.byteSwapped)
        encoder.integer(low.byteSwapped)
    }
}

extension CephUUID: CephOrdered, Comparable {
    public static func < (left: CephUUID, right: CephUUID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension CephUUID: CustomStringConvertible {
    public var description: String {
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: 36) { text in
            var place = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    text[place] = UInt8(ascii: "-")
                    place += 1
                }
                let digit = (index < 16 ? high : low) >> UInt64(60 - index % 16 * 4) & 15
                text[place] = digits.utf8Start[Int(digit)]
                place += 1
            }
            return 36
        }
    }
}
