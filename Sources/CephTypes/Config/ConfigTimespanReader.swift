/// Spans of time as options have them: `90`, `1h 30m`, `2 weeks` (src/common/ceph_time.cc).
enum ConfigTimespanReader {
    private static let units: [String: Int64] = {
        var units: [String: Int64] = [:]
        for (names, seconds) in [
            (["s", "sec", "second", "seconds"], 1), (["m", "min", "minute", "minutes"], 60),
            (["h", "hr", "hour", "hours"], 3600), (["d", "day", "days"], 86_400),
            (["w", "wk", "week", "weeks"], 604_800), (["mo", "month", "months"], 2_592_000),
            (["y", "yr", "year", "years"], 31_536_000),
        ] as [([String], Int64)] {
            for name in names { units[name] = seconds }
        }
        return units
    }()

    /// - Returns: seconds; a sum too large wraps, as Ceph's does.
    static func seconds(_ text: String) throws(ConfigValueError) -> Int64 {
        var scanner = CText(text)
        var sum: Int64 = 0
        while true {
            scanner.skipSpaces()
            if scanner.isAtEnd { return sum }
            let digits = scanner.take(while: CText.isDigit)
            guard !digits.isEmpty else { throw ConfigValueError("expected digit") }
            let count = try ConfigNumberReader.count(String(decoding: digits, as: UTF8.self))
            scanner.skipSpaces()
            let name = String(
                decoding: scanner.take { (0x41...0x5a).contains($0 & 0xdf) }, as: UTF8.self)
            if !name.isEmpty {
                guard let unit = units[name] else {
                    throw ConfigValueError("unrecogized unit '\(name)'")
                }
                sum &+= count &* unit
            } else if scanner.isAtEnd {
                sum &+= count
            } else {
                throw ConfigValueError("unexpected trailing '\(scanner.rest)'")
            }
        }
    }
}
