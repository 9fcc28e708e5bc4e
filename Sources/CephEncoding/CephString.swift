import NIOCore

// A std::string holds any bytes; a Swift String holds Unicode. So that nothing is lost, a byte that is no
// part of valid UTF-8 becomes one of 128 private-use scalars at the very end of Unicode, and comes back as
// that byte when the string is written. A genuine scalar of that range is carried byte by byte the same
// way, which makes the mapping a bijection.

private let escapeBase: UInt32 = 0x10FF00

extension String {
    /// - Parameter bytes: any bytes; UTF-8 stays as it is, the rest is carried as private-use scalars.
    public init(cephBytes bytes: UnsafeRawBufferPointer) {
        // Most are ASCII, and these need no look at their scalars.
        if bytes.reduce(0, |) < 0x80 {
            self.init(unsafeUninitializedCapacity: bytes.count) { text in
                UnsafeMutableRawBufferPointer(text).copyMemory(from: bytes)
                return bytes.count
            }
            return
        }
        // The private range starts with this byte; nearly every string is valid and free of it.
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
        // Made as UTF-8 and turned into a string at once: a string that grows by scalars is copied each time.
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 4)
        // Bytes from here on stay as they are.
        var plain = 0
        var index = 0
        while index < bytes.count {
            let length = plainLength(bytes, at: index)
            if length > 0 {
                index += length
                continue
            }
            text.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[plain..<index]))
            // The scalar escapeBase + byte.
            let byte = bytes[index]
            text.append(contentsOf: [0xF4, 0x8F, 0xBC | byte >> 6, 0x80 | byte & 0x3F])
            index += 1
            plain = index
        }
        text.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[plain...]))
        return String(decoding: text, as: UTF8.self)
    }

    /// The length of a scalar that stays as it is; 0 where the next byte must be escaped.
    private static func plainLength(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let first = bytes[index]
        guard first >= 0x80 else { return 1 }
        let length: Int
        // What may come second: neither longer forms than needed, nor surrogates, nor what is beyond Unicode.
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2..<0xE0: length = 2
        case 0xE0..<0xF0:
            length = 3
            if first == 0xE0 { second = 0xA0...0xBF }
            if first == 0xED { second = 0x80...0x9F }
        case 0xF0...0xF4:
            length = 4
            if first == 0xF0 { second = 0x90...0xBF }
            if first == 0xF4 { second = 0x80...0x8F }
        default: return 0
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]),
            bytes[(index + 2)..<(index + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { return 0 }
        // A genuine scalar of the range that stands for bytes.
        let isReserved = first == 0xF4 && bytes[index + 1] == 0x8F && bytes[index + 2] >= 0xBC
        return isReserved ? 0 : length
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

    /// How many these are.
    public var cephByteCount: Int {
        let plain = utf8
        return plain.contains(0xF4) ? cephBytes.count : plain.count
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
