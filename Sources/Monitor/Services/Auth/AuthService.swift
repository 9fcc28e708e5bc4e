import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Keys, capabilities and global ids (src/mon/AuthMonitor.h).
public final class AuthService: PaxosService {
    public override var hasInitialState: Bool { false }
}
