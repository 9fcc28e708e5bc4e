/// Sizes and counts as Ceph's plain output shortens them (src/include/types.h): at most five characters of a
/// number, then the unit.
public enum CephUnits {
    /// `byte_u_t`: multiples of 1024: `0 B`, `2 GiB`, `1.1 MiB`.
    public static func bytes(_ count: UInt64) -> String {
        short(count, base: 1024, units: [" B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"])
    }

    /// `si_u_t`: multiples of 1000: `64`, `100k`, `1.50M`.
    public static func count(_ count: UInt64) -> String {
        short(count, base: 1000, units: ["", "k", "M", "G", "T", "P", "E"])
    }

    private static func short(_ count: UInt64, base: UInt64, units: [String]) -> String {
        var whole = count
        var multiple: UInt64 = 1
        var unit = units.first ?? ""
        // 2^64 is less than the base to the power of the units there are.
        for larger in units.dropFirst() where whole >= base {
            whole /= base
            multiple *= base
            unit = larger
        }
        if multiple == 1 || count % multiple == 0 { return "\(whole)\(unit)" }
        // As many digits as fit into seven characters with the unit.
        let value = Double(count) / Double(multiple)
        for precision: Int32 in [2, 1] {
            let text = CephNumber.fixed(value, precision: precision) + unit
            if text.utf8.count <= 7 { return text }
        }
        return CephNumber.fixed(value, precision: 0) + unit
    }
}
