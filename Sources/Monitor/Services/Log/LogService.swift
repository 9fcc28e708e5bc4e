import CephEncoding
import CephMessages
import CephTypes
import MonitorStore
import NIOCore

/// The cluster's log (src/mon/LogMonitor.h).
public final class LogService: PaxosService {
    /// Lines that wait to be committed.
    private(set) var unsent: [LogEntry] = []

    /// Takes lines of this monitor's own.
    func append(_ entries: [LogEntry]) { unsent.append(contentsOf: entries) }
    public override var hasInitialState: Bool { false }
}
