import CephTypes

extension Monitor {
    /// Changes options of the running monitor; what looks at them often is made anew.
    public func changeOptions<E: Error>(_ body: (inout MonitorOptions) throws(E) -> Void) throws(E) {
        var changed = options.options
        try body(&changed)
        options.options = changed
        readTunables()
    }

    /// Makes the tunables anew from the options.
    func readTunables() { tunables = MonitorTunables(options) }
}
