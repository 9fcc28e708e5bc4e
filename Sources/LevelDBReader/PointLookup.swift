/// Finds the newest visible entry of one key.
struct PointLookup {
    /// The key, with a trailer that sorts before all entries that are visible.
    let target: InternalKeyView
    let cache: TableCache

    func find(memTable: MemTable, tables: [[TableFile]]) throws -> [UInt8]? {
        let cursor = MemTableCursor(memTable)
        cursor.seek(target)
        if isHit(cursor) { return try value(of: cursor) }
        if let hit = try newestInLevel0(tables[0]) { return try value(of: hit) }
        for level in tables.dropFirst() {
            let index = level.firstIndex(notBefore: target)
            guard index < level.count else { continue }
            if let hit = try search(level[index]) { return try value(of: hit) }
        }
        return nil
    }

    /// Looks into every table of level 0 that can hold the key. Usually the one with the highest
    /// number has the newest entry; after LevelDB's RepairDB, which puts all tables into level 0,
    /// any may.
    private func newestInLevel0(_ tables: [TableFile]) throws -> InternalCursor? {
        var newest: InternalCursor?
        for table in tables.reversed() {
            guard let hit = try search(table) else { continue }
            if let known = newest, known.key.trailer >= hit.key.trailer { continue }
            newest = hit
        }
        return newest
    }

    /// A cursor at the newest visible entry of the key in `table`; nil if it has none.
    private func search(_ table: TableFile) throws -> InternalCursor? {
        // Only the user key decides at the lower end: its newest entry may not be visible.
        let lowest = InternalKeyView(
            userKey: target.userKey, userCount: target.userCount, trailer: 0)
        guard table.meta.smallest.compare(lowest) <= 0, table.meta.largest.compare(target) >= 0
        else { return nil }
        let cursor = TableRunCursor([table], cache: cache)
        try cursor.seek(target)
        return isHit(cursor) ? cursor : nil
    }

    private func isHit(_ cursor: InternalCursor) -> Bool {
        cursor.isValid
            && compareBytes(
                cursor.key.userKey, cursor.key.userCount, target.userKey, target.userCount) == 0
    }

    private func value(of hit: InternalCursor) throws -> [UInt8]? {
        switch UInt8(truncatingIfNeeded: hit.key.trailer) {
        case EntryKind.value: return Array(hit.value)
        case EntryKind.deletion: return nil
        case let kind:
            let location = hit.location
            throw LevelDBReaderError(
                .corruption, file: location.file, offset: location.offset,
                reason: "entry of unknown kind \(kind)")
        }
    }
}
