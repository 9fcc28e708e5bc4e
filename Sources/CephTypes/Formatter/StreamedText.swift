extension CephFormatter {
    /// What becomes of a reply that a Ceph command collects in a stringstream and hands over from there, as
    /// `ceph mon dump` and most others do: bufferlist's `append(istream)` copies line by line, loses empty
    /// lines, and ends the last line. (Why `ceph fs dump` prints blanks where it wants an empty line.)
    public static func streamed(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + 1)
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
            result += line
            result.append(UInt8(ascii: "\n"))
        }
        return result
    }
}
