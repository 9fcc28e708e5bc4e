/// What OSDs send to a monitor, and what monitors tell of OSDs.
public enum OSDMessages {
    public static let all: [any CephMessage.Type] = [
        MMonGetPurgedSnaps.self, MMonGetPurgedSnapsReply.self, MOSDAlive.self, MOSDBeacon.self, MOSDBoot.self,
        MOSDFailure.self, MOSDFull.self, MOSDMap.self, MOSDMarkMeDead.self, MOSDMarkMeDown.self,
        MOSDPGCreate.self, MOSDPGCreate2.self, MOSDPGCreated.self, MOSDPGReadyToMerge.self, MOSDPGTemp.self,
        MPGStats.self, MPGStatsAck.self, MRemoveSnaps.self,
    ]
}
