import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// File systems and their metadata servers (src/mon/MDSMonitor.h).
public final class MDSMapService: PaxosService {
    public private(set) var map = FSMap()

    public override func updateFromPaxos() throws {
        guard lastCommitted > 0, let value = try value(lastCommitted) else { return }
        map = try FSMap.decode(from: value)
    }
    public override var hasInitialState: Bool { false }
}
