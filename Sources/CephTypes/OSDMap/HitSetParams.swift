import CephEncoding

/// `HitSet::Params`: how a cache pool remembers which objects were used (src/osd/HitSet.h).
public enum HitSetParams: Hashable, Sendable {
    case none
    case explicitHash
    case explicitObject
    case bloom(Bloom)

    public struct Bloom: Hashable, Sendable {
        /// Millionths.
        public var falsePositiveMicro: UInt32
        public var targetSize: UInt64
        public var seed: UInt64

        public init(falsePositiveMicro: UInt32 = 0, targetSize: UInt64 = 0, seed: UInt64 = 0) {
            self.falsePositiveMicro = falsePositiveMicro
            self.targetSize = targetSize
            self.seed = seed
        }

        public var falsePositiveProbability: Double { Double(falsePositiveMicro) / 1_000_000 }
    }

    public var typeName: String {
        switch self {
        case .none: "none"
        case .explicitHash: "explicit_hash"
        case .explicitObject: "explicit_object"
        case .bloom: "bloom"
        }
    }
}

extension HitSetParams: CephCodable, CephDumpable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1) { _, body in
            switch try body.decode("type", as: UInt8.self) {
            case 0: .none
            case 1: try body.versioned(upTo: 1) { _, _ in .explicitHash }
            case 2: try body.versioned(upTo: 1) { _, _ in .explicitObject }
            case 3: .bloom(try body.versioned(upTo: 1, Bloom.init(bodyFrom:_:)))
            case let type: throw body.failure("expected a hit set type (0 to 3), found \(type)")
            }
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            switch self {
            case .none: body.integer(UInt8(0))
            case .explicitHash:
                body.integer(UInt8(1))
                body.versioned(1, compatible: 1) { _ in }
            case .explicitObject:
                body.integer(UInt8(2))
                body.versioned(1, compatible: 1) { _ in }
            case .bloom(let bloom):
                body.integer(UInt8(3))
                body.versioned(1, compatible: 1) {
                    $0.integer(bloom.falsePositiveMicro)
                    $0.integer(bloom.targetSize)
                    $0.integer(bloom.seed)
                }
            }
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.string("type", typeName)
        if case .bloom(let bloom) = self {
            formatter.float("false_positive_probability", bloom.falsePositiveProbability)
            formatter.int("target_size", bloom.targetSize)
            formatter.int("seed", bloom.seed)
        }
    }
}

extension HitSetParams.Bloom {
    init(bodyFrom version: UInt8, _ body: inout CephDecoder) throws {
        self.init(
            falsePositiveMicro: try body.decode("fpp_micro"), targetSize: try body.decode("target_size"),
            seed: try body.decode("seed"))
    }
}

extension HitSetParams: CustomStringConvertible {
    /// `bloom{false_positive_probability: 0.05, target_size: 0, seed: 0}`
    public var description: String {
        guard case .bloom(let bloom) = self else { return typeName + (self == .none ? "" : "{}") }
        return "bloom{false_positive_probability: \(CephNumber.general(bloom.falsePositiveProbability)), "
            + "target_size: \(bloom.targetSize), seed: \(bloom.seed)}"
    }
}
