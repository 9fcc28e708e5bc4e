import CCRC32C
import NIOCore

/// CRC-32C in Ceph's form (`ceph_crc32c` in src/include/crc32c.h): no inversion before or after, so that
/// the crc of two pieces is the crc of the second started with that of the first.
public enum CRC32C {
    /// - Parameters:
    ///   - bytes: any number of them; none leaves the seed.
    ///   - seed: Ceph starts with 0 or with `0xffffffff`, by the place.
    public static func checksum(_ bytes: UnsafeRawBufferPointer, seed: UInt32) -> UInt32 {
        var crc = seed
        var rest = bytes
        // ISA-L counts in a C int.
        while !rest.isEmpty {
            let part = rest.prefix(1 << 30)
            let pointer = UnsafeMutableRawPointer(
                mutating: UnsafeRawBufferPointer(rebasing: part).baseAddress)
            crc = crc32_iscsi(pointer?.assumingMemoryBound(to: UInt8.self), Int32(part.count), crc)
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
        }
        return crc
    }

    /// The same for an array.
    public static func checksum(_ bytes: [UInt8], seed: UInt32) -> UInt32 {
        bytes.withUnsafeBytes { checksum($0, seed: seed) }
    }

    /// The same for a buffer's readable bytes.
    public static func checksum(_ bytes: ByteBuffer, seed: UInt32) -> UInt32 {
        bytes.withUnsafeReadableBytes { checksum($0, seed: seed) }
    }
}
