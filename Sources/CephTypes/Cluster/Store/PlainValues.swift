import CephEncoding
import NIOCore

/// A number that a service keeps bare: `first_committed`, `election_epoch`, `joined`, … (u64).
public struct StoredNumber: Hashable, Sendable {
    public var number: UInt64
    public init(_ number: UInt64) { self.number = number }
}

extension StoredNumber: CephRecord {
    public static let cephTypeName = "version_t"

    public init(from decoder: inout CephDecoder) throws { number = try decoder.integer() }
    public func encode(into encoder: inout CephEncoder) { encoder.integer(number) }
    public func dump(to formatter: inout CephFormatter) { formatter.int("version", number) }
}

/// Text without a length before it: `monitor/magic`, `monitor/cluster_uuid`. It fills its value.
public struct StoredText: Hashable, Sendable {
    /// What `monitor/magic` of every store since bobtail is.
    public static let monitorMagic = StoredText("ceph mon volume v012\n")

    /// With the newline at its end.
    public var text: String
    public init(_ text: String) { self.text = text }

    /// Without the newline at its end.
    public var line: String { text.hasSuffix("\n") ? String(text.dropLast()) : text }
}

extension StoredText: CephRecord {
    public static let cephTypeName = "text"

    public init(from decoder: inout CephDecoder) throws { text = String(cephBytes: decoder.rest().byteArray) }
    public func encode(into encoder: inout CephEncoder) { encoder.raw(text.cephBytes) }
    public func dump(to formatter: inout CephFormatter) { formatter.string("text", line) }
}
