import CephEncoding

/// Which maps the sender wants to be told of (src/messages/MMonSubscribe.h).
public struct MMonSubscribe: CephMessage, Equatable {
    public static let type = MessageType.monSubscribe
    public static let headVersion: UInt16 = 3
    public static let compatVersion: UInt16 = 1

    /// `struct ceph_mon_subscribe_item`
    public struct Item: Hashable, Sendable {
        /// The first version that is wanted.
        public var start: UInt64
        /// Whether one is enough (`CEPH_SUBSCRIBE_ONETIME`).
        public var flags: UInt8

        public static let oneTime: UInt8 = 1

        public init(start: UInt64 = 0, flags: UInt8 = 0) {
            self.start = start
            self.flags = flags
        }

        public var isOneTime: Bool { flags & Self.oneTime != 0 }
    }

    /// By name: `osdmap`, `monmap`, `mgrmap`, …
    public var what: CephMap<String, Item>
    public var hostname: String

    public init(
        what: CephMap<String, Item> = [:], hostname: String = ""
    ) {
        self.what = what
        self.hostname = hostname
    }
}

extension MMonSubscribe {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        // 0 is what the oldest form was sent as, too.
        if version < 2 {
            what = try decoder.decode("what", as: CephMap<String, OldItem>.self).mapValues(\.item)
        } else {
            what = try decoder.decode("what")
        }
        hostname = version >= 3 ? try decoder.decode("hostname") : ""
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        guard encoder.features.contains(.subscribe2) else {
            encoder.encode(what.mapValues(OldItem.init))
            return MessageVersion(version: 0, compatible: 1)
        }
        encoder.encode(what)
        encoder.encode(hostname)
        return Self.current
    }
}

extension MMonSubscribe: CustomStringConvertible {
    public var description: String { "mon_subscribe(\(what.streamText))" }
}

extension MMonSubscribe.Item: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        start = try decoder.decode("start")
        flags = try decoder.decode("flags")
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.integer(start)
        encoder.integer(flags)
    }
}

extension MMonSubscribe.Item: CustomStringConvertible {
    public var description: String { "\(start)\(isOneTime ? "" : "+")" }
}

/// `struct ceph_mon_subscribe_item_old`: it said which version its sender has.
private struct OldItem: CephCodable {
    var have: UInt64
    var isOneTime: Bool

    init(_ item: MMonSubscribe.Item) {
        have = item.start == 0 ? 0 : item.start - 1
        isOneTime = item.isOneTime
    }

    var item: MMonSubscribe.Item {
        let flags = isOneTime ? MMonSubscribe.Item.oneTime : 0
        return MMonSubscribe.Item(start: have == 0 ? 0 : have &+ 1, flags: flags)
    }

    init(from decoder: inout CephDecoder) throws {
        try decoder.skip(8)
        have = try decoder.decode("have")
        isOneTime = try decoder.decode("onetime")
    }

    func encode(into encoder: inout CephEncoder) {
        encoder.integer(UInt64(0))
        encoder.integer(have)
        encoder.encode(isOneTime)
    }
}
