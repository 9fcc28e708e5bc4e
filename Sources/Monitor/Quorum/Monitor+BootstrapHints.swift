import CephEncoding
import CephTypes

/// Whom else to look for while there is no quorum (`Monitor::_add_bootstrap_peer_hint`).
extension Monitor {
    /// - Parameter text: an address; without a port, Ceph's own ones are taken.
    /// - Returns: what came of it.
    public func addBootstrapHint(_ text: String) throws(CommandError) -> String {
        guard let address = EntityAddress(text) else { throw Self.badHint(text) }
        guard address.socket.port == 0 else {
            var one = address
            if one.kind == .any {
                one = one.with(kind: one.socket.port == MonitorPort.legacy ? .legacy : .msgr2)
            }
            return addHint([one])
        }
        return addHint(address.atMonitorPorts.addresses)
    }

    /// - Parameter text: `[v2:…,v1:…]`
    public func addBootstrapHint(vector text: String) throws(CommandError) -> String {
        guard let addresses = EntityAddressVector(text) else { throw Self.badHint(text) }
        return addHint(addresses.addresses)
    }

    private func addHint(_ addresses: [EntityAddress]) -> String {
        guard !isInQuorum else { return "mon already active; ignoring bootstrap hint" }
        let vector = EntityAddressVector(addresses)
        extraProbePeers.insert(vector)
        let all = extraProbePeers.map(\.description).sorted().joined(separator: ",")
        return "adding peer \(vector) to list: \(all)"
    }

    private static func badHint(_ text: String) -> CommandError {
        CommandError(.invalid, "failed to parse addrs '\(text)'; expected <ip> or <ip>:<port>")
    }
}
