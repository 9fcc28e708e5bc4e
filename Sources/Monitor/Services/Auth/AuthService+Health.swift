import CephTypes

extension AuthService {
    /// `AUTH_BAD_CAPS`: capabilities that nobody understands.
    func badCaps(of keys: KeyServerData) -> HealthCheckMap {
        var checks = HealthCheckMap()
        let problems = CapsValidation.problems(of: keys)
        guard !problems.isEmpty else { return checks }
        checks.add(
            "AUTH_BAD_CAPS", .error, "\(problems.count) auth entities have invalid capabilities",
            count: Int64(problems.count), detail: problems.flatMap(\.details))
        return checks
    }
}
