/// The ports that monitors have when none is said (src/include/msgr.h).
public enum MonitorPort {
    /// `CEPH_MON_PORT_IANA`: msgr v2.
    public static let msgr2: UInt16 = 3300
    /// `CEPH_MON_PORT_LEGACY`: msgr v1.
    public static let legacy: UInt16 = 6789
}

extension EntityAddress {
    /// The same host, by a protocol, at a port.
    public func with(kind: Kind, port: UInt16) -> EntityAddress {
        var copy = with(kind: kind)
        copy.socket.port = port
        return copy
    }

    /// The same host by both protocols at a monitor's own ports, the newer one first.
    public var atMonitorPorts: EntityAddressVector {
        EntityAddressVector([
            with(kind: .msgr2, port: MonitorPort.msgr2), with(kind: .legacy, port: MonitorPort.legacy),
        ])
    }
}
