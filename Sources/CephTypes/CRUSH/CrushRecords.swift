/// The records of this folder.
enum CrushRecords {
    static let all: [any CephRecord.Type] = [CrushMap.self]
}
