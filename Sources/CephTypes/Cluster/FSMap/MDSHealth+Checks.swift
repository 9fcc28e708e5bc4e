// What the complaints of metadata servers are called (src/messages/MMDSBeacon.h).

extension MDSHealth.Metric {
    /// `MDS_HEALTH_*` by number, which begin at 1: the health check, and what it says of how many.
    private static let kinds: [(code: String, summary: String)] = [
        ("MDS_TRIM", "%num% MDSs behind on trimming"),
        ("MDS_CLIENT_RECALL", "%num% clients failing to respond to cache pressure"),
        ("MDS_CLIENT_LATE_RELEASE", "%num% clients failing to respond to capability release"),
        (
            "MDS_CLIENT_RECALL_MANY",
            "%num% MDSs have many clients failing to respond to cache pressure"
        ),
        (
            "MDS_CLIENT_LATE_RELEASE_MANY",
            "%num% MDSs have many clients failing to respond to capability release"
        ),
        ("MDS_CLIENT_OLDEST_TID", "%num% clients failing to advance oldest client/flush tid"),
        (
            "MDS_CLIENT_OLDEST_TID_MANY",
            "%num% MDSs have clients failing to advance oldest client/flush tid"
        ),
        ("MDS_DAMAGE", "%num% MDSs report damaged metadata"),
        ("MDS_READ_ONLY", "%num% MDSs are read only"),
        ("MDS_SLOW_REQUEST", "%num% MDSs report slow requests"),
        ("MDS_CACHE_OVERSIZED", "%num% MDSs report oversized cache"),
        ("MDS_SLOW_METADATA_IO", "%num% MDSs report slow metadata IOs"),
        ("MDS_DUMMY", "???"),
        ("MDS_CLIENTS_LAGGY", "%num% client(s) laggy due to laggy OSDs"),
    ]

    private var kind: (code: String, summary: String) {
        Self.kinds.indices.contains(Int(type) - 1) ? Self.kinds[Int(type) - 1] : ("???", "???")
    }

    /// The health check that the complaint belongs to; `???` if it is not known.
    public var code: String { kind.code }

    /// What the check says; `%num%` stands for how many complaints there are.
    public var summary: String { kind.summary }
}
