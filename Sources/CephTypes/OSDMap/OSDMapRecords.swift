/// The records of this folder.
enum OSDMapRecords {
    static let all: [any CephRecord.Type] = []
}
