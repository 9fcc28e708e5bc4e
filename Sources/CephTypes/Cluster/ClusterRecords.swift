/// The records of this folder.
enum ClusterRecords {
    static let all: [any CephRecord.Type] = []
}
