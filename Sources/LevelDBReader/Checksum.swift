import CCRC32C

/// CRC-32C as LevelDB stores it.
enum Checksum {
    /// ISA-L takes a signed 32-bit length, so longer inputs go in pieces of this many bytes.
    private static let pieceSize = 1 << 30

    /// The plain CRC-32C (with the inversions before and after) of `count` bytes at `start`.
    static func crc32c(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
        var crc = UInt32.max
        var done = 0
        while done < count {
            let piece = min(count - done, pieceSize)
            crc = crc32_iscsi(UnsafeMutablePointer(mutating: start + done), Int32(piece), crc)
            done += piece
        }
        return ~crc
    }

    /// Undoes the mask that LevelDB puts on stored checksums, so that checksums of data that
    /// itself holds checksums stay useful (LevelDB doc/log_format.md).
    static func unmask(_ stored: UInt32) -> UInt32 {
        let rotated = stored &- 0xa282_ead8
        return (rotated >> 17) | (rotated << 15)
    }
}

/// "0x0123abcd", for error messages about checksums.
func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
}
