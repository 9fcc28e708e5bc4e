import CephTypes

/// Sizes as Ceph's `byte_u_t` prints them (src/include/types.h): whole bytes, or a number with a binary unit.
enum ByteSize {
    static func describe(_ bytes: UInt64) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var unit = 0
        var whole = bytes
        while whole >= 1024 && unit < units.count - 1 {
            whole >>= 10
            unit += 1
        }
        guard unit > 0 else { return "\(bytes) B" }
        let scale = UInt64(1) << (10 * UInt64(unit))
        if bytes % scale == 0 { return "\(whole) \(units[unit])" }
        // As many of two decimals as fit into seven characters, unit included.
        let value = Double(bytes) / Double(scale)
        let forms = [Int32(2), 1, 0].map { "\(CephNumber.fixed(value, precision: $0)) \(units[unit])" }
        return forms.first { $0.utf8.count <= 7 } ?? forms[2]
    }
}
