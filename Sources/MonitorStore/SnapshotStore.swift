import CephEncoding
import LevelDBReader
import NIOCore

/// A store as its files are at one moment, read without touching them: no lock, no recovery, no write. The
/// folder may be on a read-only mount, and a running monitor may go on writing to it.
public final class SnapshotStore: KeyValueReader {
    /// The database as LevelDB's files have it.
    public let snapshot: LevelDBSnapshot

    /// - Parameters:
    ///   - path: the database folder (`…/store.db`).
    ///   - verifyChecksums: of each block of a table that is read; the log's are always verified.
    /// - Throws: ``StoreError``.
    public init(path: String, verifyChecksums: Bool = true) throws {
        do {
            snapshot = try LevelDBSnapshot(path: path, verifyChecksums: verifyChecksums)
        } catch let error as LevelDBReaderError {
            throw StoreError(error)
        }
    }

    public func value(of key: StoreKey) throws -> ByteBuffer? {
        try translated { try snapshot.get(key.combined).map { ByteBuffer(bytes: $0) } }
    }

    public func approximateSize(from: [UInt8], to: [UInt8]) -> UInt64 {
        snapshot.approximateSize(from: from, to: to)
    }

    public func makeCursor() -> any StoreCursor { Cursor(snapshot.makeCursor()) }

    private final class Cursor: StoreCursor {
        private let cursor: LevelDBCursor

        init(_ cursor: LevelDBCursor) { self.cursor = cursor }

        var isValid: Bool { cursor.isValid }
        // The cursor's views stay valid until it moves, which is what StoreCursor promises too.
        var rawKey: UnsafeRawBufferPointer { cursor.withKey { $0 } }
        var rawValue: UnsafeRawBufferPointer { cursor.withValue { $0 } }
        func seekToFirst() throws { try translated { try cursor.seekToFirst() } }
        func seek(_ key: [UInt8]) throws { try translated { try cursor.seek(key) } }
        func next() throws { try translated { try cursor.next() } }
    }
}

private func translated<R>(_ body: () throws -> R) throws -> R {
    do {
        return try body()
    } catch let error as LevelDBReaderError {
        throw StoreError(error)
    }
}

extension StoreError {
    init(_ error: LevelDBReaderError) {
        let kind: Kind =
            switch error.kind {
            case .notADatabase: .notAStore
            case .missingFile, .corruption: .corruption
            case .unreadable, .changing: .inputOutput
            case .unsupported: .unsupported
            }
        self.init(kind, error.description)
    }
}
