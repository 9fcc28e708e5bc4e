import CephEncoding
import CephTypes

/// Where challenges, nonces and keys come from: the system's generator in a daemon, a seeded one in a
/// simulation.
public struct RandomSource: RandomNumberGenerator, Sendable {
    private let word: @Sendable () -> UInt64

    public init(_ word: @escaping @Sendable () -> UInt64) { self.word = word }

    public static let system = RandomSource {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }

    public func next() -> UInt64 { word() }
}

extension RandomNumberGenerator {
    mutating func bytes(_ count: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count)
        while result.count < count {
            let word = next()
            for shift in stride(from: 0, to: 64, by: 8) where result.count < count {
                result.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return result
    }
}

extension CryptoKey {
    /// A new AES key.
    public static func generate(now: UTime, using random: inout some RandomNumberGenerator) -> CryptoKey {
        CryptoKey(aes: (random.next(), random.next()), created: now)
    }
}
