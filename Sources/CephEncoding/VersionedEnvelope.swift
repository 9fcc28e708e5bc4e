import NIOCore

// Ceph's struct envelope (ENCODE_START in src/include/encoding.h): version u8, oldest version of a reader
// that can make sense of it u8, length of the body u32, body. Records that are older than envelopes began
// with the version alone, or with version and compat; each says since which version it has what.

extension CephDecoder {
    /// Reads an envelope: `body` gets the version and a decoder that ends with the envelope. Fields behind
    /// what `body` reads (a newer writer's) are skipped.
    /// - Parameters:
    ///   - known: the newest version that `body` understands; an envelope that says that its readers must
    ///     be newer is refused by name.
    ///   - compatSince: the first version that has the compat byte (1 unless the record is that old).
    ///   - lengthSince: the first version that has the length. Before it, the body ends where it ends.
    ///   - name: the record's, for the error that refuses it; nil takes the result's type.
    ///   - body: reads the body.
    /// - Throws: ``CephDecodingError`` for a record that needs a newer reader, or is cut off; and what `body` throws.
    public mutating func versioned<R>(
        upTo known: UInt8, compatSince: UInt8 = 0, lengthSince: UInt8 = 0, named name: String? = nil,
        _ body: (UInt8, inout CephDecoder) throws -> R
    ) throws -> R {
        let at = offset
        let version = try integer(UInt8.self)
        if version >= compatSince {
            let compatible = try integer(UInt8.self)
            guard compatible <= known else {
                throw CephDecodingError(
                    offset: at,
                    reason: "\(name ?? String(describing: R.self)) version \(version) needs a reader of "
                        + "version \(compatible), this one knows up to \(known)")
            }
        }
        guard version >= lengthSince else { return try body(version, &self) }
        let length = Int(try integer(UInt32.self))
        return try limited(to: length) { try body(version, &$0) }
    }

    /// Runs `body` on the next `length` bytes alone, and goes on behind them whatever it left.
    public mutating func limited<R>(
        to length: Int, _ body: (inout CephDecoder) throws -> R
    ) throws -> R {
        guard length <= remaining, length >= 0 else {
            throw failure("an envelope of \(length) bytes, but only \(remaining) are left")
        }
        let outerEnd = end
        end = position + length
        let innerEnd = end
        let result = try body(&self)
        position = innerEnd
        end = outerEnd
        return result
    }
}

extension CephEncoder {
    /// Writes an envelope around what `body` writes.
    /// - Parameters:
    ///   - version: of the body.
    ///   - compatible: the oldest version of a reader that can make sense of it.
    ///   - body: writes the body.
    public mutating func versioned(
        _ version: UInt8, compatible: UInt8, _ body: (inout CephEncoder) -> Void
    ) {
        integer(version)
        integer(compatible)
        lengthPrefixed(body)
    }

    /// Writes what `body` writes behind its 32-bit length.
    public mutating func lengthPrefixed(_ body: (inout CephEncoder) -> Void) {
        let place = buffer.writerIndex
        integer(UInt32(0))
        body(&self)
        buffer.setInteger(UInt32(buffer.writerIndex - place - 4), at: place, endianness: .little)
    }
}
