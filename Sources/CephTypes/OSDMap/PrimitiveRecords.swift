import CephEncoding

// The records that CephEncoding itself holds, with the names and dumps that Ceph's tools give them.

extension UTime: CephRecord {
    public static let cephTypeName = "utime_t"

    public func dump(to formatter: inout CephFormatter) {
        formatter.int("seconds", seconds)
        formatter.int("nanoseconds", nanoseconds)
    }
}

extension CephUUID: CephRecord {
    public static let cephTypeName = "uuid_d"

    public func dump(to formatter: inout CephFormatter) {
        formatter.stream("uuid", self)
    }
}

extension EntityName: CephRecord {
    public static let cephTypeName = "entity_name_t"

    public func dump(to formatter: inout CephFormatter) {
        formatter.string("type", type.name)
        formatter.int("num", UInt64(bitPattern: number))
    }
}

extension EntityAddress: CephRecord {
    public static let cephTypeName = "entity_addr_t"

    public func dump(to formatter: inout CephFormatter) {
        formatter.string("type", kindName)
        formatter.string("addr", socketDescription)
        formatter.int("nonce", nonce)
    }

    private var kindName: String {
        switch kind {
        case .some(.none): "none"
        case .legacy: "v1"
        case .msgr2: "v2"
        case .any: "any"
        case .cidr: "cidr"
        case nil: "???"
        }
    }

    /// The socket address as 16.2 prints it, which has a text even for none.
    var socketDescription: String {
        socket.family == 0 ? "(unrecognized address family 0)" : socket.description
    }

    /// `127.0.0.1:6800/14403`, as before nautilus (`get_legacy_str`).
    public var legacyDescription: String { "\(socketDescription)/\(nonce)" }
}

extension EntityAddressVector: CephRecord {
    public static let cephTypeName = "entity_addrvec_t"

    public func dump(to formatter: inout CephFormatter) {
        formatter.dump("addrvec", each: "addr", addresses)
    }
}
