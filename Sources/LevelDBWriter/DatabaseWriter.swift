import LevelDBReader

/// Fills a LevelDB folder with entries that come in order. They become part of it all at once, at the end,
/// by one rename (of CURRENT): whatever was in the folder before counts until then, and not any more after.
/// A crash leaves one or the other, and files that LevelDB removes when it opens the folder.
package struct DatabaseWriter {
    /// Bytes of a table before compression: near to what LevelDB makes, which ends tables at 2 MiB after it.
    private static let tableSize = 4 << 20

    private let folder: DurableFolder
    private let blockSize: Int
    private let pipeline: TablePipeline
    private let firstNumber: UInt64
    private var nextNumber: UInt64
    private var table: TableContents

    /// - Parameter firstNumber: above all numbers of files in the folder.
    init(_ folder: DurableFolder, firstNumber: UInt64, blockSize: Int, compresses: Bool) {
        self.folder = folder
        self.blockSize = blockSize
        self.firstNumber = firstNumber
        nextNumber = firstNumber
        pipeline = TablePipeline(folder: folder, compresses: compresses)
        table = Self.emptyTable(blockSize: blockSize)
    }

    /// For a folder without a database in it.
    package init(newAt path: String, blockSize: Int, compresses: Bool) {
        self.init(DurableFolder(path: path), firstNumber: 1, blockSize: blockSize, compresses: compresses)
    }

    private static func emptyTable(blockSize: Int) -> TableContents {
        // The last block may run over.
        TableContents(blockSize: blockSize, capacity: tableSize + (64 << 10))
    }

    /// - Parameters:
    ///   - key: behind the one before.
    ///   - trailer: sequence number and kind, the end of an internal key.
    package mutating func add(
        _ key: UnsafeRawBufferPointer, trailer: UInt64, _ value: UnsafeRawBufferPointer
    ) throws {
        table.add(key, trailer: trailer, value)
        if table.size >= Self.tableSize { try finishTable() }
    }

    /// An entry that is new, with its own sequence number.
    package mutating func add(
        _ key: UnsafeRawBufferPointer, sequence: UInt64, _ value: UnsafeRawBufferPointer
    ) throws {
        let kindOfValue: UInt64 = 1
        try add(key, trailer: sequence << 8 | kindOfValue, value)
    }

    private mutating func finishTable() throws {
        var full = Self.emptyTable(blockSize: blockSize)
        swap(&full, &table)
        full.finish()
        try pipeline.write(full, number: takeNumber())
    }

    private mutating func takeNumber() -> UInt64 {
        defer { nextNumber += 1 }
        return nextNumber
    }

    /// Makes what was added the folder's database, on the disk and for good.
    package mutating func finish(lastSequence: UInt64) throws {
        let manifestName: String
        do {
            if !table.isEmpty { try finishTable() }
            manifestName = try writeManifest(of: try pipeline.finish(), lastSequence: lastSequence)
        } catch {
            abandon()
            throw error
        }
        let current = "\(String(padded: takeNumber())).dbtmp"
        try folder.write(Array("\(manifestName)\n".utf8), to: current)
        try folder.replace("CURRENT", by: current)
    }

    private mutating func writeManifest(of tables: [NewTable], lastSequence: UInt64) throws -> String {
        let name = Self.manifestName(takeNumber())
        // Above all logs, so that none is replayed any more. The next number is for the new CURRENT.
        let logNumber = takeNumber()
        let manifest = Manifest(
            logNumber: logNumber, nextFileNumber: nextNumber + 1, lastSequence: lastSequence, tables: tables)
        try folder.write(manifest.encode(), to: name)
        try folder.syncNames()
        return name
    }

    /// Removes what was written, when there will be no `finish`.
    package func abandon() {
        pipeline.abandon()
        for number in firstNumber..<nextNumber {
            folder.remove(TablePipeline.name(of: number))
            folder.remove(Self.manifestName(number))
        }
    }

    private static func manifestName(_ number: UInt64) -> String { "MANIFEST-\(String(padded: number))" }
}
