import CephEncoding
import CephTypes

/// Who reports that an OSD does not answer (src/mon/OSDMonitor.h: `failure_info_t`).
struct FailureInfo {
    struct Report {
        var failedSince: UTime
        /// What the reporter is answered when the OSD is down.
        var request: Request?
    }

    private(set) var reporters: [Int32: Report] = [:]
    /// The latest time that a reporter gives: then it was already gone for all of them.
    private(set) var failedSince = UTime.zero

    var isEmpty: Bool { reporters.isEmpty }

    mutating func add(_ reporter: Int32, failedSince time: UTime, _ request: Request) {
        if reporters[reporter] == nil {
            failedSince = max(failedSince, time)
            reporters[reporter] = Report(failedSince: time, request: request)
        } else {
            reporters[reporter]?.request = request
        }
    }

    mutating func cancel(_ reporter: Int32) {
        reporters[reporter] = nil
        failedSince = reporters.values.map(\.failedSince).max() ?? .zero
    }

    /// The requests of all reports, by reporter.
    var requests: [Request] { reporters.sorted { $0.key < $1.key }.compactMap(\.value.request) }
}
