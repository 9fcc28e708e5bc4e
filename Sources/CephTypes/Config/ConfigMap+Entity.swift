import CephEncoding

extension ConfigMap {
    /// A value and where it comes from.
    public struct EntityValue: Hashable, Sendable {
        public let section: String
        public let option: MaskedOption
    }

    /// What counts for one daemon or client (`ConfigMap::generate_entity_map`): the global section, its
    /// type's, then those of its name from the shortest part on; within a section the more precise mask.
    /// - Parameters:
    ///   - location: by CRUSH type, the bucket that it is under.
    ///   - crushTypes: the CRUSH map's types and their numbers: the smaller the more precise.
    ///   - deviceClass: of an OSD; empty for none.
    public func values(
        for name: AuthEntityName, location: [String: String] = [:], crushTypes: [String: Int] = [:],
        deviceClass: String = ""
    ) -> CephMap<String, EntityValue> {
        var values: CephMap<String, EntityValue> = [:]
        var previous: MaskedOption?
        for (sectionName, section) in sections(for: name) {
            for option in section.options
            where option.mask.matches(location: location, deviceClass: deviceClass) {
                if previous?.option.name != option.option.name { previous = nil }
                if let previous,
                    previous.mask.precision(crushTypes) < option.mask.precision(crushTypes)
                {
                    continue
                }
                values[option.option.name] = EntityValue(section: sectionName, option: option)
                previous = option
            }
        }
        return values
    }

    private func sections(for name: AuthEntityName) -> [(String, Section)] {
        var found = [("global", global)]
        let type = name.type.cephName
        if let section = byType[type] { found.append((type, section)) }
        var part = ""
        for piece in name.description.split(separator: ".", omittingEmptySubsequences: false) {
            part += part.isEmpty ? piece : "." + piece
            if let section = byID[part] { found.append((part, section)) }
        }
        return found
    }

    private static let headings = ["WHO", "MASK", "LEVEL", "OPTION", "VALUE", "RO"]

    private static func row(_ who: String, _ option: MaskedOption) -> [String] {
        [
            who, option.mask.description, option.option.level.rawValue, option.option.name, option.rawValue,
            option.option.canUpdateAtRuntime ? "" : "*",
        ]
    }

    /// What `config dump` prints plainly.
    public var plain: String {
        var table = TextTable(headings: Self.headings)
        for (name, section) in sections {
            let indent = name == "global" ? "" : name.contains(".") ? "    " : "  "
            for option in section.options { table.row(Self.row(indent + name, option)) }
        }
        return table.description
    }

    /// What `config get WHO` prints plainly.
    public static func plain(_ values: CephMap<String, EntityValue>) -> String {
        var table = TextTable(headings: headings)
        for (_, value) in values { table.row(row(value.section, value.option)) }
        return table.description
    }

    /// What `config get WHO -f json` writes.
    public static func dump(_ values: CephMap<String, EntityValue>, to formatter: inout CephFormatter) {
        formatter.object("config") { config in
            for (name, value) in values {
                config.object(name) { section in
                    section.string("value", value.option.rawValue)
                    section.string("section", value.section)
                    section.dump("mask", value.option.mask)
                    section.bool("can_update_at_runtime", value.option.option.canUpdateAtRuntime)
                }
            }
        }
    }

    /// What `config dump -f json` writes: an array.
    public func dumpList(to formatter: inout CephFormatter) {
        formatter.array("config") { config in
            for (name, section) in sections {
                for option in section.options {
                    config.object("option") { object in
                        object.string("section", name)
                        option.dump(to: &object)
                    }
                }
            }
        }
    }
}

extension OptionMask {
    /// The smaller the more precise: a place by its type's number, then a device class, then everywhere.
    fileprivate func precision(_ crushTypes: [String: Int]) -> Int {
        if !locationType.isEmpty, let number = crushTypes[locationType], number >= 0 { return number }
        return crushTypes.count + (deviceClass.isEmpty ? 1 : 0)
    }
}
