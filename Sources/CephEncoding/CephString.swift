import NIOCore

// A std::string holds any bytes; a Swift String holds Unicode. So that nothing is lost, a byte that is no
// part of valid UTF-8 becomes one of 128 private-use scalars at the very end of Unicode, and comes back as
// that byte when the string is written. A genuine scalar of that range is carried byte by byte the same
// way, which makes the mapping a bijection.

private let escapeBase: UInt32 = 0x10FF00

extension String {
    /// - Parameter bytes: any bytes; UTF-8 stays as it is, the rest is carried as private-use scalars.
    public init(cephBytes bytes: UnsafeRawBufferPointer) {
        // The private range starts with these two bytes; nearly every string is valid and free of them.
        let suspicious = bytes.contains(0xF4)
        if !suspicious, let plain = String(validating: bytes, as: UTF8.self) {
            self = plain
        } else {
            self = String.escaping(bytes)
        }
    }

    public init(cephBytes bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { String(cephBytes: $0) }
    }

    private static func escaping(_ bytes: UnsafeRawBufferPointer) -> String {
        var scalars = String.UnicodeScalarView()
        var index = 0
        while index < bytes.count {
            let length = validSequenceLength(bytes, at: index)
            let part = UnsafeRawBufferPointer(rebasing: bytes[index..<(index + Swift.max(length, 1))])
            if length > 0, let valid = String(validating: part, as: UTF8.self),
                valid.unicodeScalars.allSatisfy({ $0.value < escapeBase })
            {
                scalars.append(contentsOf: valid.unicodeScalars)
                index += length
            } else {
                for byte in part {
                    if let scalar = Unicode.Scalar(escapeBase + UInt32(byte)) { scalars.append(scalar) }
                }
                index += part.count
            }
        }
        return String(scalars)
    }

    private static func validSequenceLength(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let length =
            switch bytes[index] {
            case 0..<0x80: 1
            case 0xC2..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        guard length > 0, index + length <= bytes.count else { return 0 }
        let tail = bytes[(index + 1)..<(index + length)]
        return tail.allSatisfy { $0 & 0xC0 == 0x80 } ? length : 0
    }

    /// The bytes that this string has on disk and on the wire.
    public var cephBytes: [UInt8] {
        guard utf8.contains(0xF4) else { return Array(utf8) }
        var bytes: [UInt8] = []
        for scalar in unicodeScalars {
            if scalar.value >= escapeBase, scalar.value <= escapeBase + 0xFF {
                bytes.append(UInt8(scalar.value - escapeBase))
            } else {
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return bytes
    }
}

/// Length u32, bytes.
extension String: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        let count = try decoder.count()
        self = try decoder.withBytes(count) { String(cephBytes: $0) }
    }

    public func encode(into encoder: inout CephEncoder) {
        var text = self
        let written: Void? = text.withUTF8 { utf8 in
            guard !utf8.contains(0xF4) else { return nil }
            encoder.count(utf8.count)
            encoder.buffer.writeBytes(utf8)
        }
        guard written == nil else { return }
        let bytes = cephBytes
        encoder.count(bytes.count)
        encoder.raw(bytes)
    }
}
