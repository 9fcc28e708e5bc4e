import NIOCore

/// A key of a std::map or an element of a std::set: ordered as C++ orders it.
public protocol CephOrdered {
    static func precedes(_ left: Self, _ right: Self) -> Bool
}

extension CephOrdered where Self: Comparable {
    @inlinable public static func precedes(_ left: Self, _ right: Self) -> Bool { left < right }
}

extension UInt8: CephOrdered {}
extension UInt16: CephOrdered {}
extension UInt32: CephOrdered {}
extension UInt64: CephOrdered {}
extension Int8: CephOrdered {}
extension Int16: CephOrdered {}
extension Int32: CephOrdered {}
extension Int64: CephOrdered {}

/// std::string compares bytes; Swift's `<` compares by Unicode, which differs.
extension String: CephOrdered {
    public static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}

/// A std::map: keys in C++'s order, kept in a sorted array (maps here are read far more often than
/// changed, and decoding appends). On the wire: count u32, then key and value in order.
public struct CephMap<Key: CephOrdered, Value> {
    public typealias Element = (key: Key, value: Value)
    /// The pairs in order.
    @inlinable public var elements: [Element] { storage }
    @usableFromInline var storage: [Element]

    @inlinable public init() { storage = [] }

    @inlinable public init(_ pairs: some Sequence<(Key, Value)>) {
        storage = []
        for (key, value) in pairs { self[key] = value }
    }

    /// Pairs that most likely are in order already; of several with one key the last counts.
    ///
    /// Hostile bytes may bring them in any order: sorting once keeps that from taking quadratic time.
    @inlinable public init(inAnyOrder pairs: [Element]) {
        storage = pairs
        let isInOrder = zip(pairs, pairs.dropFirst()).allSatisfy { Key.precedes($0.key, $1.key) }
        guard !isInOrder else { return }
        let sorted = pairs.enumerated().sorted { left, right in
            if Key.precedes(left.element.key, right.element.key) { return true }
            if Key.precedes(right.element.key, left.element.key) { return false }
            return left.offset < right.offset
        }
        storage.removeAll(keepingCapacity: true)
        for (_, pair) in sorted {
            if let last = storage.last, !Key.precedes(last.key, pair.key) { storage.removeLast() }
            storage.append(pair)
        }
    }

    @inlinable public var count: Int { storage.count }
    @inlinable public var isEmpty: Bool { storage.isEmpty }
    public var keys: [Key] { storage.map(\.key) }
    public var values: [Value] { storage.map(\.value) }

    /// The index of the first key that is not before `key`.
    @inlinable public func lowerBound(_ key: Key) -> Int {
        if let last = storage.last, Key.precedes(last.key, key) { return storage.count }
        var low = 0
        var high = storage.count
        while low < high {
            let middle = (low + high) / 2
            if Key.precedes(storage[middle].key, key) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    @inlinable func index(of key: Key) -> (index: Int, found: Bool) {
        let index = lowerBound(key)
        return (index, index < storage.count && !Key.precedes(key, storage[index].key))
    }

    @inlinable public func contains(_ key: Key) -> Bool { index(of: key).found }

    @inlinable public subscript(key: Key) -> Value? {
        get {
            let (index, found) = index(of: key)
            return found ? storage[index].value : nil
        }
        set {
            let (index, found) = index(of: key)
            switch (found, newValue) {
            case (true, let value?): storage[index].value = value
            case (true, nil): storage.remove(at: index)
            case (false, let value?): storage.insert((key, value), at: index)
            case (false, nil): break
            }
        }
    }

    /// The value of `key`, made from `initial` first if it is absent.
    @inlinable public subscript(key: Key, default initial: @autoclosure () -> Value) -> Value {
        get { self[key] ?? initial() }
        _modify {
            let (index, found) = index(of: key)
            if !found { storage.insert((key, initial()), at: index) }
            yield &storage[index].value
        }
    }

    @inlinable @discardableResult
    public mutating func removeValue(forKey key: Key) -> Value? {
        let (index, found) = index(of: key)
        return found ? storage.remove(at: index).value : nil
    }

    @inlinable public mutating func removeAll() { storage.removeAll() }

    @inlinable public mutating func removeAll(where test: (Element) throws -> Bool) rethrows {
        try storage.removeAll(where: test)
    }

    @inlinable public func mapValues<T>(_ transform: (Value) throws -> T) rethrows -> CephMap<Key, T> {
        var result = CephMap<Key, T>()
        result.storage = try storage.map { ($0.key, try transform($0.value)) }
        return result
    }

    @inlinable public func filter(_ test: (Element) throws -> Bool) rethrows -> CephMap {
        var result = CephMap()
        result.storage = try storage.filter(test)
        return result
    }
}

/// A sequence and no collection: a subscript by position beside the one by key would be taken for it where
/// keys are integers.
extension CephMap: Sequence {
    @inlinable public func makeIterator() -> IndexingIterator<[Element]> { storage.makeIterator() }
    @inlinable public var first: Element? { storage.first }
    @inlinable public var last: Element? { storage.last }
    @inlinable public var underestimatedCount: Int { storage.count }
}

extension CephMap: ExpressibleByDictionaryLiteral {
    @inlinable public init(dictionaryLiteral pairs: (Key, Value)...) { self.init(pairs) }
}

extension CephMap: Equatable where Key: Equatable, Value: Equatable {
    public static func == (left: Self, right: Self) -> Bool {
        left.storage.elementsEqual(right.storage) { $0.key == $1.key && $0.value == $1.value }
    }
}
extension CephMap: Hashable where Key: Hashable, Value: Hashable {
    public func hash(into hasher: inout Hasher) {
        for (key, value) in storage {
            hasher.combine(key)
            hasher.combine(value)
        }
    }
}
extension CephMap: Sendable where Key: Sendable, Value: Sendable {}

extension CephMap: CephDecodable where Key: CephDecodable, Value: CephDecodable {
    @inlinable public init(from decoder: inout CephDecoder) throws {
        var pairs: [Element] = []
        for index in 0..<(try decoder.count()) {
            do {
                let key = try Key(from: &decoder)
                let value = try decoder.field("(\(key))") { try Value(from: &$0) }
                pairs.append((key, value))
            } catch let error as CephDecodingError {
                throw error.within("[\(index)]")
            }
        }
        self.init(inAnyOrder: pairs)
    }
}
extension CephMap: CephEncodable where Key: CephEncodable, Value: CephEncodable {
    @inlinable public func encode(into encoder: inout CephEncoder) {
        encoder.count(count)
        for (key, value) in storage {
            key.encode(into: &encoder)
            value.encode(into: &encoder)
        }
    }
}

/// A std::set: elements in C++'s order. On the wire: count u32, elements.
public struct CephSet<Element: CephOrdered> {
    @usableFromInline var map: CephMap<Element, Void> = CephMap()

    @inlinable public init() {}
    @inlinable public init(_ elements: some Sequence<Element>) {
        for element in elements { insert(element) }
    }

    @inlinable public func contains(_ element: Element) -> Bool { map.contains(element) }

    /// Whether it was absent.
    @inlinable @discardableResult
    public mutating func insert(_ element: Element) -> Bool {
        let before = map.count
        map[element] = ()
        return map.count > before
    }

    /// Whether it was there.
    @inlinable @discardableResult
    public mutating func remove(_ element: Element) -> Bool { map.removeValue(forKey: element) != nil }

    @inlinable public mutating func removeAll() { map.removeAll() }
}

extension CephSet: RandomAccessCollection {
    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { map.count }
    @inlinable public subscript(position: Int) -> Element { map.storage[position].key }
}
extension CephSet: ExpressibleByArrayLiteral {
    @inlinable public init(arrayLiteral elements: Element...) { self.init(elements) }
}
extension CephSet: Equatable where Element: Equatable {
    public static func == (left: Self, right: Self) -> Bool { left.elementsEqual(right) }
}
extension CephSet: Hashable where Element: Hashable {
    public func hash(into hasher: inout Hasher) { for element in self { hasher.combine(element) } }
}
extension CephSet: Sendable where Element: Sendable {}
extension CephSet: CephDecodable where Element: CephDecodable {
    @inlinable public init(from decoder: inout CephDecoder) throws {
        var elements: [CephMap<Element, Void>.Element] = []
        for index in 0..<(try decoder.count()) {
            do {
                elements.append((try Element(from: &decoder), ()))
            } catch let error as CephDecodingError {
                throw error.within("[\(index)]")
            }
        }
        map = CephMap(inAnyOrder: elements)
    }
}
extension CephSet: CephEncodable where Element: CephEncodable {
    @inlinable public func encode(into encoder: inout CephEncoder) {
        encoder.count(count)
        for element in self { element.encode(into: &encoder) }
    }
}
