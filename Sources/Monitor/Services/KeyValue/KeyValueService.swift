import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Keys and values of users and of the manager's modules: `config-key` (src/mon/KVMonitor.h).
public final class KeyValueService: PaxosService {
    public override var hasInitialState: Bool { false }
}
