import CephEncoding
import CephTypes

extension Monitor {
    /// Changes options of the running monitor; what looks at them often is made anew.
    public func changeOptions<E: Error>(_ body: (inout MonitorOptions) throws(E) -> Void) throws(E) {
        var changed = options.options
        try body(&changed)
        options.options = changed
        readTunables()
    }

    /// Makes the tunables anew from the options. What this monitor listens at does not change while it runs.
    func readTunables() {
        let addresses = tunables.publicAddresses
        tunables = MonitorTunables(options)
        tunables.publicAddresses = addresses
    }

    /// Tells the monitor what it listens at, before it starts: what it asks others to put into the monmap.
    public func listens(at addresses: EntityAddressVector) { tunables.publicAddresses = addresses }
}
