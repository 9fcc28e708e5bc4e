import CephEncoding

/// What the monitor checks of capabilities before it stores them (`AuthMonitor::valid_caps`).
public enum CapsValidation {
    /// Checks one capability's syntax.
    /// - Parameters:
    ///   - service: `mon`, `osd`, `mds` or `mgr`.
    ///   - allServices: the option `mon_auth_validate_all_caps`; false lets all but the monitors' pass.
    /// - Throws: ``CapSyntaxError`` with Ceph's words.
    public static func validate(
        service: String, text: String, allServices: Bool = true
    ) throws(CapSyntaxError) {
        if service == "mon" {
            _ = try MonCap.parse(text)
            return
        }
        guard allServices else { return }
        switch service {
        case "mgr": try MgrCapSyntax.check(text)
        case "osd": try OSDCapSyntax.check(text)
        case "mds": try MDSCapSyntax.check(text)
        default: throw CapSyntaxError("unknown cap type '\(service)'")
        }
    }

    /// Checks a command's list of service, capability, service, capability, …
    public static func validate(_ list: [String], allServices: Bool = true) throws(CapSyntaxError) {
        for start in stride(from: 0, to: list.count, by: 2) {
            guard start + 1 < list.count else { throw CapSyntaxError("cap '\(list[start])' has no value") }
            try validate(service: list[start], text: list[start + 1], allServices: allServices)
        }
    }

    /// What is wrong with the capabilities of entities, by entity: the detail of the health check
    /// `AUTH_BAD_CAPS`.
    public static func problems(of keys: KeyServerData) -> [(entity: AuthEntityName, details: [String])] {
        keys.secrets.compactMap { name, auth in
            let details = auth.capTexts.compactMap { service, text -> String? in
                do throws(CapSyntaxError) {
                    try validate(service: service, text: text)
                    return nil
                } catch {
                    return "\(name) \(error)"
                }
            }
            return details.isEmpty ? nil : (name, details)
        }
    }
}
