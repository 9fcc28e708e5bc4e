/// What metadata servers send to a monitor, and what monitors tell of file systems.
public enum MDSMessages {
    public static let all: [any CephMessage.Type] = [
        MFSMap.self, MFSMapUser.self, MMDSBeacon.self, MMDSLoadTargets.self, MMDSMap.self,
    ]
}
