import Glibc
import LevelDBReader

/// Fills a LevelDB folder with entries that come in order. They become part of it all at once, at the end,
/// by one rename (of CURRENT): whatever was in the folder before counts until then, and not any more after.
/// A crash leaves one or the other, and files that `DatabaseRewrite` removes; so does LevelDB when it opens the
/// folder, but for a MANIFEST that it takes for newer than its own until it has counted so far.
package struct DatabaseWriter {
    /// Bytes of a table before compression: near to what LevelDB makes, which ends tables at 2 MiB after it.
    package static let usualTableSize = 4 << 20
    /// Of key and value together: LevelDB keeps lengths, and positions in a block, in 32 bits.
    private static let largestEntry = 2 << 30

    private let folder: DurableFolder
    private let blockSize: Int
    private let tableSize: Int
    private let pipeline: TablePipeline
    private let firstNumber: UInt64
    private var nextNumber: UInt64
    private var table: TableContents
    private var previousKey: [UInt8] = []
    private var isFirst = true

    /// - Parameter firstNumber: above all numbers of files in the folder.
    init(
        _ folder: DurableFolder, firstNumber: UInt64, blockSize: Int, compresses: Bool,
        tableSize: Int = DatabaseWriter.usualTableSize
    ) {
        self.folder = folder
        self.blockSize = blockSize
        self.tableSize = tableSize
        self.firstNumber = firstNumber
        nextNumber = firstNumber
        pipeline = TablePipeline(folder: folder, compresses: compresses)
        table = Self.emptyTable(blockSize: blockSize, size: tableSize)
    }

    /// For a folder without a database, or a trace of one, in it.
    package init(new folder: DurableFolder, blockSize: Int, compresses: Bool) {
        self.init(folder, firstNumber: 1, blockSize: blockSize, compresses: compresses)
    }

    private static func emptyTable(blockSize: Int, size: Int) -> TableContents {
        // The last block may run over.
        TableContents(blockSize: blockSize, capacity: size + (64 << 10))
    }

    /// - Parameters:
    ///   - key: behind the one before.
    ///   - trailer: sequence number and kind, the end of an internal key.
    package mutating func add(
        _ key: UnsafeRawBufferPointer, trailer: UInt64, _ value: UnsafeRawBufferPointer
    ) throws {
        // LevelDB would not find keys that are out of order, nor notice.
        guard isFirst || previousKey.withUnsafeBytes({ Self.precedes($0, key) }) else {
            throw LevelDBWriterError(reason: "\(folder.path): the keys to write are not in order")
        }
        guard key.count <= Self.largestEntry, value.count <= Self.largestEntry - key.count else {
            throw LevelDBWriterError(
                reason: "\(folder.path): a value of \(value.count) bytes is more than LevelDB can keep")
        }
        isFirst = false
        previousKey.replaceSubrange(0..., with: key)
        table.add(key, trailer: trailer, value)
        if table.size >= tableSize { try finishTable() }
    }

    /// Whether `left` comes first, as unsigned bytes.
    private static func precedes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard let leftStart = left.baseAddress, let rightStart = right.baseAddress else {
            return left.count < right.count
        }
        let order = memcmp(leftStart, rightStart, min(left.count, right.count))
        return order != 0 ? order < 0 : left.count < right.count
    }

    /// An entry that is new, with its own sequence number.
    package mutating func add(
        _ key: UnsafeRawBufferPointer, sequence: UInt64, _ value: UnsafeRawBufferPointer
    ) throws {
        let kindOfValue: UInt64 = 1
        try add(key, trailer: sequence << 8 | kindOfValue, value)
    }

    private mutating func finishTable() throws {
        var full = Self.emptyTable(blockSize: blockSize, size: tableSize)
        swap(&full, &table)
        full.finish()
        try pipeline.write(full, number: takeNumber())
    }

    private mutating func takeNumber() -> UInt64 {
        defer { nextNumber += 1 }
        return nextNumber
    }

    /// Makes what was added the folder's database, on the disk and for good. After an error either database
    /// may be there, complete; and no file that belongs to it was removed.
    package mutating func finish(lastSequence: UInt64) throws {
        let manifest: String
        do {
            if !table.isEmpty { try finishTable() }
            manifest = try writeManifest(of: try pipeline.finish(), lastSequence: lastSequence)
        } catch {
            abandon()
            throw error
        }
        do {
            let current = Self.temporaryName(nextNumber - 1)
            try folder.write(Self.current(naming: manifest), to: current)
            try folder.rename(current, to: FileNames.current)
        } catch {
            // A device that fails may have done what it was asked all the same.
            let now = contentsIfReadable(of: "\(folder.path)/\(FileNames.current)")
            if now != Self.current(naming: manifest) { abandon() }
            throw error
        }
        // If this fails the new database counts until a power failure, and perhaps the old one after it.
        try folder.syncNames()
    }

    /// - Returns: the file's name.
    private mutating func writeManifest(of tables: [NewTable], lastSequence: UInt64) throws -> String {
        let name = Self.manifestName(takeNumber())
        // Above all logs, so that none is replayed any more; it serves for the new CURRENT's name as well.
        let logNumber = takeNumber()
        let manifest = Manifest(
            logNumber: logNumber, nextFileNumber: nextNumber, lastSequence: lastSequence, tables: tables)
        try folder.write(manifest.encode(), to: name)
        // All must be there before CURRENT says so.
        try folder.syncNames()
        return name
    }

    /// Removes what was written, when there will be no `finish`.
    package func abandon() {
        pipeline.abandon()
        for number in firstNumber..<nextNumber {
            folder.remove(TablePipeline.name(of: number))
            folder.remove(Self.manifestName(number))
            folder.remove(Self.temporaryName(number))
        }
    }

    private static func manifestName(_ number: UInt64) -> String { "MANIFEST-\(String(padded: number))" }
    private static func temporaryName(_ number: UInt64) -> String { "\(String(padded: number)).dbtmp" }
    private static func current(naming manifest: String) -> [UInt8] { Array("\(manifest)\n".utf8) }
}
