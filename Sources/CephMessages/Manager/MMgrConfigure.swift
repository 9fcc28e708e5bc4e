import CephEncoding
import NIOCore

/// The manager tells a daemon what to report (src/messages/MMgrConfigure.h).
public struct MMgrConfigure: CephMessage, Equatable {
    public static let type = MessageType.mgrConfigure
    public static let headVersion: UInt16 = 4
    public static let compatVersion: UInt16 = 1

    /// No queries, no metrics.
    public static let noQueries = ByteBuffer(repeating: 0, count: 5)

    /// Seconds between reports; 0 for none.
    public var statsPeriod: UInt32
    /// The least priority of counters that are reported.
    public var statsThreshold: UInt32
    /// What OSDs and metadata servers are asked for besides, as it came: queries (a std::map) and metrics (a
    /// std::optional).
    public var queries: ByteBuffer

    public init(
        statsPeriod: UInt32 = 0, statsThreshold: UInt32 = 0, queries: ByteBuffer = MMgrConfigure.noQueries
    ) {
        self.statsPeriod = statsPeriod
        self.statsThreshold = statsThreshold
        self.queries = queries
    }
}

extension MMgrConfigure {
    public init(from decoder: inout CephDecoder, version: UInt16) throws {
        statsPeriod = try decoder.decode("stats_period")
        statsThreshold = version >= 2 ? try decoder.decode("stats_threshold") : 0
        queries = decoder.rest()
    }

    public func encodePayload(into encoder: inout CephEncoder) -> MessageVersion {
        encoder.integer(statsPeriod)
        encoder.integer(statsThreshold)
        encoder.raw(queries)
        return Self.current
    }
}

extension MMgrConfigure: CustomStringConvertible {
    public var description: String { "mgrconfigure(period=\(statsPeriod), threshold=\(statsThreshold))" }
}
