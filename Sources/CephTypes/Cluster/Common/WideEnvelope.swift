import CephEncoding

extension CephDecoder {
    /// Reads an envelope of a record whose version was a u16 before it had one
    /// (`DECODE_START_LEGACY_COMPAT_LEN_16`): the second byte is the compat byte or the high byte of an old
    /// version, which is always 0.
    mutating func versioned16<R>(
        upTo known: UInt8, envelopeSince: UInt8, named name: String,
        _ body: (UInt8, inout CephDecoder) throws -> R
    ) throws -> R {
        let at = offset
        let version = try integer(UInt8.self)
        guard version >= envelopeSince else {
            try skip(1)
            return try body(version, &self)
        }
        let compatible = try integer(UInt8.self)
        guard compatible <= known else {
            throw CephDecodingError(
                offset: at,
                reason:
                    "\(name) version \(version) needs a reader of version \(compatible), this one knows up to \(known)"
            )
        }
        let length = Int(try integer(UInt32.self))
        return try limited(to: length) { try body(version, &$0) }
    }
}
