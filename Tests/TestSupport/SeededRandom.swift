/// SplitMix64: the same numbers for the same seed, so that a failure can be run again.
public struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

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
