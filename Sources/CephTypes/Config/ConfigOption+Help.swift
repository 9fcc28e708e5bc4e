extension ConfigOption: CephDumpable {
    /// What `config help NAME -f json` writes.
    public func dump(to formatter: inout CephFormatter) {
        formatter.string("name", name)
        formatter.string("type", type.rawValue)
        formatter.string("level", level.rawValue)
        formatter.string("desc", summary)
        formatter.string("long_desc", details)
        Self.dump("default", defaultValue, to: &formatter)
        Self.dump("daemon_default", daemonDefault, to: &formatter)
        formatter.strings("tags", each: "tag", tags)
        formatter.strings("services", each: "service", services)
        formatter.strings("see_also", each: "see_also", seeAlso)
        if type == .str { formatter.strings("enum_values", each: "enum_value", allowedValues) }
        Self.dump("min", minimum, to: &formatter)
        Self.dump("max", maximum, to: &formatter)
        formatter.bool("can_update_at_runtime", canUpdateAtRuntime)
        formatter.strings("flags", each: "option", flags.names)
    }

    private static func dump(_ name: String, _ value: ConfigValue?, to formatter: inout CephFormatter) {
        if let value { value.dump(name, to: &formatter) } else { formatter.string(name, "") }
    }

    /// What `config help NAME` prints plainly.
    public var help: String {
        var text = "\(name) - \(summary)\n  (\(type.rawValue), \(level.rawValue))\n"
        if let daemonDefault {
            text += "  Default (non-daemon): \(defaultValue)\n  Default (daemon): \(daemonDefault)\n"
        } else {
            text += "  Default: \(defaultValue)\n"
        }
        if !allowedValues.isEmpty {
            text += "  Possible values: " + allowedValues.map { " " + $0 }.joined() + "\n"
        }
        if let minimum {
            text += "  Minimum: \(minimum)\n  Maximum: \(maximum?.description ?? "")\n"
        }
        text += "  Can update at runtime: \(canUpdateAtRuntime)\n"
        for (title, list) in [("Services", services), ("Tags", tags), ("See also", seeAlso)]
        where !list.isEmpty {
            text += "  \(title): [\(list.joined(separator: ","))]\n"
        }
        return details.isEmpty ? text : text + "\n\(details)\n"
    }
}

extension ConfigOption.Flags {
    /// Those that `config help` tells of, in its order.
    fileprivate var names: [String] {
        let all: [(ConfigOption.Flags, String)] = [
            (.runtime, "runtime"), (.noMonUpdate, "no_mon_update"), (.startup, "startup"),
            (.clusterCreate, "cluster_create"), (.create, "create"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
