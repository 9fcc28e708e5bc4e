import Testing

@testable import LevelDBReader

@Suite("The log format's corner cases")
struct LogFileTests {
    private struct Record: Equatable {
        let bytes: [UInt8]
        let offset: Int
    }

    /// A physical record with its masked checksum.
    private static func piece(_ kind: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let crc = withBytes(of: [kind] + payload) { Checksum.crc32c($0, payload.count + 1) }
        let masked = ((crc >> 15) | (crc << 17)) &+ 0xa282_ead8
        return (0..<4).map { UInt8(truncatingIfNeeded: masked >> (8 * $0)) }
            + [UInt8(payload.count & 0xff), UInt8(payload.count >> 8), kind] + payload
    }

    private static func read(_ bytes: [UInt8]) throws -> [Record] {
        let folder = TemporaryFolder()
        folder.write(bytes, to: "log")
        let file = try #require(try Folder(path: folder.path).openIfPresent("log"))
        var records: [Record] = []
        try LogFile(file, limit: bytes.count).forEachRecord {
            records.append(Record(bytes: Array($0), offset: $1))
        }
        return records
    }

    private func failure(_ bytes: [UInt8]) -> LevelDBReaderError? {
        #expect(throws: LevelDBReaderError.self) { try Self.read(bytes) }
    }

    private static let hello = piece(1, Array("hello".utf8))

    @Test("The checksum is that of the published test vector")
    func checksum() {
        #expect(withBytes(of: Array("123456789".utf8)) { Checksum.crc32c($0, 9) } == 0xe306_9283)
    }

    @Test("A log cut anywhere yields the records before the cut")
    func everyCut() throws {
        let log = Self.hello + Self.piece(1, []) + Self.piece(1, [1, 2, 3])
        let ends = [12, 19, 29]
        for size in 0...log.count {
            let records = try Self.read(Array(log.prefix(size)))
            #expect(records.count == ends.count { $0 <= size })
        }
    }

    @Test("Pieces are put together across blocks, and padding is skipped")
    func pieces() throws {
        let first = [UInt8](repeating: 1, count: LogFile.blockSize - 7)
        let middle = [UInt8](repeating: 2, count: LogFile.blockSize - 7)
        // Leaves 6 bytes of the third block: too few for a header.
        let last = [UInt8](repeating: 3, count: LogFile.blockSize - 13)
        let log =
            Self.piece(2, first) + Self.piece(3, middle) + Self.piece(4, last)
            + [UInt8](repeating: 0, count: 6) + Self.hello
        let records = try Self.read(log)
        #expect(records.map(\.offset) == [0, 3 * LogFile.blockSize])
        #expect(records.first?.bytes == first + middle + last)
        #expect(records.last?.bytes == Array("hello".utf8))
        // Without its end, the record was being written.
        #expect(try Self.read(Array(log.prefix(2 * LogFile.blockSize))).isEmpty)
    }

    @Test("An empty first piece before a whole record is tolerated")
    func emptyFirstPiece() throws {
        #expect(try Self.read(Self.piece(2, []) + Self.hello).count == 1)
    }

    @Test("Zeros up to the end are skipped, zeros before a record are damage")
    func zeros() throws {
        let rest = [UInt8](repeating: 0, count: LogFile.blockSize - Self.hello.count)
        #expect(try Self.read(Self.hello + rest).count == 1)
        #expect(try Self.read(Self.hello + rest + rest).count == 1)
        let error = failure(Self.hello + rest + Self.hello)
        #expect(error?.offset == Self.hello.count)
        #expect(failure(Self.hello + [0, 0, 0, 0, 0, 0, 0, 1])?.offset == Self.hello.count)
    }

    @Test("What no writer can have written is damage")
    func damage() throws {
        var flipped = Self.hello + Self.hello
        flipped[8] ^= 0x20
        #expect(failure(flipped)?.reason.contains("checksum mismatch") == true)
        #expect(failure(flipped)?.offset == 0)
        #expect(failure(Self.piece(3, [1]))?.reason.contains("without its beginning") == true)
        #expect(failure(Self.piece(4, [1]))?.kind == .corruption)
        #expect(failure(Self.piece(5, [1]))?.reason.contains("unknown type 5") == true)
        #expect(failure(Self.piece(2, [1]) + Self.hello)?.reason.contains("without an end") == true)
        var long = Self.hello
        long[4] = 0xff
        long[5] = 0xff
        #expect(failure(long)?.reason.contains("runs over") == true)
    }
}
