import DequeModule

/// What peons forwarded to this leader, so that a message that comes twice is carried out once. The oldest are
/// forgotten: behind that many others, nothing is on its way any more.
struct ForwardsSeen {
    private struct Forward: Hashable {
        let peer: String
        let number: UInt64
    }

    private static let limit = 10_000
    private var seen: Set<Forward> = []
    private var order: Deque<Forward> = []

    /// - Returns: whether it has not come before.
    mutating func insert(_ number: UInt64, from peer: String) -> Bool {
        let forward = Forward(peer: peer, number: number)
        guard seen.insert(forward).inserted else { return false }
        order.append(forward)
        if order.count > Self.limit { seen.remove(order.removeFirst()) }
        return true
    }
}
