/// What only tests and the simulator do to a monitor.
extension Monitor {
    package func tune(_ tunables: MonitorTunables) { self.tunables = tunables }

    package func plant(_ faults: Set<PlantedFault>) { self.faults = faults }
}
