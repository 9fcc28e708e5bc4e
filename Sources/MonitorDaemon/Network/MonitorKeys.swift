import CephAuth
import CephEncoding
import CephTypes
import Foundation
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

extension AuthPolicy {
    /// As the options say (`auth_*_required`, `ms_*_mode`, …).
    init(_ options: MonitorOptions) {
        self.init(ownType: .mon)
        func methods(_ name: String) -> [AuthMethod] {
            // The old option, where it is set, counts for all.
            let common = options.string("auth_supported")
            return AuthMethod.list(common.isEmpty ? options.string(name) : common)
        }
        clusterMethods = methods("auth_cluster_required")
        serviceMethods = methods("auth_service_required")
        clientMethods = methods("auth_client_required")
        monClusterModes = ConnectionMode.list(options.string("ms_mon_cluster_mode"))
        monServiceModes = ConnectionMode.list(options.string("ms_mon_service_mode"))
        monClientModes = ConnectionMode.list(options.string("ms_mon_client_mode"))
        clusterModes = ConnectionMode.list(options.string("ms_cluster_mode"))
        serviceModes = ConnectionMode.list(options.string("ms_service_mode"))
        clientModes = ConnectionMode.list(options.string("ms_client_mode"))
        monTicketLifetime = options.float("auth_mon_ticket_ttl")
        serviceTicketLifetime = options.float("auth_service_ticket_ttl")
        allowsInsecureReclaim = options.bool("auth_allow_insecure_global_id_reclaim")
        exposesInsecureReclaim = options.bool("auth_expose_insecure_global_id_reclaim")
    }
}

extension AuthMethod {
    /// The methods that a list names; what is unknown is left out.
    static func list(_ text: String) -> [AuthMethod] {
        text.split(whereSeparator: { " ,;\t".contains($0) }).compactMap { word in
            switch word {
            case "cephx": .cephx
            case "none": AuthMethod.none
            default: nil
            }
        }
    }
}

extension ConnectionMode {
    /// The modes that a list names, best first.
    static func list(_ text: String) -> [ConnectionMode] {
        text.split(whereSeparator: { " ,;\t".contains($0) }).compactMap { word in
            switch word {
            case "crc": .crc
            case "secure": .secure
            default: nil
            }
        }
    }
}
