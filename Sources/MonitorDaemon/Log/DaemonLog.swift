import CephEncoding
import CephTypes
import Monitor

/// Where the daemon's own lines go, and those of the cluster log.
public protocol DaemonLog: Sendable {
    /// Whether a line of this level is written at all; lines are not even made otherwise.
    func isWanted(_ level: Int, _ subsystem: LogSubsystem) -> Bool
    func write(_ level: Int, _ subsystem: LogSubsystem, _ line: String, at time: UTime)
    func writeCluster(_ entries: [LogEntry])
}

/// Keeps nothing but errors, which go to standard error: for benchmarks and offline answers.
public struct QuietLog: DaemonLog {
    public init() {}
    public func isWanted(_ level: Int, _ subsystem: LogSubsystem) -> Bool { level < 0 }
    public func write(_ level: Int, _ subsystem: LogSubsystem, _ line: String, at time: UTime) {
        StandardError.write("\(line)\n")
    }
    public func writeCluster(_ entries: [LogEntry]) {}
}
