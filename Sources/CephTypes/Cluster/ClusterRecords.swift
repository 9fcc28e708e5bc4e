/// The records of this folder.
enum ClusterRecords {
    static let all: [any CephRecord.Type] = [
        MonMap.self, LatestMonMap.self, MonInfo.self, CompatSet.self, ScrubResult.self, ConnectionReport.self,
        ConnectionTracker.self, DataStats.self, LevelDBStoreStats.self, FSMap.self, Filesystem.self,
        MDSMap.self, MDSInfo.self, MDSHealth.self, MgrMap.self, ServiceMap.self, CommandDescriptions.self,
        HealthCheck.self, HealthCheckMap.self, HealthMute.self, HealthMutes.self, QuorumHealth.self,
        DaemonMetadata.self, MonitorMetadata.self, MDSMetadata.self, StoredNumber.self, StoredText.self,
    ]
}
