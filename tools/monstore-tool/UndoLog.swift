import ArgumentParser
import CephEncoding
import Foundation
import MonitorStore
import NIOCore

/// Where a command that changes keys keeps what brings the old state back.
struct UndoOption: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "keep a trace file that brings the old state back")
    var undo = true
    @Option(help: ArgumentHelp("that file", valueName: "file"))
    var undoFile: String?

    func open(for directory: MonitorDirectory) throws -> UndoLog {
        guard undo else { return UndoLog() }
        return try UndoLog(
            path: undoFile ?? Self.freePath(in: directory.path ?? "\(directory.database)/.."),
            store: directory
        )
    }

    private static func freePath(in folder: String) -> String {
        var number = 1
        while access("\(folder)/undo-\(number).trace", F_OK) == 0 { number += 1 }
        return "\(folder)/undo-\(number).trace"
    }
}

/// Writes, before each transaction is applied, the transaction that reverts it; at the end the file holds
/// them last first, so that `replay-trace` of it restores the store.
struct UndoLog: ~Copyable {
    private let path: String?
    private let storePath: String
    private var reverts: [Int] = []
    private var spool: UnsafeMutablePointer<FILE>?

    init() {
        path = nil
        storePath = ""
    }

    init(path: String, store: MonitorDirectory) throws {
        self.path = path
        storePath = store.path ?? store.database
        spool = fopen("\(path).part", "w+")
        guard spool != nil else { throw ToolError.file("\(path).part") }
    }

    deinit {
        if let spool { fclose(spool) }
    }

    /// Keeps the way back on disk, then applies.
    mutating func apply(_ transaction: StoreTransaction, to database: LevelDBStore) throws {
        if let spool, let path {
            let bytes = CephEncoder.encode(try revert(of: transaction, in: database))
            let count = bytes.withUnsafeReadableBytes { fwrite($0.baseAddress, 1, $0.count, spool) }
            guard count == bytes.readableBytes, fflush(spool) == 0, fdatasync(fileno(spool)) == 0 else {
                throw ToolError.file("\(path).part")
            }
            reverts.append(count)
        }
        try database.apply(transaction)
    }

    private func revert(of transaction: StoreTransaction, in database: LevelDBStore) throws
        -> StoreTransaction
    {
        var result = StoreTransaction()
        var seen = Set<StoreKey>()
        func restore(_ key: StoreKey) throws {
            guard seen.insert(key).inserted else { return }
            if let old = try database.value(of: key) {
                result.put(key.prefix, key.key, old)
            } else {
                result.erase(key.prefix, key.key)
            }
        }
        for operation in transaction.operations {
            switch operation {
            case .put(let key, _), .erase(let key): try restore(key)
            case .eraseRange(let prefix, let start, let end):
                for key in try database.keys(of: prefix)
                where !StoreKey.precedes(StoreKey(prefix, key), StoreKey(prefix, start))
                    && StoreKey.precedes(StoreKey(prefix, key), StoreKey(prefix, end))
                {
                    try restore(StoreKey(prefix, key))
                }
            case .compact: break
            }
        }
        return result
    }

    /// Turns the file's order around and says where it is.
    consuming func finish() throws {
        guard let path, let spool else { return }
        var offset = reverts.reduce(0, +)
        var output = try Output(path: path)
        for count in reverts.reversed() {
            offset -= count
            var bytes = [UInt8](repeating: 0, count: count)
            guard fseek(spool, offset, SEEK_SET) == 0, fread(&bytes, 1, count, spool) == count else {
                throw ToolError.file("\(path).part")
            }
            try output.write(bytes)
        }
        try output.finish()
        unlink("\(path).part")
        Terminal.note("the old state: monstore-tool \(storePath) replay-trace \(path)")
    }
}
