import CephEncoding

/// A value of an option (`Option::value_t`).
public enum ConfigValue: Hashable, Sendable {
    case string(String)
    case uint(UInt64)
    case int(Int64)
    case float(Double)
    case bool(Bool)
    case address(EntityAddress)
    case addresses(EntityAddressVector)
    case seconds(Int64)
    case milliseconds(Int64)
    /// Bytes.
    case size(UInt64)
    case uuid(CephUUID)

    /// What an option has that is declared without a default.
    public init(zeroOf type: ConfigOption.ValueType) {
        self =
            switch type {
            case .str: .string("")
            case .uint: .uint(0)
            case .int: .int(0)
            case .float: .float(0)
            case .bool: .bool(false)
            case .addr: .address(EntityAddress(kind: .none))
            case .addrvec: .addresses(EntityAddressVector([]))
            case .uuid: .uuid(.zero)
            case .size: .size(0)
            case .secs: .seconds(0)
            case .millisecs: .milliseconds(0)
            }
    }

    /// Where its kind stands in the C++ variant: values of different kinds compare by it.
    private var kindRank: Int {
        switch self {
        case .string: 1
        case .uint: 2
        case .int: 3
        case .float: 4
        case .bool: 5
        case .address: 6
        case .addresses: 7
        case .seconds: 8
        case .milliseconds: 9
        case .size: 10
        case .uuid: 11
        }
    }

    /// Whether it is less as `boost::variant` compares; used for bounds, which only numbers have.
    func isLess(than other: ConfigValue) -> Bool {
        switch (self, other) {
        case (.uint(let left), .uint(let right)), (.size(let left), .size(let right)): left < right
        case (.int(let left), .int(let right)), (.seconds(let left), .seconds(let right)),
            (.milliseconds(let left), .milliseconds(let right)):
            left < right
        case (.float(let left), .float(let right)): left < right
        default: kindRank < other.kindRank
        }
    }
}

extension ConfigValue: CustomStringConvertible {
    /// As Ceph writes it in configurations: floats with six digits behind the point, times and sizes as bare
    /// numbers.
    public var description: String {
        switch self {
        case .string(let text): text
        case .uint(let number), .size(let number): String(number)
        case .int(let number), .seconds(let number), .milliseconds(let number): String(number)
        case .float(let number): CephNumber.fixed(number, precision: 6)
        case .bool(let flag): flag ? "true" : "false"
        case .address(let address): address.description
        case .addresses(let vector): vector.addresses.isEmpty ? "" : vector.description
        case .uuid(let uuid): uuid.description
        }
    }

    /// Numbers and truth values as such, the rest as text (`Option::dump_value`).
    public func dump(_ name: String, to formatter: inout CephFormatter) {
        switch self {
        case .uint(let number): formatter.int(name, number)
        case .int(let number): formatter.int(name, number)
        case .float(let number): formatter.float(name, number)
        case .bool(let flag): formatter.bool(name, flag)
        default: formatter.string(name, description)
        }
    }
}
