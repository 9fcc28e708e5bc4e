import CephEncoding
import CephTypes
import MonitorStore

// Whole logs and key tables: each is the one before with the versions since applied.

extension StoreChecker {
    /// `logm` keeps one for every version (LogMonitor::should_stash_full).
    mutating func checkLogSummaries() throws {
        var before: LogSummary?
        for version in scan.usableFulls("logm").versions {
            guard let stored = try value("logm", "full_\(version)", as: LogSummary.self) else { continue }
            defer { before = stored }
            guard var made = before, made.version &+ 1 == version, stored.channelBounds.isEmpty,
                let change = try value("logm", "\(version)", as: LogVersion.self)
            else { continue }
            // How many lines are kept is an option (mon_log_max_summary).
            made.apply(change, keeping: stored.tailByChannel.values.map(\.count).max() ?? 0)
            // Another form, where the bytes differ, may still say the same.
            let bytes = made.encoded()
            if try reader.value(of: StoreKey("logm", "full_\(version)")) != bytes, bytes != stored.encoded() {
                list.add(
                    .warning, "logm/full_\(version)",
                    "is not the summary before it with logm/\(version) added",
                    mend: .advice("log lines may be missing in 'log last'; nothing depends on them"))
            }
        }
    }

    /// `auth` keeps one now and then, and a monitor applies what follows when it starts
    /// (AuthMonitor::update_from_paxos).
    mutating func checkAuth() throws {
        var table: (version: UInt64, full: AuthFull)?
        let fulls = scan.usableFulls("auth")
        for version in Set(scan.usable("auth").versions).union(fulls.versions).sorted() {
            let stored = try value("auth", "full_\(version)", as: AuthFull.self)
            let change = try value("auth", "\(version)", as: AuthVersion.self)
            guard let before = table, before.version &+ 1 == version, let change else {
                table = stored.map { (version, $0) }
                continue
            }
            var made = before.full
            do {
                try made.apply(change)
            } catch {
                list.add(
                    .error, "auth/\(version)", "can't be applied to the keys before it: \(error)",
                    mend: .advice(Self.elsewhere))
                table = stored.map { (version, $0) }
                continue
            }
            if let stored, stored.encoded() != made.encoded() {
                list.add(
                    .warning, "auth/full_\(version)", "is not the key table before it with the changes since",
                    mend: .advice("compare 'ceph auth ls' with another monitor's"))
            }
            table = (version, stored ?? made)
        }
    }
}
