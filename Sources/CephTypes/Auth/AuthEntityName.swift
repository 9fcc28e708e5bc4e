import CephEncoding

/// Ceph's `class EntityName` (src/common/entity_name.h): whom a key belongs to, `client.admin`, `osd.3`,
/// `mon.`. The part behind the first point is any text, unlike that of `EntityName` (`entity_name_t`).
///
/// On the wire: type u32, id string.
public struct AuthEntityName: Hashable, Sendable {
    public var type: EntityType
    public var id: String

    public init(_ type: EntityType = EntityType(rawValue: 0), _ id: String = "") {
        self.type = type
        self.id = id
    }

    /// The name of a daemon or client with a number.
    public init(_ name: EntityName) {
        self.init(name.type, String(name.number))
    }

    /// Reads `type.id`; nil without a point or with a type that Ceph does not know. The id may be empty
    /// and may have points.
    public init?(_ text: some StringProtocol) {
        guard let point = text.firstIndex(of: ".") else { return nil }
        guard let type = EntityType(name: text[..<point]) else { return nil }
        self.init(type, String(text[text.index(after: point)...]))
    }

    public var isClient: Bool { type == .client }
}

extension AuthEntityName: CephRecord {
    public static let cephTypeName = "EntityName"

    public init(from decoder: inout CephDecoder) throws {
        type = EntityType(rawValue: try decoder.decode("type"))
        id = try decoder.decode("id")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(type.rawValue)
        encoder.encode(id)
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("type", type.rawValue)
        formatter.string("id", id)
    }
}

extension AuthEntityName: CephOrdered {
    public static func precedes(_ left: AuthEntityName, _ right: AuthEntityName) -> Bool {
        if left.type != right.type { return left.type.rawValue < right.type.rawValue }
        return String.precedes(left.id, right.id)
    }
}

extension AuthEntityName: CustomStringConvertible {
    /// `client.admin`; nothing at all without a type.
    public var description: String {
        guard type.rawValue != 0 else { return "" }
        return "\(type.cephName).\(id)"
    }
}

extension EntityType {
    /// `ceph_entity_type_name` (src/common/ceph_strings.cc), which calls what it does not know `unknown`.
    var cephName: String { self == .any || EntityType(name: name) == nil ? "unknown" : name }
}
