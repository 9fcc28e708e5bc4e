import SeededRandom
import Testing

@testable import LevelDBReader

@Suite("Damaged stores")
struct DamageTests {
    /// A store with a few small tables in two levels, and a log.
    private static func makeStore() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        var random = SeededRandom(seed: 9)
        do {
            let database = try TestDatabase(folder.path, writeBuffer: 64 << 10)
            try churn(database, &random, keys: 200, changes: 600, largestValue: 300)
            database.compact()
            try churn(database, &random, keys: 200, changes: 600, largestValue: 300)
        }
        do {
            let database = try TestDatabase(folder.path)
            try churn(database, &random, keys: 200, changes: 100, largestValue: 300)
        }
        return folder
    }

    private static func manifest(_ folder: TemporaryFolder) throws -> String {
        try #require(folder.names().first { $0.hasPrefix("MANIFEST-") })
    }

    private func failure(_ folder: TemporaryFolder) throws -> LevelDBReaderError {
        try #require(throws: LevelDBReaderError.self) {
            _ = try LevelDBSnapshot(path: folder.path).entries()
        }
    }

    private func damage(
        _ name: String, in folder: TemporaryFolder, _ change: (inout [UInt8]) -> Void
    ) throws -> LevelDBReaderError {
        let bytes = folder.read(name)
        var changed = bytes
        change(&changed)
        folder.write(changed, to: name)
        defer { folder.write(bytes, to: name) }
        return try failure(folder)
    }

    @Test("Folders that are no store are told apart from damaged stores")
    func noStore() throws {
        let folder = TemporaryFolder()
        #expect(try failure(folder).kind == .notADatabase)
        let absent = #expect(throws: LevelDBReaderError.self) {
            try LevelDBSnapshot(path: folder.path + "/absent")
        }
        #expect(absent?.kind == .notADatabase)
        folder.write([], to: "file")
        let file = #expect(throws: LevelDBReaderError.self) {
            try LevelDBSnapshot(path: folder.path + "/file")
        }
        #expect(file?.kind == .notADatabase)
    }

    @Test("A CURRENT file that names no MANIFEST is reported")
    func badCurrent() throws {
        let folder = try Self.makeStore()
        for text in ["", "MANIFEST-000002", "../../etc/passwd\n", "MANIFEST-\0\n", "MANIFEST-../x\n"] {
            let error = try damage("CURRENT", in: folder) { $0 = Array(text.utf8) }
            #expect(error.kind == .corruption)
            #expect(error.file.hasSuffix("/CURRENT"))
        }
        let error = try damage("CURRENT", in: folder) { $0 = Array("MANIFEST-999999\n".utf8) }
        #expect(error.kind == .missingFile)
        #expect(error.file.hasSuffix("/MANIFEST-999999"))
    }

    @Test("A missing table is reported by name")
    func missingTable() throws {
        let folder = try Self.makeStore()
        let name = try #require(try LevelDBSnapshot(path: folder.path).tableFiles.last?.name)
        try #require(rename(folder, name, "elsewhere"))
        let error = try failure(folder)
        #expect(error.kind == .missingFile)
        #expect(error.file.hasSuffix("/" + name))
    }

    @Test("A table with the suffix of old stores is found")
    func oldSuffix() throws {
        let folder = try Self.makeStore()
        let expected = try LevelDBSnapshot(path: folder.path).entries()
        for name in folder.names(ending: ".ldb") {
            try #require(rename(folder, name, name.dropLast(4) + ".sst"))
        }
        #expect(try LevelDBSnapshot(path: folder.path).entries() == expected)
    }

    private func rename(_ folder: TemporaryFolder, _ old: String, _ new: String) -> Bool {
        let bytes = folder.read(old)
        folder.remove(old)
        folder.write(bytes, to: new)
        return !bytes.isEmpty
    }

    @Test("A flipped bit in a block is a checksum mismatch at the block's offset")
    func flippedBlock() throws {
        let folder = try Self.makeStore()
        let name = try #require(try LevelDBSnapshot(path: folder.path).tableFiles.last?.name)
        let error = try damage(name, in: folder) { $0[10] ^= 4 }
        #expect(error.kind == .corruption)
        #expect(error.offset == 0)
        #expect(error.description.contains("/\(name): at byte 0: block checksum mismatch (stored 0x"))
    }

    @Test("A table that lost its end is reported with both sizes")
    func truncatedTable() throws {
        let folder = try Self.makeStore()
        let table = try #require(try LevelDBSnapshot(path: folder.path).tableFiles.last)
        for size in [0, 10, 47, Int(table.size) - 1] {
            let error = try damage(table.name, in: folder) { $0 = Array($0.prefix(size)) }
            #expect(error.kind == .corruption)
            #expect(error.reason.contains("\(size) bytes"))
        }
        let error = try damage(table.name, in: folder) { $0[$0.count - 1] ^= 1 }
        #expect(error.reason.contains("magic"))
    }

    @Test("A flipped bit in the MANIFEST is reported with its record's offset")
    func flippedManifest() throws {
        let folder = try Self.makeStore()
        let error = try damage(Self.manifest(folder), in: folder) { $0[9] ^= 1 }
        #expect(error.kind == .corruption)
        #expect(error.offset == 0)
        #expect(error.reason.contains("checksum"))
    }

    @Test("A MANIFEST cut short holds the records before the cut, or too little")
    func truncatedManifest() throws {
        let folder = try Self.makeStore()
        let name = try Self.manifest(folder)
        let bytes = folder.read(name)
        let expected = try LevelDBSnapshot(path: folder.path).entries()
        for size in 0..<bytes.count {
            folder.write(Array(bytes.prefix(size)), to: name)
            do {
                _ = try LevelDBSnapshot(path: folder.path)
            } catch let error as LevelDBReaderError {
                #expect(error.kind == .corruption || error.kind == .missingFile)
            }
            // The beginning of one more record, as a writer leaves it for a moment.
            folder.write(bytes + bytes.prefix(size % 20), to: name)
            #expect(try LevelDBSnapshot(path: folder.path).entries() == expected)
        }
        folder.write([], to: name)
        #expect(try failure(folder).reason.contains("no next file number"))
    }

    @Test("Whatever is damaged, reading ends with an error or a clean scan", arguments: [true, false])
    func randomDamage(verifyChecksums: Bool) throws {
        let folder = try Self.makeStore()
        let names = folder.names().filter { !["LOCK", "LOG", "LOG.old"].contains($0) }
        let originals = names.map { folder.read($0) }
        let expected = try LevelDBSnapshot(path: folder.path).entries()
        var random = SeededRandom(seed: verifyChecksums ? 10 : 11)
        var errors = 0
        var unnoticed = 0
        for _ in 0..<1500 {
            let victim = Int.random(in: 0..<names.count, using: &random)
            folder.write(Self.damaged(originals[victim], &random), to: names[victim])
            do {
                let found = try Self.readAll(folder, verifyChecksums, &random)
                if found != expected { unnoticed += 1 }
            } catch is LevelDBReaderError {
                errors += 1
            }
            folder.write(originals[victim], to: names[victim])
        }
        #expect(errors > 500)
        // With checksums only a log or MANIFEST whose tail is gone can look whole.
        if verifyChecksums { #expect(unnoticed < 400) }
        #expect(try LevelDBSnapshot(path: folder.path).entries() == expected)
    }

    private static func readAll(
        _ folder: TemporaryFolder, _ verifyChecksums: Bool, _ random: inout SeededRandom
    ) throws -> [Entry] {
        let snapshot = try LevelDBSnapshot(path: folder.path, verifyChecksums: verifyChecksums)
        let key = Array("osdmap\0\(Int.random(in: 0..<200, using: &random))".utf8)
        _ = snapshot.approximateSize(from: [], to: key)
        _ = try snapshot.get(key)
        _ = try snapshot.entries(from: key, limit: 10)
        // Far more than all entries of all files: a scan that goes in circles is noticed.
        let entries = try snapshot.entries(limit: 100_000)
        #expect(entries.count < 100_000)
        return entries
    }

    /// Flips bits, overwrites, cuts off, repeats or inserts.
    private static func damaged(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        guard !bytes.isEmpty else { return [UInt8.random(in: 0...255, using: &random)] }
        let tail = Int.random(in: 0..<2, using: &random) == 0 ? min(400, bytes.count) : bytes.count
        let place = bytes.count - 1 - Int.random(in: 0..<tail, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = [0, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
        case 2: bytes.removeSubrange(place...)
        case 3: bytes.insert(contentsOf: random.bytes(7), at: place)
        case 4:
            for index in place..<min(place + 9, bytes.count) { bytes[index] = 0xff }
        default:
            for index in place..<min(place + 60, bytes.count) {
                bytes[index] = UInt8.random(in: 0...255, using: &random)
            }
        }
        return bytes
    }
}
