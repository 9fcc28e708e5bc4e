import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Options of all daemons (src/mon/ConfigMonitor.h).
public final class ConfigService: PaxosService {
    public override var hasInitialState: Bool { false }
}
