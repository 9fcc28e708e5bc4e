/// The records of this folder.
enum LogRecords {
    static let all: [any CephRecord.Type] = [LogEntry.self, LogEntryKey.self, LogSummary.self]
}
