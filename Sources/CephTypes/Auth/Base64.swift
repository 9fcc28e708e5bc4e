/// Base64 as Ceph reads and writes it (src/common/armor.c): the standard alphabet with padding, newlines
/// anywhere between groups, nothing else.
public enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")
    private static let invalid: UInt8 = 0xff

    private static let values: [UInt8] = {
        var table = [UInt8](repeating: invalid, count: 256)
        for (value, byte) in alphabet.enumerated() { table[Int(byte)] = UInt8(value) }
        return table
    }()

    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var group: UInt32 = 0
        var held = 0
        func digit(_ shift: UInt32) -> UInt8 { alphabet[Int(group >> shift & 63)] }
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            held += 1
            guard held == 3 else { continue }
            text += [digit(18), digit(12), digit(6), digit(0)]
            group = 0
            held = 0
        }
        if held > 0 {
            group <<= UInt32(8 * (3 - held))
            text += [digit(18), digit(12), held == 2 ? digit(6) : padding, padding]
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Returns: nil for what is not base64.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "\n") }
        guard digits.count.isMultiple(of: 4) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4 * 3)
        for start in stride(from: 0, to: digits.count, by: 4) {
            let group = digits[start..<(start + 4)]
            let padded = group.reversed().prefix { $0 == padding }.count
            guard padded <= 2, padded == 0 || start + 4 == digits.count else { return nil }
            var number: UInt32 = 0
            for byte in group.dropLast(padded) {
                let value = values[Int(byte)]
                guard value != invalid else { return nil }
                number = number << 6 | UInt32(value)
            }
            number <<= UInt32(6 * padded)
            let three = [number >> 16, number >> 8, number].map { UInt8(truncatingIfNeeded: $0) }
            bytes += three.prefix(3 - padded)
        }
        return bytes
    }
}
