import CephEncoding
import CephTypes

// How CRUSH chooses.

extension OSDMapService {
    static let crushTunableCommands: [Command] = [
        .write(
            "osd crush tunables name=profile,type=CephChoices,"
                + "strings=legacy|argonaut|bobtail|firefly|hammer|jewel|optimal|default",
            help: "set crush tunables values to <profile>", module: "osd"
        ) { (service: OSDMapService, call) in
            let name = try call.arguments.string("profile") ?? ""
            return try service.changeCrush { crush in
                guard crush.tunables.set(named: name) else {
                    throw CommandError(.invalid, "unrecognized profile '\(name)'")
                }
                try service.checkFeatures(of: crush)
                return "adjusted tunables profile to \(name)"
            }
        },
        .write(
            "osd crush set-tunable name=tunable,type=CephChoices,strings=straw_calc_version"
                + " name=value,type=CephInt",
            help: "set crush tunable <tunable> to <value>", module: "osd"
        ) { (service: OSDMapService, call) in
            let name = try call.arguments.string("tunable") ?? ""
            let value = try call.arguments.requiredInt("value")
            return try service.changeCrush { crush in
                guard name == "straw_calc_version" else {
                    throw CommandError(.invalid, "unrecognized tunable '\(name)'")
                }
                guard value == 0 || value == 1 else {
                    throw CommandError(.invalid, "value must be 0 or 1; got \(value)")
                }
                crush.tunables.strawCalcVersion = UInt8(value)
                try service.checkFeatures(of: crush)
                return "adjusted tunable \(name) to \(value)"
            }
        },
        .write(
            "osd crush set-all-straw-buckets-to-straw2",
            help: "convert all CRUSH current straw buckets to use the straw2 algorithm", module: "osd"
        ) { (service: OSDMapService, _) in
            try service.changeCrush { crush in
                for index in crush.buckets.indices {
                    guard case .straw(let items, _)? = crush.buckets[index]?.weights else { continue }
                    crush.buckets[index]?.weights = .straw2(items: items)
                }
                try service.checkFeatures(of: crush)
                return ""
            }
        },
    ]
}

extension CrushTunables {
    /// Takes a profile by the name that a command gives it.
    /// - Returns: whether there is one.
    fileprivate mutating func set(named name: String) -> Bool {
        switch name {
        case "legacy", "argonaut": self = .legacy
        case "optimal", "default": self = .default
        default:
            guard let profile = Profile(rawValue: name) else { return false }
            set(profile)
        }
        return true
    }
}
