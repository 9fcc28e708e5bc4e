import LevelDBReader

/// One record in LevelDB's log format (LevelDB doc/log_format.md; `LogFile` in LevelDBReader tells more).
enum RecordEncoder {
    private static let blockSize = 32 << 10
    private static let headerSize = 7

    private enum PieceKind {
        static let full: UInt8 = 1
        static let first: UInt8 = 2
        static let middle: UInt8 = 3
        static let last: UInt8 = 4
    }

    /// A file that holds nothing but `record`.
    static func file(of record: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var done = 0
        repeat {
            // Every piece but the last fills its block, so the room is never too small for a header.
            let room = blockSize - output.count % blockSize - headerSize
            let count = min(room, record.count - done)
            let isLast = done + count == record.count
            let kind =
                done == 0
                ? (isLast ? PieceKind.full : PieceKind.first)
                : (isLast ? PieceKind.last : PieceKind.middle)
            let piece = [kind] + record[done..<done + count]
            output.append(fixed32: piece.withUnsafeBytes { TableChecksum.masked($0) })
            output.append(UInt8(truncatingIfNeeded: count))
            output.append(UInt8(truncatingIfNeeded: count >> 8))
            output.append(contentsOf: piece)
            done += count
        } while done < record.count
        return output
    }
}
