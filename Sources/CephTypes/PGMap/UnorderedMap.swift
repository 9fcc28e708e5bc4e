import CephEncoding

/// A key of a `std::unordered_map`, with the number that libstdc++'s hash gives it.
public protocol CephHashed: Hashable {
    var cephHash: UInt64 { get }
}

extension Int32: CephHashed {
    public var cephHash: UInt64 { UInt64(bitPattern: Int64(self)) }
}
extension Int64: CephHashed {
    public var cephHash: UInt64 { UInt64(bitPattern: self) }
}
extension UInt64: CephHashed {
    public var cephHash: UInt64 { self }
}
extension PGID: CephHashed {
    public var cephHash: UInt64 {
        UInt64(UInt32(truncatingIfNeeded: pool) ^ UInt32(truncatingIfNeeded: pool >> 32) ^ seed ^ UInt32.max)
    }
}

/// A `std::unordered_map`, kept in the order in which its elements came (over the wire, or by insertion), so
/// that it is written as it was read. On the wire: count u32, key and value each.
///
/// A C++ map iterates in another order than that, which shows in dumps and in what Ceph itself writes after
/// reading: ``hashOrder``.
public struct UnorderedMap<Key: CephHashed, Value> {
    public typealias Element = (key: Key, value: Value)
    public private(set) var elements: [Element] = []
    private var places: [Key: Int] = [:]

    public init() {}

    public init(_ pairs: some Sequence<(Key, Value)>) {
        for (key, value) in pairs { self[key] = value }
    }

    public var count: Int { elements.count }
    public var isEmpty: Bool { elements.isEmpty }

    public subscript(key: Key) -> Value? {
        get { places[key].map { elements[$0].value } }
        set {
            guard let newValue else {
                if places[key] != nil { removeAll { $0.key == key } }
                return
            }
            if let place = places[key] {
                elements[place].value = newValue
            } else {
                places[key] = elements.count
                elements.append((key, newValue))
            }
        }
    }

    /// The value of `key`, made from `initial` first if it is absent.
    public subscript(key: Key, default initial: @autoclosure () -> Value) -> Value {
        get { self[key] ?? initial() }
        _modify {
            let place: Int
            if let known = places[key] {
                place = known
            } else {
                place = elements.count
                places[key] = place
                elements.append((key, initial()))
            }
            yield &elements[place].value
        }
    }

    public mutating func removeAll() {
        elements.removeAll()
        places.removeAll()
    }

    /// Removes what `test` picks, all in one pass.
    public mutating func removeAll(where test: (Element) throws -> Bool) rethrows {
        let before = elements.count
        try elements.removeAll(where: test)
        guard elements.count != before else { return }
        places.removeAll(keepingCapacity: true)
        for (place, element) in elements.enumerated() { places[element.key] = place }
    }

    /// The elements in the order in which a C++ map iterates after they were inserted into it in this order.
    public var hashOrder: [Element] { HashOrder.of(elements.map(\.key.cephHash)).map { elements[$0] } }

    /// The map as Ceph writes it after reading this one.
    public func inHashOrder() -> UnorderedMap {
        var copy = UnorderedMap()
        for (key, value) in hashOrder { copy[key] = value }
        return copy
    }
}

// No collection: a literal key would be taken for a position.
extension UnorderedMap: Sequence {
    public func makeIterator() -> IndexingIterator<[Element]> { elements.makeIterator() }
    public var underestimatedCount: Int { elements.count }
}

extension UnorderedMap: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral pairs: (Key, Value)...) { self.init(pairs) }
}

extension UnorderedMap: Equatable where Value: Equatable {
    /// The same elements, in whatever order, as in C++.
    public static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.elements.allSatisfy { right[$0.key] == $0.value }
    }
}
extension UnorderedMap: Sendable where Key: Sendable, Value: Sendable {}

extension UnorderedMap: CephDecodable where Key: CephDecodable, Value: CephDecodable {
    public init(from decoder: inout CephDecoder) throws {
        self.init()
        for index in 0..<(try decoder.count()) {
            do {
                let key = try Key(from: &decoder)
                self[key] = try decoder.field("(\(key))") { try Value(from: &$0) }
            } catch let error as CephDecodingError {
                throw error.within("[\(index)]")
            }
        }
    }
}
extension UnorderedMap: CephEncodable where Key: CephEncodable, Value: CephEncodable {
    public func encode(into encoder: inout CephEncoder) {
        encoder.count(count)
        for (key, value) in elements {
            key.encode(into: &encoder)
            value.encode(into: &encoder)
        }
    }
}

/// libstdc++'s hash table, as far as the order of its elements goes (bits/hashtable.h): one singly linked
/// list; a bucket is a run of it. A new element goes to the front of its bucket's run, or to the front of the
/// list if the bucket is empty.
private struct HashOrder {
    /// The bucket counts that its rehash policy steps through from a fresh table (each the first prime of its
    /// list from twice the last on).
    private static let bucketCounts: [Int] = [
        13, 29, 59, 127, 257, 541, 1109, 2357, 5087, 10273, 20753, 42043, 85229, 172933, 351061, 712697,
        1_447_153, 2_938_679, 5_967_347, 12_117_689, 24_607_243, 49_969_847, 101_473_717, 206_062_531,
    ]
    private static let none = -1
    /// Stands for the place before the first node.
    private static let head = -2

    private let hashes: [UInt64]
    private var next: [Int]
    private var first = HashOrder.none
    /// Of each bucket the node before its first one.
    private var buckets: [Int] = [HashOrder.none]

    /// The order in which elements with these hashes are iterated after having been inserted one by one.
    static func of(_ hashes: [UInt64]) -> [Int] {
        var table = HashOrder(hashes: hashes, next: Array(repeating: none, count: hashes.count))
        var sizes = bucketCounts[...]
        var capacity = 0
        for node in hashes.indices {
            if node == capacity, let size = sizes.popFirst() {
                table.rehash(to: size)
                capacity = size
            }
            table.link(node)
        }
        return table.order
    }

    private var order: [Int] {
        var order: [Int] = []
        order.reserveCapacity(next.count)
        var node = first
        while node >= 0 {
            order.append(node)
            node = next[node]
        }
        return order
    }

    private func bucket(of node: Int) -> Int { Int(hashes[node] % UInt64(buckets.count)) }

    private mutating func link(_ node: Int) {
        let bucket = bucket(of: node)
        switch buckets[bucket] {
        case Self.none:
            if first >= 0 { buckets[self.bucket(of: first)] = node }
            next[node] = first
            first = node
            buckets[bucket] = Self.head
        case Self.head:
            next[node] = first
            first = node
        case let before:
            next[node] = next[before]
            next[before] = node
        }
    }

    private mutating func rehash(to size: Int) {
        let nodes = order
        buckets = Array(repeating: Self.none, count: size)
        first = Self.none
        for node in nodes { link(node) }
    }
}
