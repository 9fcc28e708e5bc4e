/// `CEPH_OSD_*` states of one OSD, of a CRUSH node or of a device class (src/include/rados.h).
public struct OSDState: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let exists = OSDState(rawValue: 1 << 0)
    public static let up = OSDState(rawValue: 1 << 1)
    /// It was marked out by the monitors themselves.
    public static let autoOut = OSDState(rawValue: 1 << 2)
    /// It never was in.
    public static let new = OSDState(rawValue: 1 << 3)
    public static let full = OSDState(rawValue: 1 << 4)
    public static let nearFull = OSDState(rawValue: 1 << 5)
    public static let backfillFull = OSDState(rawValue: 1 << 6)
    public static let destroyed = OSDState(rawValue: 1 << 7)
    public static let noUp = OSDState(rawValue: 1 << 8)
    public static let noDown = OSDState(rawValue: 1 << 9)
    public static let noIn = OSDState(rawValue: 1 << 10)
    public static let noOut = OSDState(rawValue: 1 << 11)
    public static let stop = OSDState(rawValue: 1 << 12)

    /// Bit number and name, in alphabetical order.
    private static let byName: [(bit: UInt32, name: String)] = [
        (2, "autoout"), (6, "backfillfull"), (7, "destroyed"), (0, "exists"), (4, "full"), (5, "nearfull"),
        (3, "new"), (9, "nodown"), (10, "noin"), (11, "noout"), (8, "noup"), (12, "stop"), (1, "up"),
    ]

    /// The names of the bits in alphabetical order, as C++'s set has them; `???` for all without a name.
    public var names: [String] {
        let unknown = rawValue >> UInt32(Self.byName.count) == 0 ? [] : ["???"]
        return unknown + Self.byName.lazy.filter { rawValue >> $0.bit & 1 != 0 }.map(\.name)
    }
}

/// OSD weights and affinities: 16.16 fixed point.
public enum OSDWeight {
    public static let out: UInt32 = 0
    public static let `in`: UInt32 = 0x10000
    public static let defaultPrimaryAffinity: UInt32 = 0x10000
    public static let maxPrimaryAffinity: UInt32 = 0x10000

    /// The number as a float, as Ceph prints it.
    public static func float(_ weight: UInt32) -> Double { Double(Float(weight) / Float(0x10000)) }
}
