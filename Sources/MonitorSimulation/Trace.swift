import CephMessages
import Monitor

/// What happened in a run, for people to read.
public struct TraceEvent: Sendable {
    public enum What: Sendable {
        case sent(Int, Int, any CephMessage)
        case arrived(Int, Int, any CephMessage)
        case lost(Int, Int, any CephMessage)
        case state(Int, String)
        case line(Int, String)
        /// A line of the cluster log, as a monitor writes it down.
        case clusterLog(Int, String)
        case asked(Int, Int, String)
        case answered(Int, Int, String)
        case started(Int)
        case crashed(Int)
        case failure(Int, String)
        case fault(String)
        case verdict(String)
    }
    /// Nanoseconds since the run began.
    public var time: Int64
    public var what: What
}

extension TraceEvent {
    /// A line of the trace; nil for what is not shown.
    func text(_ names: [String]) -> String? {
        let clock = "\(Double(time / 1000) / 1e6)"
        let stamp = String(repeating: " ", count: max(0, 11 - clock.count)) + clock
        let body: String?
        switch what {
        case .sent: body = nil
        case .arrived(let from, let to, let message): body = "\(names[from]) → \(names[to])  \(message)"
        case .lost(let from, let to, let message): body = "\(names[from]) ⇥ \(names[to])  \(message), lost"
        case .state(let host, let state): body = "\(names[host]) is \(state)"
        case .line(let host, let line): body = "\(names[host]):     \(line)"
        case .clusterLog: body = nil
        case .asked(let client, let host, let text): body = "client.\(client) → \(names[host])  \(text)"
        case .answered(let host, let client, let text): body = "\(names[host]) → client.\(client)  \(text)"
        case .started(let host): body = "\(names[host]) starts"
        case .crashed(let host): body = "\(names[host]) crashes"
        case .failure(let host, let reason): body = "\(names[host]) gives up: \(reason)"
        case .fault(let text): body = "fault: \(text)"
        case .verdict(let text): body = "VIOLATED: \(text)"
        }
        return body.map { "\(stamp)  \($0)" }
    }
}

/// A number that any difference between two runs changes (FNV-1a).
struct TraceHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ number: UInt64) {
        value = (value ^ number) &* 0x0000_0100_0000_01b3
        value ^= value >> 32
    }
}
