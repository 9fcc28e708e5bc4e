import CephEncoding

/// `Metadata`: what a daemon says of itself and its host. The value at `osd_metadata/ID` and
/// `mgr_metadata/NAME`.
public struct DaemonMetadata: Hashable, Sendable {
    public var values: CephMap<String, String>
    public init(_ values: CephMap<String, String> = [:]) { self.values = values }

    public subscript(key: String) -> String? { values[key] }
}

extension DaemonMetadata: CephRecord {
    public static let cephTypeName = "Metadata"

    public init(from decoder: inout CephDecoder) throws { values = try CephMap(from: &decoder) }
    public func encode(into encoder: inout CephEncoder) { encoder.encode(values) }
    public func dump(to formatter: inout CephFormatter) {
        for (key, value) in values { formatter.string(key, value) }
    }
}

/// The value at `monitor_store/last_metadata`: by a monitor's rank.
public struct MonitorMetadata: Hashable, Sendable {
    public var monitors: CephMap<Int32, DaemonMetadata>
    public init(_ monitors: CephMap<Int32, DaemonMetadata> = [:]) { self.monitors = monitors }
}

extension MonitorMetadata: CephRecord {
    public static let cephTypeName = "std::map<int,Metadata>"

    public init(from decoder: inout CephDecoder) throws { monitors = try CephMap(from: &decoder) }
    public func encode(into encoder: inout CephEncoder) { encoder.encode(monitors) }
    public func dump(to formatter: inout CephFormatter) {
        for (rank, metadata) in monitors { formatter.dump("\(rank)", metadata) }
    }
}

/// The value at `mds_metadata/last_metadata`: by a metadata server's global id.
public struct MDSMetadata: Hashable, Sendable {
    public var servers: CephMap<UInt64, DaemonMetadata>
    public init(_ servers: CephMap<UInt64, DaemonMetadata> = [:]) { self.servers = servers }
}

extension MDSMetadata: CephRecord {
    public static let cephTypeName = "std::map<mds_gid_t,Metadata>"

    public init(from decoder: inout CephDecoder) throws { servers = try CephMap(from: &decoder) }
    public func encode(into encoder: inout CephEncoder) { encoder.encode(servers) }
    public func dump(to formatter: inout CephFormatter) {
        for (gid, metadata) in servers { formatter.dump("\(gid)", metadata) }
    }
}
