import Foundation
import LevelDBReader
import SeededRandom
import TestSupport
import Testing

@testable import LevelDBWriter

/// A rewrite that ends in the middle, at each of its operations.
@Suite struct CrashTests {
    private let folder: TemporaryFolder
    private let original: String
    private let model: Model
    private let expected: [Entry]

    init() throws {
        folder = try TemporaryFolder()
        original = "\(folder.path)/original"
        var random = SeededRandom(seed: 30)
        model = try random.makeStore(at: original, changes: 1600, largest: 400)
        expected = model.sorted
    }

    @discardableResult
    private func rewrite(_ folder: DurableFolder) throws -> DatabaseRewrite.Outcome {
        // Small tables: many operations.
        try DatabaseRewrite.run(folder, blockSize: 4096, compresses: true, tableSize: 24 << 10)
    }

    @Test(arguments: Fault.Kind.allCases)
    func `The old store or the new one is there, whole, wherever it ends`(kind: Fault.Kind) throws {
        let path = "\(folder.path)/store.db"
        let before = try contents(of: original)
        var number = 1
        while true {
            try FileManager.default.copyItem(atPath: original, toPath: path)
            defer { try? FileManager.default.removeItem(atPath: path) }
            let fault = Fault(kind, at: number, in: path)
            let result = Result { try rewrite(fault.folder) }
            guard fault.wasMet else {
                _ = try result.get()
                break
            }
            if kind == .fullDisk || kind == .error {
                let isOld = try contents(of: path) == before
                switch result {
                case .success(.noSpace): #expect(kind == .fullDisk)
                case .success(.done): #expect(!isOld)
                case .success(.locked): Issue.record("locked")
                case .failure: #expect(kind == .error)
                }
                // One or the other, with nothing left over: but that both stay when it is not certain which
                // one a power failure would leave, and old files that can't be removed.
                let isNew = try filesInUse(path).isDisjoint(with: before.keys.filter { $0 != "CURRENT" })
                #expect(isOld || isNew)
                if isNew {
                    #expect(try storeFiles(path).subtracting(before.keys).isSubset(of: filesInUse(path)))
                }
            }
            #expect(try LevelDBSnapshot(path: path).entries() == expected)
            if number % 4 == 0 { #expect(try OriginalDatabase(path).entries() == expected) }
            // Whatever is lying about, the next one goes through and leaves nothing but the store.
            try rewrite(DurableFolder(path: path))
            #expect(try storeFiles(path) == filesInUse(path))
            #expect(try OriginalDatabase(path).entries() == expected)
            number += 1
        }
        #expect(number > 30)
    }

    /// A disk for every operation after which the power may fail, several times.
    private func powerFailures(
        _ operations: [FileOperation], ignoring isIgnored: (FileOperation) -> Bool = { _ in false },
        _ body: (String) throws -> Void
    ) throws {
        let before = try contents(of: original)
        var random = SeededRandom(seed: 31)
        for count in 0...operations.count {
            var disk = Disk(before)
            for operation in operations.prefix(count) where !isIgnored(operation) { disk.apply(operation) }
            for variant in 0..<3 {
                let path = "\(folder.path)/disk-\(count)-\(variant)"
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
                defer { try? FileManager.default.removeItem(atPath: path) }
                for (name, bytes) in disk.files(&random) {
                    try bytes.write(to: URL(fileURLWithPath: "\(path)/\(name)"))
                }
                try body(path)
            }
        }
    }

    private func journal() throws -> [FileOperation] {
        let path = "\(folder.path)/journal"
        try FileManager.default.copyItem(atPath: original, toPath: path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let journal = Journal()
        try rewrite(journal.folder(path))
        return journal.operations
    }

    @Test func `A power failure leaves one of both, whole`() throws {
        try powerFailures(try journal()) { (path) throws in
            #expect(try OriginalDatabase(path).entries() == expected)
            #expect(try LevelDBSnapshot(path: path).entries() == expected)
        }
    }

    private static let syncs: [@Sendable (FileOperation) -> Bool] = [
        { if case .sync(let name) = $0 { name.hasSuffix(".ldb") } else { false } },
        { if case .sync(let name) = $0 { name.hasPrefix("MANIFEST") } else { false } },
        { if case .sync(let name) = $0 { name.hasSuffix(".dbtmp") } else { false } },
        { if case .syncNames = $0 { true } else { false } },
    ]

    @Test(arguments: 0..<4)
    func `Without any one of the syncs a power failure would be seen here`(index: Int) throws {
        var broken = 0
        try powerFailures(try journal(), ignoring: Self.syncs[index]) { (path) throws in
            let entries = try? OriginalDatabase(path).entries()
            if entries != expected { broken += 1 }
        }
        #expect(broken > 0)
    }
}
