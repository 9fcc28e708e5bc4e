import CephEncoding

/// How one monitor sees its connections to the others (src/mon/ConnectionTracker.h).
public struct ConnectionReport: Hashable, Sendable {
    /// Of the monitor that reports; -1 while it has none.
    public var rank: Int32 = -1
    /// By rank: connected now?
    public var current: CephMap<Int32, Bool> = [:]
    /// By rank: how reliable the connection has been, 0 to 1.
    public var history: CephMap<Int32, Double> = [:]
    /// The election epoch it was made in.
    public var epoch: UInt32 = 0
    /// Counts the changes within the epoch.
    public var epochVersion: UInt64 = 0

    public init(rank: Int32 = -1) { self.rank = rank }

    func isNewer(than other: ConnectionReport) -> Bool {
        (epoch, epochVersion) > (other.epoch, other.epochVersion)
    }
}

extension ConnectionReport: CephRecord {
    public static let cephTypeName = "ConnectionReport"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: Self.cephTypeName) { _, body in
            var report = ConnectionReport(rank: try body.decode("rank"))
            report.current = try body.decode("current")
            report.history = try body.decode("history")
            report.epoch = try body.decode("epoch")
            report.epochVersion = try body.decode("epoch_version")
            return report
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(rank)
            body.encode(current)
            body.encode(history)
            body.integer(epoch)
            body.integer(epochVersion)
        }
    }

    /// `peer_scores` is an object whose members share one name, in Ceph too.
    public func dump(to formatter: inout CephFormatter) {
        formatter.int("rank", rank)
        formatter.int("epoch", epoch)
        formatter.int("version", epochVersion)
        formatter.object("peer_scores") { scores in
            for (peer, score) in history {
                scores.object("peer") {
                    $0.int("peer_rank", peer)
                    $0.float("peer_score", score)
                    $0.bool("peer_alive", current[peer] ?? false)
                }
            }
        }
    }
}
