import CephEncoding

/// The records of this folder.
enum OSDMapRecords {
    static let all: [any CephRecord.Type] = [
        UTime.self, CephUUID.self, EntityName.self, EntityAddress.self, EntityAddressVector.self,
        PGID.self, EVersion.self, OSDInfo.self, OSDXInfo.self, PoolSnapInfo.self, PGPool.self,
        OSDMap.self, OSDMap.Incremental.self, CreatingPGs.self, PGHistory.self, PastIntervals.self,
    ]
}
