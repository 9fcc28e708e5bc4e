import CephAuth
import CephEncoding
import CephTypes
import FoundationEssentials
import Glibc
import Monitor
import NIOConcurrencyHelpers
import NIOCore

/// The monitor's keys as the messenger's threads see them: a copy, made anew when they change.
final class KeySnapshot: Sendable {
    private let keys: NIOLockedValueBox<KeyServer?>
    private let policy: NIOLockedValueBox<AuthPolicy>

    init(keyring: KeyRing, policy: AuthPolicy) {
        keys = NIOLockedValueBox(KeyServer(keyring: keyring))
        self.policy = NIOLockedValueBox(policy)
    }

    func update(_ server: KeyServer?) {
        guard let server else { return }
        keys.withLockedValue { $0 = server }
    }

    /// What exchanges ask of the monitor.
    func environment(
        loop: any EventLoop, allocate: @escaping @Sendable (@escaping @Sendable (UInt64?) -> Void) -> Void
    ) -> MonitorAuthServer.Environment {
        var environment = MonitorAuthServer.Environment(
            now: { SystemTime.now }, random: .system, policy: { self.policy.withLockedValue { $0 } },
            keys: { self.keys.withLockedValue { $0 } },
            allocateGlobalID: { use in loop.execute { allocate(use) } })
        environment.hasQuorumKeys = { self.keys.withLockedValue { ($0?.data.version ?? 0) > 0 } }
        return environment
    }
}

/// The system's wall clock.
enum SystemTime {
    static var now: UTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UTime(seconds: UInt32(truncatingIfNeeded: time.tv_sec), nanoseconds: UInt32(time.tv_nsec))
    }
}
