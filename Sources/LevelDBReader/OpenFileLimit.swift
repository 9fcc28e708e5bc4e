import Glibc

/// The process's limit of open files (`ulimit -n`).
enum OpenFileLimit {
    /// Descriptors left to the rest of the process when there are too few for every table.
    private static let reserve = 128

    /// How many tables can be held open, after raising the soft limit to the hard one if `wanted`
    /// tables would not fit otherwise.
    static func tables(wanted: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wanted }
        if UInt64(limit.rlim_cur) < UInt64(wanted + 2 * reserve), limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        let available = Int(exactly: limit.rlim_cur) ?? Int.max
        return max(0, available - reserve)
    }
}
