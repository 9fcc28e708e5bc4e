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
}
