import ArgumentParser
import CephEncoding
import CephTypes
import Foundation
import LevelDBReader
import MonitorStore
import NIOCore

/// `store-copy`: of a data folder as ceph-monstore-tool does it, of a database as ceph-kvstore-tool does it.
struct StoreCopy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store-copy", abstract: "Copies every key to a new store.",
        discussion: """
            Given a data folder, the copy is a data folder, with the small files beside the store. Given a \
            store.db, the copy is a database alone. The store may be in use: the copy is of one moment.
            """)

    @OptionGroup var store: StoreArgument
    @Argument(help: "a path that does not exist yet, or an empty folder") var target: String
    @Argument(help: "keys a transaction") var keysPerTransaction: Int = 128
    @Argument(help: "leveldb") var backend: String = "leveldb"

    func validate() throws {
        if keysPerTransaction < 1 { throw ValidationError("invalid num_keys_per_tx: \(keysPerTransaction)") }
        if backend != "leveldb" {
            throw ValidationError(
                "a copy can be leveldb, not \(backend): ceph-kvstore-tool of Ceph 16 makes others")
        }
    }

    func run() throws {
        let directory = try store.directory
        let isFolder = store.isDataFolder(directory)
        var output = Output()
        let copy = try Self.copy(
            directory, isFolder: isFolder, to: target, keysPerTransaction: keysPerTransaction, output: &output
        )
        try copy.summarize(from: store.path, to: target, output: &output)
        try output.finish()
        let before = try store.sizeOnDisk()
        let after = try StoreArgument.size(of: isFolder ? "\(target)/store.db" : target)
        Terminal.note("\(CephUnits.bytes(before)) before, \(CephUnits.bytes(after)) after")
    }

    /// Copies a data folder, or a database alone, and puts it all on the disk.
    @discardableResult
    static func copy(
        _ directory: MonitorDirectory, isFolder: Bool, to target: String, keysPerTransaction: Int = 128,
        reportsProgress: Bool = true, output: inout Output
    ) throws -> StoreCopier {
        let reader = try SnapshotStore(path: directory.database)
        var copy = StoreCopier(
            writesFolder: isFolder, keysPerTransaction: keysPerTransaction, reportsProgress: reportsProgress)
        if isFolder, let source = directory.path {
            try copyFolder(source, reader, to: target, &copy, &output)
        } else {
            try copy.run(from: reader, to: target, output: &output)
        }
        try MonitorDirectory.sync(path: target)
        return copy
    }

    /// Leaves nothing where it fails: half a store could be taken for a whole one.
    private static func copyFolder(
        _ source: String, _ reader: SnapshotStore, to target: String, _ copy: inout StoreCopier,
        _ output: inout Output
    ) throws {
        let existed = access(target, F_OK) == 0
        let made = try MonitorDirectory.create(path: target)
        do {
            // First what is small: the database is what makes a store of it.
            try copySmallFiles(from: source, to: target)
            try copy.run(from: reader, to: made.database, output: &output)
        } catch {
            made.discard(keepingFolder: existed)
            throw error
        }
    }

    private static func copySmallFiles(from source: String, to target: String) throws {
        let limit = 1 << 20
        for name in MonitorDirectory.smallFiles where access("\(source)/\(name)", F_OK) == 0 {
            guard let bytes = contentsIfReadable(of: "\(source)/\(name)", limit: limit) else {
                throw ToolError.file("\(source)/\(name)")
            }
            guard bytes.count < limit else { throw ToolError.file("\(source)/\(name)", EFBIG) }
            let file = open("\(target)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw ToolError.file("\(target)/\(name)") }
            let count = write(file, bytes, bytes.count)
            let code = count < 0 ? errno : ENOSPC
            guard close(file) == 0, count == bytes.count else {
                throw ToolError.file("\(target)/\(name)", code)
            }
        }
    }
}

extension StoreArgument {
    /// Whether the user gave the data folder, not the database in it.
    func isDataFolder(_ directory: MonitorDirectory) -> Bool {
        directory.path.map { path.isSamePath(as: $0) } ?? false
    }
}

extension String {
    fileprivate func isSamePath(as other: String) -> Bool {
        URL(fileURLWithPath: self).standardizedFileURL.path
            == URL(fileURLWithPath: other).standardizedFileURL.path
    }
}

extension LevelDBStore {
    /// A new, empty data folder.
    static func create(at path: String) throws -> LevelDBStore {
        let directory = try MonitorDirectory.create(path: path)
        return try createDatabase(at: directory.database)
    }

    /// A new, empty database.
    static func createDatabase(at path: String) throws -> LevelDBStore {
        try refuseDatabase(at: path)
        var options = LevelDBSettings.shared
        options.createIfMissing = true
        return try LevelDBStore(path: path, options: options)
    }

    static func refuseDatabase(at path: String) throws {
        guard access("\(path)/CURRENT", F_OK) != 0 else {
            throw StoreError(
                .inputOutput, "\(path) holds a store already: give a path that does not exist yet")
        }
    }
}

/// Copies keys, and tells as Ceph's tools do how far it is.
struct StoreCopier {
    let writesFolder: Bool
    let keysPerTransaction: Int
    let reportsProgress: Bool
    private var keys: UInt64 = 0
    private var bytes: UInt64 = 0
    private var transactions: UInt64 = 0
    private let began = ContinuousClock.now

    init(writesFolder: Bool, keysPerTransaction: Int, reportsProgress: Bool) {
        self.writesFolder = writesFolder
        self.keysPerTransaction = keysPerTransaction
        self.reportsProgress = reportsProgress
    }

    private var seconds: Double { (ContinuousClock.now - began) / .seconds(1) }

    mutating func run(from reader: SnapshotStore, to database: String, output: inout Output) throws {
        let options = LevelDBSettings.shared
        // Only LevelDB itself makes tables with filters.
        guard options.bloomSize > 0 else {
            let builder = try StoreBuilder(path: database, options: options)
            try copy(from: reader, &output, put: builder.put) { if $0 { try builder.finish() } }
            return
        }
        // It has a database that can be opened from the first key on: under another name until the last.
        try LevelDBStore.refuseDatabase(at: database)
        let unfinished = "\(database).unfinished"
        guard mkdir(unfinished, 0o755) == 0 else { throw ToolError.file(unfinished) }
        do {
            try fill(unfinished, from: reader, &output)
            guard rename(unfinished, database) == 0 else { throw ToolError.file(database) }
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished)
            throw error
        }
    }

    private mutating func fill(
        _ database: String, from reader: SnapshotStore, _ output: inout Output
    ) throws {
        let writer = try LevelDBStore.createDatabase(at: database).makeBatchWriter()
        try copy(from: reader, &output, put: writer.put) { try writer.commit(sync: $0) }
    }

    /// - Parameter commit: called behind each transaction; true for the last, and all must be on the disk.
    private mutating func copy(
        from reader: SnapshotStore, _ output: inout Output,
        put: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws -> Void, commit: (Bool) throws -> Void
    ) throws {
        let cursor = reader.makeCursor()
        try cursor.seekToFirst()
        repeat {
            var count = 0
            while cursor.isValid && count < keysPerTransaction {
                let (key, value) = (cursor.rawKey, cursor.rawValue)
                try put(key, value)
                bytes += UInt64(value.count)
                count += 1
                try cursor.next()
            }
            // Nothing counts before the end: only the last transaction waits for the disk.
            try commit(!cursor.isValid)
            keys += UInt64(count)
            transactions += 1
            try report(to: &output)
        } while cursor.isValid
    }

    private func report(to output: inout Output) throws {
        guard reportsProgress else { return }
        let size = CephUnits.bytes(bytes)
        if writesFolder {
            try output.line("copied \(keys) keys so far (\(size))")
        } else {
            try output.line(
                "ts = \(CephNumber.general(seconds, precision: 3))s, copied \(keys) keys so far (\(size))")
        }
        if transactions % 256 == 0 { Terminal.progress("store-copy: \(keys) keys, \(size)") }
    }

    func summarize(from source: String, to target: String, output: inout Output) throws {
        Terminal.endProgress()
        let size = CephUnits.bytes(bytes)
        if writesFolder {
            // Ceph counts a transaction for every key here.
            try output.line("summary: copied \(keys) keys, using \(keys) transactions, totalling \(size)")
            try output.line("from '\(source)' to '\(target)'")
        } else {
            try output.line("summary:\n  copied \(keys) keys\n  used \(transactions) transactions")
            try output.line(
                "  total size \(size)\n  from '\(source)' to '\(target)'\n  duration \(Int(seconds)) seconds")
        }
    }
}
