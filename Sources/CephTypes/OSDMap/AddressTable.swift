import CephEncoding

/// A `std::unordered_map<entity_addr_t, utime_t>`: addresses with a time each, found by hash.
///
/// Ceph shows the blocklist in the order in which libstdc++ happens to walk such a table, which depends on
/// what was inserted when. So that our output equals Ceph's, this table is laid out like libstdc++'s: one
/// linked list in which the elements of a bucket stand together, a new bucket at its front, a new element
/// at the front of its bucket.
public struct AddressTable: Sendable {
    private struct Node: Sendable {
        let address: EntityAddress
        var time: UTime
        let hash: UInt32
        /// Index of the next node, or `end`.
        var next: Int32
    }

    private static let end: Int32 = -1
    /// In `before`: the bucket is empty; its first node is the list's first.
    private static let empty: Int32 = -3
    private static let head: Int32 = -2

    private var nodes: [Node] = []
    private var unused: [Int32] = []
    private var first = Self.end
    /// By bucket: the node before the bucket's first.
    private var before: [Int32] = [Self.empty]
    private var nextResize = 0
    public private(set) var count = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }

    public subscript(address: EntityAddress) -> UTime? {
        let hash = Self.hash(address)
        return find(address, hash).map { nodes[Int($0)].time }
    }

    public func contains(_ address: EntityAddress) -> Bool { find(address, Self.hash(address)) != nil }

    /// Adds an address that is not there yet; the time of one that is stays (`std::unordered_map::insert`).
    /// - Parameter expected: how many elements are about to come with it.
    public mutating func insert(_ address: EntityAddress, _ time: UTime, expecting expected: Int = 1) {
        let hash = Self.hash(address)
        guard find(address, hash) == nil else { return }
        growIfNeeded(for: expected)
        let index: Int32
        let node = Node(address: address, time: time, hash: hash, next: Self.end)
        if let free = unused.popLast() {
            index = free
            nodes[Int(free)] = node
        } else {
            index = Int32(nodes.count)
            nodes.append(node)
        }
        link(index)
        count += 1
    }

    /// Adds those that are not there yet, as `insert` of a range does.
    public mutating func insert(contentsOf pairs: CephMap<EntityAddress, UTime>) {
        var expected = pairs.count
        for (address, time) in pairs {
            let before = count
            insert(address, time, expecting: expected)
            expected = count > before ? 1 : Swift.max(1, expected - 1)
        }
    }

    public mutating func remove(_ address: EntityAddress) {
        let hash = Self.hash(address)
        let bucket = self.bucket(hash)
        guard before[bucket] != Self.empty else { return }
        var previous = before[bucket]
        while let index = node(behind: previous), self.bucket(nodes[Int(index)].hash) == bucket {
            guard nodes[Int(index)].address == address else {
                previous = index
                continue
            }
            unlink(index, behind: previous, bucket: bucket)
            return
        }
    }

    // MARK: The list

    private func bucket(_ hash: UInt32) -> Int { Int(hash) % before.count }

    private func node(behind index: Int32) -> Int32? {
        let next = index == Self.head ? first : nodes[Int(index)].next
        return next == Self.end ? nil : next
    }

    private mutating func setNext(of index: Int32, _ next: Int32) {
        if index == Self.head { first = next } else { nodes[Int(index)].next = next }
    }

    private func find(_ address: EntityAddress, _ hash: UInt32) -> Int32? {
        let bucket = self.bucket(hash)
        var previous = before[bucket]
        guard previous != Self.empty else { return nil }
        while let index = node(behind: previous), self.bucket(nodes[Int(index)].hash) == bucket {
            if nodes[Int(index)].hash == hash, nodes[Int(index)].address == address { return index }
            previous = index
        }
        return nil
    }

    private mutating func link(_ index: Int32) {
        let bucket = self.bucket(nodes[Int(index)].hash)
        if before[bucket] != Self.empty {
            nodes[Int(index)].next = node(behind: before[bucket]) ?? Self.end
            setNext(of: before[bucket], index)
            return
        }
        nodes[Int(index)].next = first
        if first != Self.end { before[self.bucket(nodes[Int(first)].hash)] = index }
        first = index
        before[bucket] = Self.head
    }

    private mutating func unlink(_ index: Int32, behind previous: Int32, bucket: Int) {
        let next = nodes[Int(index)].next
        let nextBucket = next == Self.end ? nil : self.bucket(nodes[Int(next)].hash)
        setNext(of: previous, next)
        if let nextBucket, nextBucket != bucket { before[nextBucket] = previous }
        if before[bucket] == previous, nextBucket != bucket { before[bucket] = Self.empty }
        unused.append(index)
        count -= 1
    }

    // MARK: Growing

    /// libstdc++'s list of bucket counts, as far as doubling reaches them from 13.
    private static let bucketCounts = [
        13, 29, 59, 127, 257, 541, 1109, 2357, 5087, 10273, 20753, 42043, 85229, 172_933, 351_061, 712_697,
        1_447_153, 2_938_679, 5_967_347, 12_117_689, 24_607_243, 49_969_847, 101_473_717,
    ]

    private mutating func growIfNeeded(for expected: Int) {
        let needed = count + expected
        guard needed > nextResize else { return }
        let wanted = Swift.max(needed, nextResize == 0 ? 11 : 0)
        guard wanted >= before.count else {
            nextResize = before.count
            return
        }
        let size = Swift.max(wanted + 1, before.count * 2)
        rehash(to: Self.bucketCounts.first { $0 >= size } ?? size | 1)
    }

    private mutating func rehash(to bucketCount: Int) {
        nextResize = bucketCount
        var index = first
        first = Self.end
        before = [Int32](repeating: Self.empty, count: bucketCount)
        while index != Self.end {
            let next = nodes[Int(index)].next
            link(index)
            index = next
        }
    }

    /// `std::hash<entity_addr_t>`: the struct's words (type, nonce, 28 bytes of socket address) by
    /// exclusive or, then Jenkins' integer hash (`blobhash` in src/include/hash.h).
    static func hash(_ address: EntityAddress) -> UInt32 {
        var words = address.rawKind ^ address.nonce ^ UInt32(address.socket.family)
        for (index, byte) in address.socket.bytes.enumerated() {
            words ^= UInt32(byte) << UInt32(8 * ((index + 2) % 4))
        }
        var a = words
        a = (a &+ 0x7ed5_5d16) &+ (a << 12)
        a = (a ^ 0xc761_c23c) ^ (a >> 19)
        a = (a &+ 0x1656_67b1) &+ (a << 5)
        a = (a &+ 0xd3a2_646c) ^ (a << 9)
        a = (a &+ 0xfd70_46c5) &+ (a << 3)
        a = (a ^ 0xb55a_4f09) ^ (a >> 16)
        return a
    }
}

extension AddressTable: Sequence {
    /// In the order of Ceph's table.
    public func makeIterator() -> AnyIterator<(address: EntityAddress, time: UTime)> {
        var index = first
        let nodes = nodes
        return AnyIterator {
            guard index != Self.end else { return nil }
            let node = nodes[Int(index)]
            index = node.next
            return (node.address, node.time)
        }
    }

    public var underestimatedCount: Int { count }

    /// In the order of the addresses, as maps are written.
    public var sorted: [(address: EntityAddress, time: UTime)] {
        sorted { EntityAddress.precedes($0.address, $1.address) }
    }
}

extension AddressTable: Equatable {
    /// Whether both hold the same; the order may differ.
    public static func == (left: AddressTable, right: AddressTable) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.address] == $0.time }
    }
}

extension AddressTable: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        self.init()
        for _ in 0..<(try decoder.count(minimumSize: 8)) {
            let address = try EntityAddress(from: &decoder)
            let time = try UTime(from: &decoder)
            remove(address)
            insert(address, time)
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.count(count)
        for (address, time) in sorted {
            encoder.encode(address)
            encoder.encode(time)
        }
    }
}
