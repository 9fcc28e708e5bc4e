import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// What the manager reports: the digest of the PG map, the service map, progress (src/mon/MgrStatMonitor.h).
public final class MgrStatService: PaxosService {
    public override var hasInitialState: Bool { false }
}
