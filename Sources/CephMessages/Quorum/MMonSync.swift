import CephEncoding
import NIOCore

/// A monitor copies another's store (src/messages/MMonSync.h).
public struct MMonSync: CephMessage, Equatable {
    public static let type = MessageType.monSync
    public static let headVersion: UInt16 = 2
    public static let compatVersion: UInt16 = 2

    public enum Op: UInt32, CustomStringConvertible, Sendable {
        /// Requester: I want everything.
        case getCookieFull = 1
        /// Requester: I want the recent Paxos versions.
        case getCookieRecent = 2
        /// Provider: ask with this cookie.
        case cookie = 3
        case getChunk = 4
        case chunk = 5
        case lastChunk = 6
        /// Provider: I know no such copying, or can't serve.
        case noCookie = 8

        public var description: String {
            switch self {
            case .getCookieFull: "get_cookie_full"
            case .getCookieRecent: "get_cookie_recent"
            case .cookie: "cookie"
            case .getChunk: "get_chunk"
            case .chunk: "chunk"
            case .lastChunk: "last_chunk"
            case .noCookie: "no_cookie"
            }
        }
    }

    public var op: Op
    /// Which copying this is: chosen by the provider.
    public var cookie: UInt64
    /// The Paxos version that what was copied so far belongs to.
    public var lastCommitted: UInt64
    /// Prefix and key of the last key in ``chunk``.
    public var lastKey: Pair<String, String>
    /// An encoded store transaction that puts the keys.
    public var chunk: ByteBuffer
    /// No longer used.
    public var replyTo: EntityInstance

    public init(
        op: Op = .getCookieFull, cookie: UInt64 = 0, lastCommitted: UInt64 = 0,
        lastKey: Pair<String, String> = Pair("", ""), chunk: ByteBuffer = ByteBuffer(),
        replyTo: EntityInstance = EntityInstance()
    ) {
        self.op = op
        self.cookie = cookie
        self.lastCommitted = lastCommitted
        self.lastKey = lastKey
        self.chunk = chunk
        self.replyTo = replyTo
    }
}

extension MMonSync {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        try decoder.require(version, atLeast: 2)
        op = try decoder.operation()
        cookie = try decoder.decode("cookie")
        lastCommitted = try decoder.decode("last_committed")
        lastKey = try decoder.decode("last_key")
        chunk = try decoder.decode("chunk_bl")
        replyTo = try decoder.decode("reply_to")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(op.rawValue)
        encoder.integer(cookie)
        encoder.integer(lastCommitted)
        encoder.encode(lastKey)
        encoder.encode(chunk)
        encoder.encode(replyTo)
        return Self.current
    }
}

extension MMonSync: CustomStringConvertible {
    public var description: String {
        var text = "mon_sync(\(op)"
        if cookie != 0 { text += " cookie \(cookie)" }
        if lastCommitted > 0 { text += " lc \(lastCommitted)" }
        if chunk.readableBytes > 0 { text += " bl \(chunk.readableBytes) bytes" }
        if !lastKey.first.isEmpty || !lastKey.second.isEmpty {
            text += " last_key \(lastKey.first),\(lastKey.second)"
        }
        return text + ")"
    }
}
