/// `entity_name_t`: what kind of program, and which one: `osd.3`, `mon.0`, `client.4123`.
/// On the wire: type u8, number i64.
public struct EntityName: Hashable, Sendable {
    public var type: EntityType
    public var number: Int64

    public init(_ type: EntityType, _ number: Int64) {
        self.type = type
        self.number = number
    }

    /// A number that stands for «a new one» or «whichever».
    public static let anyNumber: Int64 = -1
}

/// `CEPH_ENTITY_TYPE_*` (src/include/msgr.h): bits, so that a mask can name several.
public struct EntityType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let mon = EntityType(rawValue: 0x01)
    public static let mds = EntityType(rawValue: 0x02)
    public static let osd = EntityType(rawValue: 0x04)
    public static let client = EntityType(rawValue: 0x08)
    public static let mgr = EntityType(rawValue: 0x10)
    public static let auth = EntityType(rawValue: 0x20)
    public static let any = EntityType(rawValue: 0xff)

    /// The name that Ceph prints, `???` for a number that it does not know.
    public var name: String {
        switch self {
        case .mon: "mon"
        case .mds: "mds"
        case .osd: "osd"
        case .client: "client"
        case .mgr: "mgr"
        case .auth: "auth"
        default: "???"
        }
    }

    public init?(name: some StringProtocol) {
        switch name {
        case "mon": self = .mon
        case "mds": self = .mds
        case "osd": self = .osd
        case "client": self = .client
        case "mgr": self = .mgr
        case "auth": self = .auth
        default: return nil
        }
    }
}

extension EntityName: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        type = EntityType(rawValue: UInt32(try decoder.integer(UInt8.self)))
        number = try decoder.integer()
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt8(truncatingIfNeeded: type.rawValue))
        encoder.integer(number)
    }
}

extension EntityName: CephOrdered {
    public static func precedes(_ left: EntityName, _ right: EntityName) -> Bool {
        (left.type.rawValue, left.number) < (right.type.rawValue, right.number)
    }
}

extension EntityName: CustomStringConvertible {
    /// `osd.3`; `osd.?` where the number is negative.
    public var description: String { number < 0 ? "\(type.name).?" : "\(type.name).\(number)" }
}
