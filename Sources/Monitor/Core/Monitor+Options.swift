import CephTypes

extension Monitor {
    /// Changes options of the running monitor; what looks at them often is made anew.
    public func changeOptions<E: Error>(_ body: (inout MonitorOptions) throws(E) -> Void) throws(E) {
        var changed = options.options
        try body(&changed)
        options.options = changed
        readTunables()
    }

    /// The options have changed, by whatever way: makes the tunables anew from them.
    func readTunables() {
        tunables = MonitorTunables(options)
        onOptionsChanged?()
    }
}
