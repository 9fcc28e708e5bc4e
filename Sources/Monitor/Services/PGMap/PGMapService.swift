import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The placement groups' state as a service of its own, as it was before luminous (jewel's src/mon/PGMonitor.h).
public final class PGMapService: PaxosService {
    var digest: PGMapDigest? { nil }
    public override var hasInitialState: Bool { false }
}
