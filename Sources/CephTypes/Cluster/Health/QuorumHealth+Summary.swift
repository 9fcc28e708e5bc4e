import CephEncoding

extension QuorumHealth {
    /// The checks of all members in one map. What each says of itself has places for who says so, which are
    /// filled in here: `mon%plurals% %names% %isorare% low on available space`.
    /// - Parameter name: of a rank; members without one are called `?`.
    public func combined(name: (Int32) -> String?) -> HealthCheckMap {
        var all = HealthCheckMap()
        var names: CephMap<String, CephSet<String>> = [:]
        for (rank, map) in checks {
            for code in map.checks.keys { names[code, default: []].insert(name(rank) ?? "?") }
            all.merge(map)
        }
        all.checks = CephMap(
            all.checks.map { code, check in
                var check = check
                check.summary = Self.fill(check.summary, names[code] ?? [])
                return (code, check)
            })
        return all
    }

    private static func fill(_ text: String, _ names: CephSet<String>) -> String {
        let isMany = names.count > 1
        let places = [
            "hasorhave": isMany ? "have" : "has", "names": names.streamText, "plurals": isMany ? "s" : "",
            "isorare": isMany ? "are" : "is",
        ]
        let parts = text.split(separator: "%", omittingEmptySubsequences: false).map(String.init)
        var result = parts.first ?? ""
        var index = 1
        while index < parts.count {
            // A place is a name between two percent signs; any other percent sign is itself.
            if index + 1 < parts.count, let word = places[parts[index]] {
                result += word + parts[index + 1]
                index += 2
            } else {
                result += "%" + parts[index]
                index += 1
            }
        }
        return result
    }
}
