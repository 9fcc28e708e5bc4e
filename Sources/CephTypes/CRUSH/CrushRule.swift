import CephEncoding

/// How to place a thing: a little program (`struct crush_rule` in src/crush/crush.h).
public struct CrushRule: Hashable, Sendable {
    /// The pools that a rule is for, as `pg_pool_t` numbers them.
    public static let replicated: UInt8 = 1
    public static let erasure: UInt8 = 3

    /// What a step does.
    public struct Operation: RawRepresentable, Hashable, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        public static let noop = Operation(rawValue: 0)
        /// Start at item `argument1`.
        public static let take = Operation(rawValue: 1)
        /// Choose `argument1` items of type `argument2`; not positive: that many less than wanted.
        public static let chooseFirstN = Operation(rawValue: 2)
        public static let chooseIndep = Operation(rawValue: 3)
        public static let emit = Operation(rawValue: 4)
        /// Choose items of a type, and one device below each.
        public static let chooseLeafFirstN = Operation(rawValue: 6)
        public static let chooseLeafIndep = Operation(rawValue: 7)
        public static let setChooseTries = Operation(rawValue: 8)
        public static let setChooseLeafTries = Operation(rawValue: 9)
        public static let setChooseLocalTries = Operation(rawValue: 10)
        public static let setChooseLocalFallbackTries = Operation(rawValue: 11)
        public static let setChooseLeafVaryR = Operation(rawValue: 12)
        public static let setChooseLeafStable = Operation(rawValue: 13)
    }

    public struct Step: Hashable, Sendable {
        public var operation: Operation
        public var argument1: Int32
        public var argument2: Int32

        public init(_ operation: Operation, _ argument1: Int32 = 0, _ argument2: Int32 = 0) {
            self.operation = operation
            self.argument1 = argument1
            self.argument2 = argument2
        }
    }

    /// The rule's own number, except in maps from before luminous.
    public var ruleset: UInt8
    public var type: UInt8
    public var minSize: UInt8
    public var maxSize: UInt8
    public var steps: [Step]

    public init(ruleset: UInt8, type: UInt8, minSize: UInt8, maxSize: UInt8, steps: [Step]) {
        self.ruleset = ruleset
        self.type = type
        self.minSize = minSize
        self.maxSize = maxSize
        self.steps = steps
    }
}

extension CrushRule.Step: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        operation = CrushRule.Operation(rawValue: try decoder.integer())
        argument1 = try decoder.integer()
        argument2 = try decoder.integer()
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(operation.rawValue)
        encoder.integer(argument1)
        encoder.integer(argument2)
    }
}

/// Step count u32, the mask (four bytes), the steps.
extension CrushRule: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        let count = try decoder.count(minimumSize: 12)
        ruleset = try decoder.integer()
        type = try decoder.integer()
        minSize = try decoder.integer()
        maxSize = try decoder.integer()
        steps = try decoder.array(count: count)
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.count(steps.count)
        encoder.integer(ruleset)
        encoder.integer(type)
        encoder.integer(minSize)
        encoder.integer(maxSize)
        for step in steps { step.encode(into: &encoder) }
    }
}
