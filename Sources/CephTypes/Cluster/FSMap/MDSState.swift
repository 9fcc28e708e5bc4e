import CephEncoding

/// `CEPH_MDS_STATE_*`: what a metadata server is doing (src/include/ceph_fs.h). Positive states hold a
/// rank; on the wire i32.
public struct MDSState: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    public static let doesNotExist = MDSState(rawValue: 0)
    public static let stopped = MDSState(rawValue: -1)
    public static let boot = MDSState(rawValue: -4)
    public static let standby = MDSState(rawValue: -5)
    public static let creating = MDSState(rawValue: -6)
    public static let starting = MDSState(rawValue: -7)
    public static let standbyReplay = MDSState(rawValue: -8)
    public static let replayOnce = MDSState(rawValue: -9)
    public static let null = MDSState(rawValue: -10)
    public static let replay = MDSState(rawValue: 8)
    public static let resolve = MDSState(rawValue: 9)
    public static let reconnect = MDSState(rawValue: 10)
    public static let rejoin = MDSState(rawValue: 11)
    public static let clientReplay = MDSState(rawValue: 12)
    public static let active = MDSState(rawValue: 13)
    public static let stopping = MDSState(rawValue: 14)
    public static let damaged = MDSState(rawValue: 15)

    private static let names: [MDSState: String] = [
        .doesNotExist: "down:dne", .stopped: "down:stopped", .boot: "up:boot", .standby: "up:standby",
        .creating: "up:creating", .starting: "up:starting", .standbyReplay: "up:standby-replay",
        .replayOnce: "up:oneshot-replay", .null: "null", .replay: "up:replay", .resolve: "up:resolve",
        .reconnect: "up:reconnect", .rejoin: "up:rejoin", .clientReplay: "up:clientreplay",
        .active: "up:active", .stopping: "up:stopping", .damaged: "down:damaged",
    ]

    /// `up:active`; `???` for a number that Ceph does not know.
    public var name: String { Self.names[self] ?? "???" }

    /// Between taking a rank over and serving it.
    public var isDegraded: Bool { (Self.replay.rawValue...Self.clientReplay.rawValue).contains(rawValue) }
}

extension MDSState: CephCodable {
    public init(from decoder: inout CephDecoder) throws { rawValue = try decoder.integer() }
    public func encode(into encoder: inout CephEncoder) { encoder.integer(rawValue) }
}

extension MDSState: CustomStringConvertible, CephOrdered {
    public var description: String { name }
    public static func precedes(_ left: MDSState, _ right: MDSState) -> Bool {
        left.rawValue < right.rawValue
    }
}
