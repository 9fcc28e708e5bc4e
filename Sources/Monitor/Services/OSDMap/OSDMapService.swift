import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The OSD map: OSDs, pools, placement (src/mon/OSDMonitor.h).
public final class OSDMapService: PaxosService {
    public private(set) var map = OSDMap()
    public var pending = OSDMap.Incremental()

    public override func updateFromPaxos() throws {
        guard lastCommitted > 0, let value = try value(fullKey(lastCommitted)) else { return }
        map = try OSDMap.decode(from: value)
    }
    public override var hasInitialState: Bool { false }
}
