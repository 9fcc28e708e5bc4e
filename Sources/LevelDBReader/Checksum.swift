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

    /// Puts that mask on.
    static func mask(_ crc: UInt32) -> UInt32 {
        ((crc >> 15) | (crc << 17)) &+ 0xa282_ead8
    }
}

/// The checksum behind a block of a table and before a piece of a log.
package enum TableChecksum {
    /// Of bytes that are about to be stored, masked.
    package static func masked(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        guard let start = bytes.baseAddress else { return Checksum.mask(0) }
        return Checksum.mask(Checksum.crc32c(start.assumingMemoryBound(to: UInt8.self), bytes.count))
    }
}

/// "0x0123abcd", for error messages about checksums.
func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
}
