/// The options that a monitor runs with, by Ceph's names.
public struct MonitorSettings: Sendable {
    /// Option to text, as configuration files have it.
    public var values: [String: String]

    public init(_ values: [String: String] = [:]) { self.values = values }
}

extension MonitorTunables {
    init(_ settings: MonitorSettings) {
        self.init()
    }
}
