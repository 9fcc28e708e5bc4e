import CephEncoding

/// The syntax of a manager capability in Ceph 16.2 (src/mgr/MgrCap.cc): a monitor capability's, and
///
///     allow module[=]NAME [with KEY=VALUE …] [r][w][x] [network NET]
///     [allow] profile[=]NAME [KEY=VALUE …] [network NET]
///
/// where the profile must be one that the manager knows.
enum MgrCapSyntax {
    private struct Profile {
        let name: String
        let arguments: CephMap<String, StringConstraint>
    }

    static func check(_ text: String) throws(CapSyntaxError) {
        var scanner = CapScanner(text)
        var profiles: [Profile] = []
        let isList = scanner.list { grant(&$0, &profiles) ? true : nil } != nil
        guard isList, scanner.isAtEnd else {
            throw CapSyntaxError(service: "mgr", stoppedAt: scanner.rest, of: text, namesEnd: true)
        }
        let problems = profiles.compactMap(problem).joined()
        guard problems.isEmpty else {
            throw CapSyntaxError("mgr capability parse failed during profile evaluation: \(problems)")
        }
    }

    private static func problem(of profile: Profile) -> String? {
        switch profile.name {
        case "read-only", "read-write", "crash", "osd", "mds": return nil
        case "rbd", "rbd-read-only":
            guard let key = profile.arguments.keys.first(where: { $0 != "pool" && $0 != "namespace" }) else {
                return nil
            }
            return "profile '\(profile.name)' does not recognize key '\(key)'"
        default: return "unrecognized profile '\(profile.name)'"
        }
    }

    private static func grant(_ scanner: inout CapScanner, _ profiles: inout [Profile]) -> Bool {
        _ = scanner.spaces()
        if !scanner.test({ $0.allows() && $0.permissions() != nil }) {
            if let profile = scanner.attempt(profile) {
                profiles.append(profile)
            } else {
                let isOther =
                    scanner.test { $0.mgrService() } || scanner.test { $0.mgrModule() }
                    || scanner.test { $0.mgrCommand() }
                guard isOther else { return false }
            }
        }
        _ = scanner.network()
        _ = scanner.spaces()
        return true
    }

    private static func profile(_ scanner: inout CapScanner) -> Profile? {
        _ = scanner.test { $0.allows() }
        guard scanner.key("profile"), let name = scanner.string() else { return nil }
        let arguments = scanner.attempt { $0.spaces() ? $0.constraints(spacedEquals: true) : nil }
        return Profile(name: name, arguments: arguments ?? [:])
    }
}

extension CapScanner {
    fileprivate mutating func allows() -> Bool { literal("allow") && spaces() }

    fileprivate mutating func mgrService() -> Bool {
        allows() && key("service") && string() != nil && spaces() && permissions() != nil
    }

    fileprivate mutating func mgrModule() -> Bool {
        guard allows(), key("module"), string() != nil else { return false }
        mgrArguments()
        return spaces() && permissions() != nil
    }

    fileprivate mutating func mgrCommand() -> Bool {
        guard allows(), key("command"), string() != nil else { return false }
        mgrArguments()
        return true
    }

    private mutating func mgrArguments() {
        _ = attempt { $0.spaced("with") ? $0.constraints(spacedEquals: true) : nil }
    }
}
