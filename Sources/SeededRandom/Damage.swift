extension SeededRandom {
    /// One of the ways in which bytes go wrong: bits flipped, bytes set, cut off, doubled, removed, or a
    /// length in the middle made huge.
    public mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [UInt8.random(in: 0...255, using: &self)] }
        var result = bytes
        for _ in 0..<Int.random(in: 1...3, using: &self) {
            guard !result.isEmpty else { break }
            let at = Int.random(in: 0..<result.count, using: &self)
            switch Int.random(in: 0..<7, using: &self) {
            case 0: result[at] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1: result[at] = UInt8.random(in: 0...255, using: &self)
            case 2: result.removeLast(result.count - at)
            case 3: result.insert(UInt8.random(in: 0...255, using: &self), at: at)
            case 4: result.remove(at: at)
            case 5: for index in at..<min(at + 4, result.count) { result[index] = 0xff }
            default:
                let end = min(at + Int.random(in: 1...16, using: &self), result.count)
                result.insert(contentsOf: result[at..<end], at: at)
            }
        }
        return result
    }

    /// Damage that leaves every byte's place: most of what it is done to can still be read.
    public mutating func damageInPlace(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return bytes }
        var result = bytes
        for _ in 0..<Int.random(in: 1...3, using: &self) {
            let at = Int.random(in: 0..<result.count, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: result[at] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1: result[at] = UInt8.random(in: 0...255, using: &self)
            case 2: result[at] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &self) ?? 0
            default:
                let filler: UInt8 = Bool.random(using: &self) ? 0xff : 0x7f
                for index in at..<min(at + 8, result.count) { result[index] = filler }
            }
        }
        return result
    }
}

extension SeededRandom {
    /// One of the ways in which text goes wrong: as bytes do, or words and lines doubled, many times over,
    /// removed, exchanged for others, or for numbers at the ends of their ranges.
    public mutating func damageText(_ text: [UInt8]) -> [UInt8] {
        var result = text
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            guard !result.isEmpty, result.count < 1 << 18 else { break }
            let isLine = Int.random(in: 0..<3, using: &self) == 0
            let piece = Self.piece(of: result, at: Int.random(in: 0..<result.count, using: &self), isLine)
            switch Int.random(in: 0..<6, using: &self) {
            case 0: result = damage(result)
            case 1: result.removeSubrange(piece)
            case 2:
                result.replaceSubrange(piece, with: (Self.oddWords.randomElement(using: &self) ?? "").utf8)
            case 3:
                let other = Self.piece(of: result, at: Int.random(in: 0..<result.count, using: &self), isLine)
                result.replaceSubrange(piece, with: Array(result[other]))
            case 4: result.insert(contentsOf: result[piece], at: piece.lowerBound)
            default:
                let times = 1 << Int.random(in: 1...12, using: &self)
                guard piece.count * times < 1 << 18 else { continue }
                let copies = [[UInt8]](repeating: Array(result[piece]), count: times).flatMap(\.self)
                result.insert(contentsOf: copies, at: piece.lowerBound)
            }
        }
        return result
    }

    private static let oddWords = [
        "0", "-1", "1", "4294967295", "2147483647", "-2147483648", "18446744073709551615", "1048575", "65536",
        "1e308", "-0.0", "nan", "inf", "0.0000000001", "\"", "'", "[", "]", "{", "}", "\\", "=", "#", "",
        "\u{0}",
    ]

    /// The word or line around a place, with the white space behind it.
    private static func piece(of text: [UInt8], at place: Int, _ isLine: Bool) -> Range<Int> {
        func ends(_ byte: UInt8) -> Bool { byte == 0x0a || (!isLine && (byte == 0x20 || byte == 0x09)) }
        let start = text[..<place].lastIndex(where: ends).map { $0 + 1 } ?? 0
        let end = text[place...].firstIndex(where: ends).map { $0 + 1 } ?? text.count
        return start..<end
    }
}
