/// The records of this folder.
enum AuthRecords {
    static let all: [any CephRecord.Type] = []
}
