/// A file of a store.
public struct LevelDBFileInfo: Sendable, Equatable {
    /// Without the folder.
    public let name: String
    /// In bytes.
    public let size: UInt64
}

/// A live table of a store.
public struct LevelDBTableInfo: Sendable, Equatable {
    /// The one in its name.
    public let number: UInt64
    /// "000042.ldb", or "000042.sst" in old stores.
    public let name: String
    /// 0 to 6.
    public let level: Int
    /// In bytes, as the MANIFEST tells.
    public let size: UInt64
    /// The first key in it, deleted ones included.
    public let smallestKey: [UInt8]
    /// The last key in it, deleted ones included.
    public let largestKey: [UInt8]

    init(_ table: TableFile) {
        number = table.meta.number
        name = table.name
        level = table.level
        size = UInt64(table.meta.size)
        smallestKey = table.meta.smallest.userKey
        largestKey = table.meta.largest.userKey
    }
}
