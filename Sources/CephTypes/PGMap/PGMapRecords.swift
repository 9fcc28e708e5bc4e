/// The records of this folder.
enum PGMapRecords {
    static let all: [any CephRecord.Type] = []
}
