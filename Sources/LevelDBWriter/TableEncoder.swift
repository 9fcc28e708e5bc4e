import CSnappy
import LevelDBReader

/// Turns blocks into the bytes of a table file (LevelDB doc/table_format.md): data blocks, an empty
/// metaindex, the index, and the footer that tells where the last two are.
struct TableEncoder {
    private static let magic: UInt64 = 0xdb47_7524_8b80_fb57
    private static let handlesSize = 40
    private static let trailerSize = 5

    private enum Compression {
        static let none: UInt8 = 0
        static let snappy: UInt8 = 1
    }

    private let compresses: Bool
    private var output: [UInt8] = []
    private var scratch: [UInt8] = []

    static func encode(_ contents: TableContents, compresses: Bool) -> [UInt8] {
        var encoder = TableEncoder(compresses: compresses)
        encoder.write(contents)
        return encoder.output
    }

    private init(compresses: Bool) { self.compresses = compresses }

    private mutating func write(_ contents: TableContents) {
        output.reserveCapacity(contents.size + contents.blocks.count * Self.trailerSize)
        // Every key of the index is a whole one: there are no others to search through.
        var index = BlockBuilder(restartInterval: 1)
        var keyStart = 0
        contents.bytes.withUnsafeBytes { bytes in
            for block in contents.blocks {
                let handle = write(block: UnsafeRawBufferPointer(rebasing: bytes[block.range]))
                contents.lastKeys[keyStart..<block.lastKeyEnd].withUnsafeBytes { key in
                    handle.withUnsafeBytes { index.add(key, $0) }
                }
                keyStart = block.lastKeyEnd
            }
        }
        var metaindex = BlockBuilder(restartInterval: 1)
        var handles = write(&metaindex) + write(&index)
        handles.append(contentsOf: repeatElement(0, count: Self.handlesSize - handles.count))
        output.append(contentsOf: handles)
        output.append(fixed64: Self.magic)
    }

    private mutating func write(_ builder: inout BlockBuilder) -> [UInt8] {
        builder.finishBlock()
        return builder.bytes.withUnsafeBytes { write(block: $0) }
    }

    /// - Returns: the block's handle, encoded.
    private mutating func write(block: UnsafeRawBufferPointer) -> [UInt8] {
        let start = output.count
        var type = Compression.none
        if let count = compress(block) {
            type = Compression.snappy
            output.append(contentsOf: scratch[..<count])
        } else {
            output.append(contentsOf: block)
        }
        let size = output.count - start
        output.append(type)
        let crc = output.withUnsafeBytes {
            TableChecksum.masked(UnsafeRawBufferPointer(rebasing: $0[start...]))
        }
        output.append(fixed32: crc)
        var handle: [UInt8] = []
        handle.append(varint: start)
        handle.append(varint: size)
        return handle
    }

    /// Compresses to `scratch`. Like LevelDB, leaves a block alone that would not lose an eighth.
    /// - Returns: the compressed size, or nil.
    private mutating func compress(_ block: UnsafeRawBufferPointer) -> Int? {
        // Snappy itself keeps the length in 32 bits.
        guard compresses, block.count <= UInt32.max else { return nil }
        var count = snappy_max_compressed_length(block.count)
        if scratch.count < count { scratch = [UInt8](repeating: 0, count: count) }
        let status = scratch.withUnsafeMutableBytes {
            snappy_compress(
                block.baseAddress?.assumingMemoryBound(to: CChar.self), block.count,
                $0.baseAddress?.assumingMemoryBound(to: CChar.self), &count)
        }
        return status == SNAPPY_OK && count < block.count - block.count / 8 ? count : nil
    }
}
