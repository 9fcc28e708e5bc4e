#if canImport(Glibc)
    import Glibc
#endif

/// Number forms of C and C++ streams, which Ceph's output has.
public enum CephNumber {
    /// `%.*g`: what `std::ostream` prints with that precision (6 unless set).
    public static func general(_ value: Double, precision: Int32 = 6) -> String {
        // Nearly all numbers are whole, and these have no exponent.
        if value.magnitude < 100_000, precision >= 6, value == value.rounded(),
            value.sign == .plus || value != 0
        {
            return String(Int(value))
        }
        return formatted {
            vsnprintf($0, $1, "%.*g", $2)
        } arguments: {
            [precision, value]
        }
    }

    /// `%.*f`.
    public static func fixed(_ value: Double, precision: Int32) -> String {
        formatted {
            vsnprintf($0, $1, "%.*f", $2)
        } arguments: {
            [precision, value]
        }
    }

    private static func formatted(
        _ print: (UnsafeMutablePointer<CChar>?, Int, CVaListPointer) -> Int32, arguments: () -> [any CVarArg]
    ) -> String {
        // The longest double has 309 digits before the point.
        var buffer = [CChar](repeating: 0, count: 400)
        let count = withVaList(arguments()) { print(&buffer, 400, $0) }
        return String(
            decoding: buffer.prefix(Int(max(0, min(count, 399)))).map { UInt8(bitPattern: $0) }, as: UTF8.self
        )
    }
}
