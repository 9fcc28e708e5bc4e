import CephEncoding

/// Where an option counts: at a place in the CRUSH hierarchy, for a device class (src/mon/ConfigMap.h).
public struct OptionMask: Hashable, Sendable {
    /// `host`, `rack`, …; empty for everywhere.
    public var locationType = ""
    public var locationValue = ""
    /// Empty for all.
    public var deviceClass = ""

    public init() {}

    public var isEmpty: Bool { locationType.isEmpty && deviceClass.isEmpty }

    /// Reads `osd/host:box/class:ssd`, `osd.1`, `global`: a section (empty if there is none) and a mask.
    /// - Returns: nil when a part is neither a mask nor the name of a type of daemon.
    public static func parse(_ who: String) -> (section: String, mask: OptionMask)? {
        var section = ""
        var mask = OptionMask()
        for part in who.split(separator: "/", omittingEmptySubsequences: false) {
            if part == "global" {
                section = "global"
            } else if let colon = part.firstIndex(of: ":") {
                let value = String(part[part.index(after: colon)...])
                if part[..<colon] == "class" {
                    mask.deviceClass = value
                } else {
                    mask.locationType = String(part[..<colon])
                    mask.locationValue = value
                }
            } else {
                guard EntityType(name: part.prefix { $0 != "." }) != nil else { return nil }
                section = String(part)
            }
        }
        return (section, mask)
    }

    /// Whether it counts for a daemon.
    /// - Parameters:
    ///   - location: by CRUSH type, the name of the bucket that the daemon is under.
    ///   - deviceClass: empty for none.
    public func matches(location: [String: String], deviceClass: String) -> Bool {
        if !self.deviceClass.isEmpty, self.deviceClass != deviceClass { return false }
        return locationType.isEmpty || location[locationType] == locationValue
    }
}

extension OptionMask: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        if !locationType.isEmpty {
            formatter.string("location_type", locationType)
            formatter.string("location_value", locationValue)
        }
        if !deviceClass.isEmpty { formatter.string("device_class", deviceClass) }
    }
}

extension OptionMask: CustomStringConvertible {
    /// `host:box/class:ssd`
    public var description: String {
        [
            locationType.isEmpty ? nil : "\(locationType):\(locationValue)",
            deviceClass.isEmpty ? nil : "class:\(deviceClass)",
        ].compactMap(\.self).joined(separator: "/")
    }
}

/// An option's value and where it counts.
public struct MaskedOption: Hashable, Sendable {
    public let option: ConfigOption
    public var rawValue: String
    public var mask: OptionMask

    public init(option: ConfigOption, rawValue: String, mask: OptionMask = OptionMask()) {
        self.option = option
        self.rawValue = rawValue
        self.mask = mask
    }
}

extension MaskedOption: CephDumpable {
    public func dump(to formatter: inout CephFormatter) {
        formatter.string("name", option.name)
        formatter.string("value", rawValue)
        formatter.string("level", option.level.rawValue)
        formatter.bool("can_update_at_runtime", option.canUpdateAtRuntime)
        formatter.stream("mask", mask)
        mask.dump(to: &formatter)
    }
}
