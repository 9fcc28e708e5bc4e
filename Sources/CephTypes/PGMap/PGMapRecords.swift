/// The records of this folder.
enum PGMapRecords {
    static let all: [any CephRecord.Type] = [
        PGMap.self, PGMap.Incremental.self, PGMapDigest.self, PGStat.self, OSDStat.self, PoolStat.self,
        ObjectStatSum.self, ObjectStatCollection.self, StoreStatFS.self, ObjectStorePerfStat.self,
        Pow2Histogram.self,
    ]
}
