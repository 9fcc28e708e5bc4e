/// What managers send to a monitor and get from it, and what a monitor reports to the manager as any daemon.
public enum ManagerMessages {
    public static let all: [any CephMessage.Type] = [
        MMgrBeacon.self, MMgrClose.self, MMgrCommand.self, MMgrCommandReply.self, MMgrConfigure.self,
        MMgrDigest.self, MMgrMap.self, MMgrOpen.self, MMgrReport.self, MMonMgrReport.self, MServiceMap.self,
    ]
}
