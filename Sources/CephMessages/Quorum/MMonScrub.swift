import CephEncoding
import CephTypes

/// The leader has the peons compare their stores (src/messages/MMonScrub.h).
public struct MMonScrub: CephMessage, Equatable {
    public static let type = MessageType.monScrub
    public static let headVersion: UInt16 = 2
    public static let compatVersion: UInt16 = 2

    public enum Op: UInt8, CustomStringConvertible, Sendable {
        case scrub = 1
        case result = 2

        public var description: String { self == .scrub ? "scrub" : "result" }
    }

    public var op: Op
    /// The Paxos version whose state is compared.
    public var version: UInt64
    /// In ``Op/result``: what the peon found.
    public var result: ScrubResult
    /// How many keys are read at once; -1 for all.
    public var keyCount: Int32
    /// Prefix and key behind which to begin, and in a result the last one read.
    public var key: Pair<String, String>

    public init(
        op: Op = .scrub, version: UInt64 = 0, result: ScrubResult = ScrubResult(), keyCount: Int32 = -1,
        key: Pair<String, String> = Pair("", "")
    ) {
        self.op = op
        self.version = version
        self.result = result
        self.keyCount = keyCount
        self.key = key
    }
}

extension MMonScrub {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        op = try decoder.operation()
        self.version = try decoder.decode("version")
        result = try decoder.decode("result")
        keyCount = try decoder.decode("num_keys")
        key = try decoder.decode("key")
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(op.rawValue)
        encoder.integer(version)
        encoder.encode(result)
        encoder.integer(keyCount)
        encoder.encode(key)
        return Self.current
    }
}

extension MMonScrub: CustomStringConvertible {
    public var description: String {
        let found = op == .result ? " \(result)" : ""
        return "mon_scrub(\(op) v \(version)\(found) num_keys \(keyCount) key (\(key.first),\(key.second)))"
    }
}
