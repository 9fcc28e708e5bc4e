import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// Which manager is active (src/mon/MgrMonitor.h).
public final class MgrService: PaxosService {
    /// What the active manager says it answers.
    var commandDescriptions: [CommandDescription] { [] }
    public override var hasInitialState: Bool { false }
}
