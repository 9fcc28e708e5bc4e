import CephEncoding

extension ServiceMap {
    /// Daemons that have their own place in `ceph status` are not listed among the services.
    public static func isOrdinaryDaemon(_ type: String) -> Bool {
        ["osd", "client", "mon", "mds", "mgr"].contains(type)
    }

    /// The services that `ceph status` lists.
    public var extraServices: [(key: String, value: Service)] {
        services.elements.filter { !Self.isOrdinaryDaemon($0.key) }
    }

    public var hasRunningTasks: Bool {
        services.contains { $0.value.daemons.contains { !$0.value.taskStatus.isEmpty } }
    }
}

extension ServiceMap.Service {
    /// What the service says of itself, or its daemons counted: `3 gateways active (2 hosts, 1 zones)`.
    public var statusText: String {
        if !summary.isEmpty { return summary }
        if daemons.isEmpty { return "no daemons active" }
        let metadata = daemons.values.map(\.metadata)
        let type = metadata.compactMap { $0["daemon_type"] }.last ?? "daemon"
        let groups = [("host", "hostname"), ("zone", "zone_id")].compactMap { name, key in
            let values = Set(metadata.compactMap { $0[key] })
            return values.isEmpty ? nil : "\(values.count) \(name)s"
        }
        let text = "\(daemons.count) \(type)\(daemons.count > 1 ? "s" : "") active"
        return groups.isEmpty ? text : text + " (\(groups.joined(separator: ", ")))"
    }

    /// What its daemons are about, task by task; every line begins with a line feed.
    /// - Parameter name: the service's, which the daemons' names begin with.
    public func taskText(service name: String) -> String {
        var tasks: CephMap<String, CephMap<String, String>> = [:]
        for (id, daemon) in daemons {
            for (task, status) in daemon.taskStatus { tasks[task, default: [:]]["\(name).\(id)"] = status }
        }
        return tasks.map { task, daemons in
            "\n    \(task):" + daemons.map { "\n        \($0.key): \($0.value)" }.joined()
        }.joined()
    }

    /// How many daemons have which value of a field, `unknown` for none.
    public func counts(of field: String) -> CephMap<String, Int> {
        daemons.values.reduce(into: [:]) { $0[$1.metadata[field] ?? "unknown", default: 0] += 1 }
    }
}
