import CephEncoding

/// `MgrMap::ModuleOption`: an option that a manager module has.
public struct ModuleOption: Hashable, Sendable {
    public var name = ""
    /// `Option::type_t` (src/common/options.h)
    public var type: UInt8 = 2
    /// `Option::level_t`
    public var level: UInt8 = 1
    /// `Option::flag_t` bits
    public var flags: UInt32 = 0
    public var defaultValue = ""
    public var minimum = ""
    public var maximum = ""
    public var allowedValues: CephSet<String> = []
    public var summary = ""
    public var details = ""
    public var tags: CephSet<String> = []
    public var seeAlso: CephSet<String> = []

    public init() {}

    private static let typeNames = [
        "uint", "int", "str", "float", "bool", "addr", "addrvec", "uuid", "size", "secs", "millisecs",
    ]
    private static let levelNames = ["basic", "advanced", "dev"]

    public var typeName: String {
        Self.typeNames.indices.contains(Int(type)) ? Self.typeNames[Int(type)] : "unknown"
    }
    public var levelName: String {
        Self.levelNames.indices.contains(Int(level)) ? Self.levelNames[Int(level)] : "unknown"
    }
}

extension ModuleOption: CephCodable, CephDumpable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: "MgrMap::ModuleOption") { _, body in
            var option = ModuleOption()
            option.name = try body.decode("name")
            option.type = try body.decode("type")
            option.level = try body.decode("level")
            option.flags = try body.decode("flags")
            option.defaultValue = try body.decode("default_value")
            option.minimum = try body.decode("min")
            option.maximum = try body.decode("max")
            option.allowedValues = try body.decode("enum_allowed")
            option.summary = try body.decode("desc")
            option.details = try body.decode("long_desc")
            option.tags = try body.decode("tags")
            option.seeAlso = try body.decode("see_also")
            return option
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.encode(name)
            body.integer(type)
            body.integer(level)
            body.integer(flags)
            body.encode(defaultValue)
            body.encode(minimum)
            body.encode(maximum)
            body.encode(allowedValues)
            body.encode(summary)
            body.encode(details)
            body.encode(tags)
            body.encode(seeAlso)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.string("name", name)
        formatter.string("type", typeName)
        formatter.string("level", levelName)
        formatter.int("flags", flags)
        formatter.string("default_value", defaultValue)
        formatter.string("min", minimum)
        formatter.string("max", maximum)
        formatter.strings("enum_allowed", each: "value", allowedValues)
        formatter.string("desc", summary)
        formatter.string("long_desc", details)
        formatter.strings("tags", each: "tag", tags)
        formatter.strings("see_also", each: "option", seeAlso)
    }
}
