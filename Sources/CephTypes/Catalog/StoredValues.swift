import CephEncoding
import NIOCore

/// Which record a monitor's store keeps at which key.
public enum StoredValues {
    /// The record at `prefix`/`key`; nil where a value has no form that this library knows.
    public static func type(prefix: String, key: String) -> (any CephRecord.Type)? {
        switch prefix {
        case "osdmap": osdMap(key)
        case "auth":
            key == "format_version" ? StoredNumber.self : stashed(key, AuthVersion.self, full: AuthFull.self)
        case "logm": stashed(key, LogVersion.self, full: LogSummary.self)
        case "kv": stashed(key, KeyValueVersion.self, full: nil)
        case "mgrstat": stashed(key, MgrStat.self, full: nil)
        case "config": stashed(key, KeyValueVersion.self, full: nil)
        case "osd_pg_creating": key == "creating" ? CreatingPGs.self : nil
        case "mon_config_key": StoredBytes.self
        case "paxos": isCounter(key) || key == "connectivity_scores" ? paxos(key) : nil
        default: ClusterStoreValues.type(prefix: prefix, key: key)
        }
    }

    /// Decodes a value as the record that its key says.
    /// - Returns: nil where the key says none.
    public static func decode(
        _ value: ByteBuffer, prefix: String, key: String
    ) throws -> (any CephRecord)? {
        guard let type = type(prefix: prefix, key: key) else { return nil }
        do {
            return try type.decode(from: value)
        } catch let error as CephDecodingError {
            throw error.within("\(prefix)/\(key)")
        }
    }

    private static let counters: Set<String> = [
        "first_committed", "last_committed", "full_latest", "last_pn", "accepted_pn", "pending_v",
        "pending_pn",
    ]

    /// Whether a key holds a bare number in every service.
    public static func isCounter(_ key: String) -> Bool { counters.contains(key) }

    private static func paxos(_ key: String) -> any CephRecord.Type {
        key == "connectivity_scores" ? ConnectionTracker.self : StoredNumber.self
    }

    private static func osdMap(_ key: String) -> (any CephRecord.Type)? {
        stashed(key, OSDMap.Incremental.self, full: OSDMap.self)
    }

    /// A service with a value a version, and whole maps now and then.
    private static func stashed(
        _ key: String, _ version: any CephRecord.Type, full: (any CephRecord.Type)?
    ) -> (any CephRecord.Type)? {
        if isCounter(key) { return StoredNumber.self }
        if UInt64(key) != nil { return version }
        return key.hasPrefix("full_") && UInt64(key.dropFirst(5)) != nil ? full : nil
    }
}

/// A value without a form: what users keep under `config-key`.
public struct StoredBytes: Hashable, Sendable {
    public var bytes: ByteBuffer
    public init(_ bytes: ByteBuffer) { self.bytes = bytes }
}

extension StoredBytes: CephRecord {
    public static let cephTypeName = "bytes"

    public init(from decoder: inout CephDecoder) { bytes = decoder.rest() }
    public func encode(into encoder: inout CephEncoder) { encoder.raw(bytes) }
    public func dump(to formatter: inout CephFormatter) {
        formatter.int("length", bytes.readableBytes)
        let isText = bytes.readableBytesView.allSatisfy {
            (0x20..<0x7f).contains($0) || $0 == 0x0a || $0 == 0x09
        }
        if isText { formatter.string("text", String(cephBytes: bytes.byteArray)) }
    }
}

// The stored values of these services have no dump in Ceph; field names follow the records inside.

extension AuthVersion: CephRecord {
    public static let cephTypeName = "AuthMonitor version"

    public func dump(to formatter: inout CephFormatter) {
        formatter.array("changes") { list in
            for change in changes {
                list.object("change") { item in
                    change.dump(to: &item)
                    guard case .authData(Self.cephx, let data) = change,
                        let keys = try? KeyServerData.Incremental.decode(from: data)
                    else { return }
                    item.dump("auth_data", keys)
                }
            }
        }
    }

    private static let cephx = AuthMonitorIncremental.cephx
}

extension AuthFull: CephRecord {
    public static let cephTypeName = "AuthMonitor full"

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("max_global_id", maxGlobalID)
        formatter.dump("key_server", keys)
    }
}

extension LogVersion: CephRecord {
    public static let cephTypeName = "LogMonitor version"

    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("entries", each: "entry", entries)
    }
}

extension KeyValueVersion: CephRecord {
    public static let cephTypeName = "KVMonitor version"

    public func dump(to formatter: inout CephFormatter) {
        formatter.array("changes") { list in
            for (key, value) in changes {
                list.object("change") { item in
                    item.string("key", key)
                    if let value { StoredBytes(value).dump(to: &item) } else { item.bool("removed", true) }
                }
            }
        }
    }
}

extension MgrStat: CephRecord {
    public static let cephTypeName = "MgrStatMonitor version"

    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("digest", digest)
        if serviceMap.readableBytes > 0, let map = try? ServiceMap.decode(from: serviceMap) {
            formatter.dump("service_map", map)
        }
        formatter.array("progress_events") { list in
            for (id, event) in progressEvents ?? [:] {
                list.object("event") {
                    $0.string("id", id)
                    event.dump(to: &$0)
                }
            }
        }
    }
}
