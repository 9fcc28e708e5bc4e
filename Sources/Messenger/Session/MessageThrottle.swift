import NIOConcurrencyHelpers
import NIOCore

/// How much of messages may be in memory at a time: those that were read and are not yet done with.
///
/// Who would go beyond waits, and its socket is not read. A message larger than the limit is let in when
/// nothing else is (src/common/Throttle.cc).
public final class MessageThrottle: Sendable {
    public let name: String
    public let maximumBytes: Int
    /// 0: any number.
    public let maximumMessages: Int
    private let state = NIOLockedValueBox(State())

    private struct State: Sendable {
        var bytes = 0
        var messages = 0
        var waiters: [Waiter] = []
        var totals = Totals()
    }

    private struct Waiter: Sendable {
        var since: NIODeadline
        var retry: @Sendable () -> Void
    }

    /// What has happened so far.
    struct Totals: Sendable {
        var taken: UInt64 = 0
        var takenBytes: UInt64 = 0
        /// How often there was no room.
        var refused: UInt64 = 0
        var given: UInt64 = 0
        var givenBytes: UInt64 = 0
        /// How often somebody was woken, and how long they had waited.
        var woken: UInt64 = 0
        var waited = Duration.zero
    }

    public init(name: String, maximumBytes: Int, maximumMessages: Int = 0) {
        self.name = name
        self.maximumBytes = maximumBytes
        self.maximumMessages = maximumMessages
    }

    /// What is taken now.
    public var current: (bytes: Int, messages: Int) { state.withLockedValue { ($0.bytes, $0.messages) } }

    var totals: Totals { state.withLockedValue { $0.totals } }

    /// Takes room for a message, if there is any.
    func take(_ bytes: Int) -> Bool { state.withLockedValue { take(bytes, &$0) } }

    private func take(_ bytes: Int, _ state: inout State) -> Bool {
        let isTooMany = maximumMessages > 0 && state.messages >= maximumMessages
        let isTooMuch = maximumBytes > 0 && state.bytes > 0 && state.bytes + bytes > maximumBytes
        guard !isTooMany && !isTooMuch else { return false }
        state.bytes += bytes
        state.messages += 1
        state.totals.taken &+= 1
        state.totals.takenBytes &+= UInt64(max(0, bytes))
        return true
    }

    /// Takes room for a message.
    /// - Parameter retry: called, once, when there may be room, if there was none.
    /// - Returns: whether there was.
    func take(_ bytes: Int, orWait retry: @escaping @Sendable () -> Void) -> Bool {
        state.withLockedValue { state in
            let hasRoom = take(bytes, &state)
            if !hasRoom {
                state.totals.refused &+= 1
                state.waiters.append(Waiter(since: .now(), retry: retry))
            }
            return hasRoom
        }
    }

    func give(_ bytes: Int) {
        let waiters = state.withLockedValue { state in
            state.bytes -= bytes
            state.messages -= 1
            state.totals.given &+= 1
            state.totals.givenBytes &+= UInt64(max(0, bytes))
            guard !state.waiters.isEmpty else { return state.waiters }
            let now = NIODeadline.now()
            for waiter in state.waiters { state.totals.waited += Duration(now - waiter.since) }
            state.totals.woken &+= UInt64(state.waiters.count)
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.retry() }
    }
}

/// A message's place in the throttles; it is given back when nobody holds this any more.
public final class MessageReservation: Sendable {
    private let throttles: [MessageThrottle]
    private let bytes: Int

    init(_ throttles: [MessageThrottle], _ bytes: Int) {
        self.throttles = throttles
        self.bytes = bytes
    }

    deinit {
        for throttle in throttles { throttle.give(bytes) }
    }
}
