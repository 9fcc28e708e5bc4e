import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// File systems and their metadata servers (src/mon/MDSMonitor.h).
public final class MDSMapService: PaxosService {
    public override var hasInitialState: Bool { false }
}
