import NIOCore

/// A std::vector or std::list: count u32, elements.
extension Array: CephDecodable where Element: CephDecodable {
    @inlinable public init(from decoder: inout CephDecoder) throws {
        let count = try decoder.count()
        self = try decoder.array(count: count)
    }
}
extension Array: CephEncodable where Element: CephEncodable {
    @inlinable public func encode(into encoder: inout CephEncoder) {
        encoder.count(count)
        for element in self { element.encode(into: &encoder) }
    }
}

extension CephDecoder {
    /// `count` elements without a count before them.
    @inlinable
    public mutating func array<T: CephDecodable>(count: Int, of type: T.Type = T.self) throws -> [T] {
        var elements: [T] = []
        // An element may be much larger in memory than its bytes: memory grows with what was read.
        elements.reserveCapacity(min(count, remaining / MemoryLayout<T>.stride + 16))
        for index in 0..<count {
            do {
                elements.append(try T(from: &self))
            } catch let error as CephDecodingError {
                throw error.within("[\(index)]")
            }
        }
        return elements
    }
}

/// A std::optional: a byte that says whether there is a value, the value.
extension Optional: CephDecodable where Wrapped: CephDecodable {
    @inlinable public init(from decoder: inout CephDecoder) throws {
        self = try Bool(from: &decoder) ? try Wrapped(from: &decoder) : nil
    }
}
extension Optional: CephEncodable where Wrapped: CephEncodable {
    @inlinable public func encode(into encoder: inout CephEncoder) {
        (self != nil).encode(into: &encoder)
        self?.encode(into: &encoder)
    }
}

/// A std::pair.
public struct Pair<First, Second> {
    public var first: First
    public var second: Second

    @inlinable public init(_ first: First, _ second: Second) {
        self.first = first
        self.second = second
    }
}
extension Pair: Equatable where First: Equatable, Second: Equatable {}
extension Pair: Hashable where First: Hashable, Second: Hashable {}
extension Pair: Sendable where First: Sendable, Second: Sendable {}
extension Pair: CephOrdered where First: CephOrdered, Second: CephOrdered {
    @inlinable public static func precedes(_ left: Pair, _ right: Pair) -> Bool {
        if First.precedes(left.first, right.first) { return true }
        if First.precedes(right.first, left.first) { return false }
        return Second.precedes(left.second, right.second)
    }
}
extension Pair: CephDecodable where First: CephDecodable, Second: CephDecodable {
    @inlinable public init(from decoder: inout CephDecoder) throws {
        self.init(try First(from: &decoder), try Second(from: &decoder))
    }
}
extension Pair: CephEncodable where First: CephEncodable, Second: CephEncodable {
    @inlinable public func encode(into encoder: inout CephEncoder) {
        first.encode(into: &encoder)
        second.encode(into: &encoder)
    }
}
