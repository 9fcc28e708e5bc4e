import CephEncoding

/// The daemons that told the manager about themselves: gateways, mirrors, … (src/mgr/ServiceMap.h).
public struct ServiceMap: Hashable, Sendable {
    public struct Daemon: Hashable, Sendable {
        public var gid: UInt64 = 0
        public var address = EntityAddress()
        /// The service map's epoch when it started.
        public var startEpoch: UInt32 = 0
        public var startStamp: UTime = .zero
        public var metadata: CephMap<String, String> = [:]
        public var taskStatus: CephMap<String, String> = [:]

        public init() {}
    }

    public struct Service: Hashable, Sendable {
        /// By name.
        public var daemons: CephMap<String, Daemon> = [:]
        public var summary = ""

        public init() {}
    }

    public var epoch: UInt32 = 0
    public var modified: UTime = .zero
    public var services: CephMap<String, Service> = [:]

    public init() {}
}

extension ServiceMap.Daemon: CephCodable, CephDumpable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 2, named: "ServiceMap::Daemon") { version, body in
            var daemon = Self()
            daemon.gid = try body.decode("gid")
            daemon.address = try body.decode("addr")
            daemon.startEpoch = try body.decode("start_epoch")
            daemon.startStamp = try body.decode("start_stamp")
            daemon.metadata = try body.decode("metadata")
            if version >= 2 { daemon.taskStatus = try body.decode("task_status") }
            return daemon
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(2, compatible: 1) { body in
            body.integer(gid)
            body.encode(address)
            body.integer(startEpoch)
            body.encode(startStamp)
            body.encode(metadata)
            body.encode(taskStatus)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("start_epoch", startEpoch)
        formatter.stream("start_stamp", startStamp)
        formatter.int("gid", gid)
        formatter.string("addr", address.legacyDescription)
        formatter.object("metadata") { for (key, value) in metadata { $0.string(key, value) } }
        formatter.object("task_status") { for (key, value) in taskStatus { $0.string(key, value) } }
    }
}

extension ServiceMap.Service: CephCodable, CephDumpable {
    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: "ServiceMap::Service") { _, body in
            var service = Self()
            service.daemons = try body.decode("daemons")
            service.summary = try body.decode("summary")
            return service
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.encode(daemons)
            body.encode(summary)
        }
    }

    /// The summary stands among the daemons, as in Ceph.
    public func dump(to formatter: inout CephFormatter) {
        formatter.object("daemons") { list in
            list.string("summary", summary)
            for (name, daemon) in daemons { list.dump(name, daemon) }
        }
    }
}

extension ServiceMap: CephRecord {
    public static let cephTypeName = "ServiceMap"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 1, named: Self.cephTypeName) { _, body in
            var map = ServiceMap()
            map.epoch = try body.decode("epoch")
            map.modified = try body.decode("modified")
            map.services = try body.decode("services")
            return map
        }
    }

    public func encode(into encoder: inout CephEncoder) {
        encoder.versioned(1, compatible: 1) { body in
            body.integer(epoch)
            body.encode(modified)
            body.encode(services)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("epoch", epoch)
        formatter.stream("modified", modified)
        formatter.object("services") { for (name, service) in services { $0.dump(name, service) } }
    }
}
