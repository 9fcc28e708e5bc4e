import CephTypes
import Glibc
import NIOCore
import Synchronization

/// What happens on one of a messenger's event loops; Ceph's are its workers (src/msg/async/Stack.h).
///
/// Bytes are all that a socket took or gave, those of handshakes and acknowledgements too.
final class LoopCounters: Sendable {
    let receivedMessages = AtomicCounter()
    let sentMessages = AtomicCounter()
    let receivedBytes = AtomicCounter()
    let sentBytes = AtomicCounter()
    /// Sockets, and those of them with a session now.
    let createdConnections = AtomicCounter()
    let activeConnections = AtomicCounter()
    let sending = AtomicLatency()
    let receiving = AtomicLatency()
    /// From a message's being handed over until its bytes are made.
    let queueing = AtomicLatency()
    let acknowledgements = AtomicLatency()
    private let number: Int
    /// The clock that tells the thread's processor time; 0 until it is known.
    private let clock = Atomic<clockid_t>(0)

    init() { number = 0 }

    /// - Parameter number: its place in its group.
    init(of loop: any EventLoop, number: Int) {
        self.number = number
        loop.execute { [self] in
            var clock: clockid_t = 0
            guard pthread_getcpuclockid(pthread_self(), &clock) == 0 else { return }
            self.clock.store(clock, ordering: .relaxed)
        }
    }

    /// Processor time that the thread has taken so far.
    private var running: Duration {
        let clock = clock.load(ordering: .relaxed)
        var time = timespec()
        guard clock != 0, clock_gettime(clock, &time) == 0 else { return .zero }
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// The group `AsyncMessenger::Worker-…`. No message is handled by who reads it (`fast_dispatch`).
    var counters: [PerfCounter] {
        func counter(
            _ name: String, _ description: String, _ value: PerfCounter.Value, unit: PerfCounter.Unit = .none
        ) -> PerfCounter {
            PerfCounter(
                "AsyncMessenger::Worker-\(number)", "msgr_" + name, description, value, priority: 0,
                unit: unit)
        }
        return [
            counter("recv_messages", "Network received messages", .counter(receivedMessages.value)),
            counter("send_messages", "Network sent messages", .counter(sentMessages.value)),
            counter("recv_bytes", "Network received bytes", .counter(receivedBytes.value), unit: .bytes),
            counter("send_bytes", "Network sent bytes", .counter(sentBytes.value), unit: .bytes),
            counter("created_connections", "Created connection number", .counter(createdConnections.value)),
            counter("active_connections", "Active connection number", .counter(activeConnections.value)),
            counter("running_total_time", "The total time of thread running", .time(running)),
            counter("running_send_time", "The total time of message sending", .time(sending.sum)),
            counter("running_recv_time", "The total time of message receiving", .time(receiving.sum)),
            counter("running_fast_dispatch_time", "The total time of fast dispatch", .time(.zero)),
            counter("send_messages_queue_lat", "Network sent messages lat", queueing.value),
            counter("handle_ack_lat", "Connection handle ack lat", acknowledgements.value),
        ]
    }
}
