/// A table that was written.
struct NewTable: Sendable {
    let number: UInt64
    /// In bytes.
    let size: Int
    /// Internal keys.
    let smallest: [UInt8]
    let largest: [UInt8]
}

/// All that a MANIFEST says of a store whose tables lie in one level and whose logs are empty.
struct Manifest {
    private enum Tag {
        static let comparator: UInt64 = 1
        static let logNumber: UInt64 = 2
        static let nextFileNumber: UInt64 = 3
        static let lastSequence: UInt64 = 4
        static let newFile: UInt64 = 7
        static let previousLogNumber: UInt64 = 9
    }

    let logNumber: UInt64
    let nextFileNumber: UInt64
    let lastSequence: UInt64
    let tables: [NewTable]

    /// The first level that may hold so much: LevelDB lets level 1 grow to 10 MiB, and each further one to
    /// ten times as much, before it moves tables down (`MaxBytesForLevel`).
    var level: Int {
        let size = tables.reduce(0) { $0 + $1.size }
        var level = 1
        var largest = 10 << 20
        while size >= largest, level < 6 {
            level += 1
            largest *= 10
        }
        return level
    }

    /// The bytes of the file: one version edit.
    func encode() -> [UInt8] {
        var edit: [UInt8] = []
        edit.append(varint: Tag.comparator)
        edit.append(lengthPrefixed: Array("leveldb.BytewiseComparator".utf8))
        for (tag, value) in [
            (Tag.logNumber, logNumber), (Tag.previousLogNumber, 0), (Tag.nextFileNumber, nextFileNumber),
            (Tag.lastSequence, lastSequence),
        ] {
            edit.append(varint: tag)
            edit.append(varint: value)
        }
        let level = level
        for table in tables {
            edit.append(varint: Tag.newFile)
            edit.append(varint: level)
            edit.append(varint: table.number)
            edit.append(varint: table.size)
            edit.append(lengthPrefixed: table.smallest)
            edit.append(lengthPrefixed: table.largest)
        }
        return RecordEncoder.file(of: edit)
    }
}
