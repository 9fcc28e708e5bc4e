/// How many bytes an input may make a reader allocate at one time.
struct Bound: CustomStringConvertible {
    let perByte: Int
    let constant: Int

    /// A value's form in memory against its bytes, with room for what an error's path takes.
    static let reading = Bound(perByte: 64, constant: 64 << 10)
    /// Of each OSD that reported it keeps a number, in an array up to the highest OSD, which may be the 2^20th;
    /// while that array grows there are two.
    static let readingReports = Bound(perByte: 64, constant: 24 << 20)
    /// Texts are split into words: one of a single letter takes 24 bytes, in an array that at times grows to
    /// twice its size.
    static let readingText = Bound(perByte: 128, constant: 64 << 10)
    /// Dumps name every field.
    static let using = Bound(perByte: 64, constant: 1 << 20)
    /// CRUSH maps list each device up to their last, which may be the ``CrushMap/deviceLimit``th.
    static let usingDevices = Bound(perByte: 64, constant: 128 << 20)

    var description: String { "\(perByte) bytes of memory a byte and \(constant >> 10) KiB" }
    func holds(_ bytes: Int, of input: Int) -> Bool { bytes <= perByte * input + constant }
}

struct Tally: CustomStringConvertible {
    var inputs = 0
    var values = 0
    var refused = 0
    var failed = 0
    private var slowest = (time: Duration.zero, name: "")
    private var largestRatio = 0
    private var mostRead = 0
    private var mostUsed = 0

    mutating func noteTime(_ time: Duration, _ name: String) {
        if time > slowest.time { slowest = (time, name) }
    }

    mutating func noteReading(_ peak: Int, of input: Int, within bound: Bound, _ name: String) {
        mostRead = max(mostRead, peak)
        // Fixed costs say nothing.
        if input > 512, bound.constant != Bound.readingReports.constant {
            largestRatio = max(largestRatio, peak / input)
        }
        check(peak, of: input, within: bound, name)
    }

    mutating func noteUsing(_ peak: Int, of input: Int, within bound: Bound, _ name: String) {
        mostUsed = max(mostUsed, peak)
        check(peak, of: input, within: bound, name)
    }

    private mutating func check(_ peak: Int, of input: Int, within bound: Bound, _ name: String) {
        guard !bound.holds(peak, of: input) else { return }
        print("\(name): \(peak) bytes allocated for an input of \(input)")
        failed += 1
    }

    mutating func add(_ other: Tally) {
        inputs += other.inputs
        values += other.values
        refused += other.refused
        failed += other.failed
        noteTime(other.slowest.time, other.slowest.name)
        largestRatio = max(largestRatio, other.largestRatio)
        mostRead = max(mostRead, other.mostRead)
        mostUsed = max(mostUsed, other.mostUsed)
    }

    var description: String {
        let milliseconds = Int(slowest.time / .milliseconds(1))
        return
            "\(inputs) inputs, \(values) read, \(refused) refused; at most \(largestRatio) bytes of memory a byte of "
            + "input to read it, \(mostRead >> 10) KiB in all, and \(mostUsed >> 10) KiB to use it; "
            + "\(milliseconds) ms for the slowest (\(slowest.name))"
    }
}
