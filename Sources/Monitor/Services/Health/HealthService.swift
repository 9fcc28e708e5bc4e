import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// What is wrong with the cluster (src/mon/HealthMonitor.h).
public final class HealthService: PaxosService {
    public override var hasInitialState: Bool { false }
}
