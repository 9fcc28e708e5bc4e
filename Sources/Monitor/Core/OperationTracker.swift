import CephEncoding
import CephMessages
import CephTypes
import DequeModule

/// Requests that are not done yet (`ops`), and the last that are (src/common/TrackedOp.h). A request is done when
/// nothing refers to it any more.
public final class OperationTracker {
    /// What is kept of a request.
    public struct Operation {
        public let message: MessageEnvelope
        public let source: EntityName
        public let addresses: EntityAddressVector
        public let received: Duration
        public let duration: Duration
        public let events: [(time: Duration, what: String)]
        let isForwarded: Bool
    }

    private struct Entry { unowned let request: Request }

    private let environment: any Environment
    private var inFlight: [ObjectIdentifier: Entry] = [:]
    /// Of these, the ones that values may name.
    private var numbered: [UInt64: Entry] = [:]
    private var isStopped = false
    /// The last that were done, the oldest first; `mon_op_history_size` of them.
    private var recent: Deque<Operation> = []
    /// The last that took longer than `mon_op_history_slow_op_threshold`, the oldest first.
    private var slow: Deque<Operation> = []
    var limits = Limits()

    /// How much is remembered.
    struct Limits {
        var recent = 20
        var duration = Duration.seconds(600)
        var slow = 20
        var slowThreshold = Duration.seconds(10)
    }

    init(environment: any Environment) { self.environment = environment }

    func begin(_ request: Request) {
        inFlight[ObjectIdentifier(request)] = Entry(request: request)
        request.tracker = self
    }

    /// Gives a request the number by which ``request(number:)`` finds it.
    func number(_ request: Request, _ number: UInt64) {
        request.number = number
        // Who is not tracked does not say when it ends.
        if request.tracker === self { numbered[number] = Entry(request: request) }
    }

    /// Whether there are requests with numbers.
    var hasNumbered: Bool { !numbered.isEmpty }

    /// The request that has the number, if it is not done.
    func request(number: UInt64) -> Request? { numbered[number]?.request }

    /// The request is about to be deallocated.
    func end(_ request: Request) {
        inFlight[ObjectIdentifier(request)] = nil
        if let number = request.number { numbered[number] = nil }
        guard !isStopped else { return }
        let operation = describe(request)
        if limits.recent > 0 {
            if recent.count >= limits.recent { recent.removeFirst(recent.count - limits.recent + 1) }
            recent.append(operation)
        }
        guard operation.duration >= limits.slowThreshold, limits.slow > 0 else { return }
        if slow.count >= limits.slow { slow.removeFirst(slow.count - limits.slow + 1) }
        slow.append(operation)
    }

    /// The monitor is ending: requests that end with it are nobody's business, and its environment may be gone.
    package func stop() { isStopped = true }

    private func describe(_ request: Request) -> Operation {
        Operation(
            message: request.message, source: request.session.name, addresses: request.session.addresses,
            received: request.received, duration: environment.monotonicTime - request.received,
            events: request.events, isForwarded: request.isForwarded)
    }

    /// How many are not done.
    public var count: Int { inFlight.count }

    /// How many have been under way for longer, and for how long the oldest of all has been; zeros where none
    /// was too long (`OpTracker::visit_ops_in_flight`).
    func slow(longerThan limit: Duration) -> (count: Int, oldest: Duration) {
        let now = environment.monotonicTime
        let ages = inFlight.values.map { now - $0.request.received }
        guard let oldest = ages.max(), oldest > limit else { return (0, .zero) }
        return (ages.count { $0 > limit }, oldest)
    }

    // MARK: Dumps

    /// `ops`: the oldest first.
    public func dumpInFlight(to formatter: inout CephFormatter) {
        let operations = inFlight.values.map { describe($0.request) }.sorted { $0.received < $1.received }
        formatter.array("ops") { list in for one in operations { dump(one, to: &list) } }
        formatter.int("num_ops", operations.count)
    }

    /// `dump_historic_ops`
    public func dumpRecent(to formatter: inout CephFormatter) {
        let now = environment.monotonicTime
        formatter.int("size", limits.recent)
        formatter.int("duration", limits.duration.components.seconds)
        formatter.array("ops") { list in
            for one in recent where now - one.received - one.duration <= limits.duration {
                dump(one, to: &list)
            }
        }
    }

    /// `dump_historic_slow_ops`
    public func dumpSlow(to formatter: inout CephFormatter) {
        formatter.int("num to keep", limits.slow)
        formatter.int("threshold to keep", limits.slowThreshold.components.seconds)
        formatter.array("Ops") { list in for one in slow { dump(one, to: &list) } }
    }

    private func dump(_ operation: Operation, to formatter: inout CephFormatter) {
        let (now, clock) = (environment.monotonicTime, environment.now)
        func stamp(_ time: Duration) -> UTime { clock.advanced(by: time - now) }
        formatter.object("op") { item in
            item.string("description", "\(operation.message)")
            item.stream("initiated_at", stamp(operation.received))
            item.float("age", (now - operation.received).inSeconds)
            item.float("duration", operation.duration.inSeconds)
            item.object("type_data") { data in
                data.array("events") { list in
                    var last = operation.received
                    for (time, what) in [(operation.received, "initiated")] + operation.events {
                        list.object("event") {
                            $0.string("event", what)
                            $0.stream("time", stamp(time))
                            $0.float("duration", (time - last).inSeconds)
                        }
                        last = time
                    }
                }
                data.object("info") { info in
                    info.bool("src_is_mon", operation.source.type == .mon)
                    info.string("source", "\(operation.source) \(operation.addresses)")
                    info.bool("forwarded_to_leader", operation.isForwarded)
                }
            }
        }
    }
}
