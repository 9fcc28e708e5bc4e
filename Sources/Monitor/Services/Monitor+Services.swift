/// The services, in Ceph's order: that in which they see what was committed (src/mon/mon_types.h).
extension Monitor {
    func makeServices() -> [PaxosService] {
        [
            MDSMapService(monitor: self, name: "mdsmap"),
            OSDMapService(monitor: self, name: "osdmap"),
            LogService(monitor: self, name: "logm"),
            MonMapService(monitor: self, name: "monmap"),
            AuthService(monitor: self, name: "auth"),
            MgrService(monitor: self, name: "mgr"),
            MgrStatService(monitor: self, name: "mgrstat"),
            HealthService(monitor: self, name: "health"),
            ConfigService(monitor: self, name: "config"),
            KeyValueService(monitor: self, name: "kv"),
            PGMapService(monitor: self, name: "pgmap"),
        ]
    }
}

extension CommandRegistry {
    /// All that a monitor answers.
    public static let ofMonitor: CommandRegistry = {
        var registry = CommandRegistry()
        registry.add(Monitor.ownCommands)
        registry.add(Monitor.quorumControlCommands)
        let services: [PaxosService.Type] = [
            MDSMapService.self, OSDMapService.self, LogService.self, MonMapService.self, AuthService.self,
            MgrService.self, MgrStatService.self, HealthService.self, ConfigService.self,
            KeyValueService.self, PGMapService.self,
        ]
        for service in services { registry.add(service.commands) }
        return registry
    }()
}
