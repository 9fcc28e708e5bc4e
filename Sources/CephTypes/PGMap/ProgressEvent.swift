import CephEncoding

/// `ProgressEvent` (src/mon/mon_types.h): something that the manager says takes a while, shown by `ceph -s`.
public struct ProgressEvent: Hashable, Sendable {
    public var message: String
    /// From 0 to 1.
    public var progress: Float
    /// Whether `ceph -s` shows it.
    public var isInStatus: Bool

    public init(message: String = "", progress: Float = 0, isInStatus: Bool = false) {
        self.message = message
        self.progress = progress
        self.isInStatus = isInStatus
    }
}

extension ProgressEvent: CephCodable, CephDumpable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2) { version, body in
            var event = ProgressEvent()
            event.message = try body.decode("message")
            event.progress = try body.decode("progress")
            event.isInStatus = version >= 2 ? try body.decode("add_to_ceph_s") : !event.message.isEmpty
            return event
        }
    }

    /// Version 2; or 1, the form of 14.2, for stores that a 14.2 monitor wrote.
    public func encode(into encoder: inout CephEncoder) {
        let isNautilus = encoder.features.areNautilus
        encoder.versioned(isNautilus ? 1 : 2, compatible: 1) { body in
            body.encode(message)
            body.encode(progress)
            if !isNautilus { body.encode(isInStatus) }
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.string("message", message)
        formatter.float("progress", Double(progress))
        formatter.bool("add_to_ceph_s", isInStatus)
    }
}
