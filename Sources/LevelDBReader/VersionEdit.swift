/// One table as the MANIFEST describes it.
struct TableMeta: Sendable {
    let number: UInt64
    /// In bytes.
    let size: Int
    let smallest: InternalKey
    let largest: InternalKey
}

/// The number of levels in every LevelDB store.
let levelCount = 7

/// One record of the MANIFEST: a change from one version of the store to the next. Each field is a
/// varint tag and its value (LevelDB doc/impl.md names the contents, the tags are its version
/// edits' numbers).
struct VersionEdit {
    private enum Tag {
        static let comparator: UInt32 = 1
        static let logNumber: UInt32 = 2
        static let nextFileNumber: UInt32 = 3
        static let lastSequence: UInt32 = 4
        static let compactPointer: UInt32 = 5
        static let deletedFile: UInt32 = 6
        static let newFile: UInt32 = 7
        static let previousLogNumber: UInt32 = 9
    }

    /// Why a record is no version edit.
    struct Damage: Error {
        let kind: LevelDBReaderError.Kind
        let reason: String
    }

    private(set) var comparator: String?
    private(set) var logNumber: UInt64?
    private(set) var previousLogNumber: UInt64?
    private(set) var nextFileNumber: UInt64?
    private(set) var lastSequence: UInt64?
    private(set) var deletedFiles: [(level: Int, number: UInt64)] = []
    private(set) var newFiles: [(level: Int, table: TableMeta)] = []

    /// Throws `Damage` for anything that is not a whole version edit.
    init(decoding record: UnsafeBufferPointer<UInt8>) throws {
        guard let start = record.baseAddress, record.count > 0 else { return }
        var reader = ByteReader(start, count: record.count)
        while reader.remaining > 0 {
            let tag = try Self.require(reader.varint32(), "tag")
            try decodeField(tag, from: &reader)
        }
    }

    private mutating func decodeField(_ tag: UInt32, from reader: inout ByteReader) throws {
        switch tag {
        case Tag.comparator:
            let name = try Self.require(reader.lengthPrefixed(), "comparator name")
            comparator = String(decoding: name.prefix(200), as: UTF8.self)
        case Tag.logNumber:
            logNumber = try Self.require(reader.varint64(), "log number")
        case Tag.previousLogNumber:
            previousLogNumber = try Self.require(reader.varint64(), "previous log number")
        case Tag.nextFileNumber:
            nextFileNumber = try Self.require(reader.varint64(), "next file number")
        case Tag.lastSequence:
            let sequence = try Self.require(reader.varint64(), "last sequence")
            guard sequence <= maximumSequence else {
                throw Damage(kind: .corruption, reason: "last sequence \(sequence) is over 56 bits")
            }
            lastSequence = sequence
        case Tag.compactPointer:
            // Says where the next compaction of a level begins: of no use to a reader.
            _ = try Self.level(from: &reader)
            _ = try Self.key(from: &reader)
        case Tag.deletedFile:
            let level = try Self.level(from: &reader)
            deletedFiles.append((level, try Self.require(reader.varint64(), "deleted file")))
        case Tag.newFile:
            try decodeNewFile(from: &reader)
        default:
            try Self.rejectTag(tag)
        }
    }

    private mutating func decodeNewFile(from reader: inout ByteReader) throws {
        let level = try Self.level(from: &reader)
        let number = try Self.require(reader.varint64(), "new file's number")
        let size = try Self.require(reader.varint64(), "new file's size")
        let smallest = try Self.key(from: &reader)
        let largest = try Self.key(from: &reader)
        guard let bytes = Int(exactly: size) else {
            throw Damage(kind: .corruption, reason: "table \(number) of \(size) bytes")
        }
        let table = TableMeta(number: number, size: bytes, smallest: smallest, largest: largest)
        newFiles.append((level, table))
    }

    /// RocksDB grew out of LevelDB and keeps its comparator's name and its low tags.
    private static func rejectTag(_ tag: UInt32) throws {
        if tag == 10 || tag >= 100 {
            throw Damage(kind: .unsupported, reason: "version edit with RocksDB's tag \(tag)")
        }
        throw Damage(kind: .corruption, reason: "version edit with unknown tag \(tag)")
    }

    private static func level(from reader: inout ByteReader) throws -> Int {
        let level = try require(reader.varint32(), "level")
        guard level < UInt32(levelCount) else {
            throw Damage(kind: .corruption, reason: "level \(level), the highest is \(levelCount - 1)")
        }
        return Int(level)
    }

    private static func key(from reader: inout ByteReader) throws -> InternalKey {
        let bytes = try require(reader.lengthPrefixed(), "internal key")
        return try require(InternalKey(encoded: bytes), "internal key")
    }

    private static func require<Value>(_ value: Value?, _ what: String) throws -> Value {
        guard let value else {
            throw Damage(kind: .corruption, reason: "version edit with a malformed \(what)")
        }
        return value
    }
}
