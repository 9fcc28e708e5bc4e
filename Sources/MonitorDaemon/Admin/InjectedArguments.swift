import CephTypes
import Monitor

/// What `injectargs` takes: options as on a command line, all of them even if some are wrong
/// (src/common/config.cc, `parse_option`; src/common/ceph_argparse.cc).
struct InjectedArguments {
    /// Options and their values, in their order.
    private(set) var settings: [(option: ConfigOption, value: String)] = []
    /// What is wrong with others, a line each.
    private(set) var complaints = ""
    /// What is no option.
    private(set) var unknown: [String] = []

    /// - Parameter texts: `--debug_mon=10 --mon_lease 7 --no_mon_compact_on_start`, in any pieces.
    init(_ texts: [String]) {
        var rest = texts.flatMap { $0.split(whereSeparator: \.isWhitespace) }[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                unknown.append(String(argument))
                continue
            }
            let parts = argument.dropFirst(2).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String((parts.first ?? "").replacing("-", with: "_"))
            let value = parts.count == 2 ? String(parts[1]) : nil
            if let option = ConfigOptionTable.option(named: name) {
                if option.type == .bool {
                    addSwitch(option, value, &rest)
                } else {
                    add(option, value, &rest)
                }
            } else if value == nil, let option = ConfigOptionTable.negated(by: name) {
                settings.append((option, "false"))
            } else {
                unknown.append(String(argument))
            }
        }
    }

    /// A switch needs no value, and takes few.
    private mutating func addSwitch(
        _ option: ConfigOption, _ value: String?, _ rest: inout ArraySlice<Substring>
    ) {
        guard let value else {
            let next = rest.first.flatMap { Self.truth($0) }
            if next != nil { rest.removeFirst() }
            return settings.append((option, next ?? true ? "true" : "false"))
        }
        guard let truth = Self.truth(value) else {
            complaints +=
                "Parse error parsing binary flag  --\(option.name). Expected true or false, but got '\(value)'\n"
            return complain(option, "", "")
        }
        settings.append((option, truth ? "true" : "false"))
    }

    private static func truth(_ text: some StringProtocol) -> Bool? {
        switch text {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }

    private mutating func add(
        _ option: ConfigOption, _ value: String?, _ rest: inout ArraySlice<Substring>
    ) {
        guard let value = value ?? rest.popFirst().map(String.init) else {
            return complain(option, "", "Option --\(option.name) requires an argument.\n")
        }
        settings.append((option, value))
    }

    /// Notes why an option could not be set.
    mutating func complain(
        _ option: ConfigOption, _ value: String, _ error: MonitorOptions.SetError
    ) -> ErrorNumber {
        switch error {
        case .badValue(let reason): complain(option, value, reason.description)
        case .unknownOption: complain(option, value, "")
        case .notAtRuntime(let reason):
            complain(option, value, reason)
            return .operationNotPermitted
        }
        return .invalid
    }

    private mutating func complain(_ option: ConfigOption, _ value: String, _ reason: String) {
        let reason = reason.isEmpty ? "" : " (\(reason))"
        complaints += "Parse error setting \(option.name) to '\(value)' using injectargs\(reason).\n"
    }
}
