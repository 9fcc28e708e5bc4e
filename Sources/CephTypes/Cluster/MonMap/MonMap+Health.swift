extension MonMap {
    /// What is wrong with the map itself (`MonMap::check_health`).
    public var healthChecks: HealthCheckMap {
        var checks = HealthCheckMap()
        guard stretchModeEnabled else { return checks }
        let homeless = monitors.filter { $0.value.crushLocation.isEmpty }.map(\.key)
        if !homeless.isEmpty {
            let what = "no location set while in stretch mode"
            checks.add(
                "MON_LOCATION_NOT_SET", .warning, "\(homeless.count) monitor(s) have \(what)",
                count: Int64(homeless.count), detail: homeless.map { "mon \($0) has \(what)" })
        }
        return checks
    }
}
