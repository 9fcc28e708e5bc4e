import CephEncoding
import NIOCore

/// A version of the `mgrstat` service (src/mon/MgrStatMonitor.cc): what the manager last reported. Its health
/// checks are stored beside it, under `health` / `mgrstat`.
///
/// On disk: the digest, the service map, the progress events by id, one behind the other without an envelope.
public struct MgrStat: Equatable, Sendable {
    public var digest: PGMapDigest
    /// An encoded `ServiceMap`; empty where nothing has been stored yet.
    public var serviceMap: ByteBuffer
    /// Nil in stores from before progress events.
    public var progressEvents: CephMap<String, ProgressEvent>?

    public init(
        digest: PGMapDigest = PGMapDigest(), serviceMap: ByteBuffer = ByteBuffer(),
        progressEvents: CephMap<String, ProgressEvent>? = [:]
    ) {
        self.digest = digest
        self.serviceMap = serviceMap
        self.progressEvents = progressEvents
    }
}

extension MgrStat: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        digest = try decoder.decode("digest")
        serviceMap = try decoder.field("service_map") { try $0.envelope() }
        // Not an Optional's own encoding: what is there or not is the rest of the value.
        if decoder.remaining > 0 {
            progressEvents = try decoder.decode("progress_events", as: CephMap<String, ProgressEvent>.self)
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.encode(digest)
        encoder.raw(serviceMap)
        if let progressEvents { encoder.encode(progressEvents) }
    }
}

extension CephDecoder {
    /// The bytes of the next envelope, with its head: version u8, compat u8, length u32.
    fileprivate mutating func envelope() throws -> ByteBuffer {
        let start = offset
        try skip(2)
        let length = try integer(UInt32.self)
        try skip(Int(length))
        return consumed(since: start)
    }
}
