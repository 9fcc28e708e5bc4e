import CephEncoding

/// `mon_info_t`: one monitor of a ``MonMap``.
public struct MonInfo: Hashable, Sendable {
    /// `a` for `mon.a`.
    public var name: String
    public var publicAddresses: EntityAddressVector
    /// For clients: which monitors to try first, the lowest number first.
    public var priority: UInt16
    /// For clients: among equals of priority, how often this one is tried.
    public var weight: UInt16
    /// Where it stands: `datacenter` to `dc1`.
    public var crushLocation: CephMap<String, String>

    public init(
        name: String = "", publicAddresses: EntityAddressVector = EntityAddressVector(), priority: UInt16 = 0,
        weight: UInt16 = 0, crushLocation: CephMap<String, String> = [:]
    ) {
        self.name = name
        self.publicAddresses = publicAddresses
        self.priority = priority
        self.weight = weight
        self.crushLocation = crushLocation
    }
}

extension MonInfo: CephRecord {
    public static let cephTypeName = "mon_info_t"

    public init(from decoder: inout CephDecoder) throws {
        self = try decoder.versioned(upTo: 5, named: Self.cephTypeName) { version, body in
            var info = MonInfo(
                name: try body.decode("name"), publicAddresses: try body.decode("public_addrs"))
            if version >= 2 { info.priority = try body.decode("priority") }
            if version >= 4 { info.weight = try body.decode("weight") }
            if version >= 5 { info.crushLocation = try body.decode("crush_loc") }
            return info
        }
    }

    /// Version 5, or 2 for readers from before nautilus; or version 3, the form of 14.2, for stores that a 14.2
    /// monitor wrote.
    public func encode(into encoder: inout CephEncoder) {
        let features = encoder.features
        let modern: UInt8 = features.areNautilus ? 3 : 5
        let version = features.contains(.serverNautilus) ? modern : 2
        encoder.versioned(version, compatible: 1) { body in
            body.encode(name)
            if version > 2 {
                body.encode(publicAddresses)
            } else {
                body.encode(publicAddresses.legacy ?? EntityAddress())
            }
            body.integer(priority)
            guard version != 3 else { return }
            // Old readers skip what follows: Ceph does not leave it out for them.
            body.integer(weight)
            body.encode(crushLocation)
        }
    }

    public func dump(to formatter: inout CephFormatter) {
        formatter.string("name", name)
        formatter.dump("public_addrs", publicAddresses)
        // Tools from before nautilus look for one address.
        let single = publicAddresses.legacyOrFront.legacyDescription
        formatter.string("addr", single)
        formatter.string("public_addr", single)
        formatter.int("priority", priority)
        formatter.int("weight", weight)
        formatter.stream("crush_location", crushLocation.streamText)
    }
}

extension MonInfo: CustomStringConvertible {
    /// `mon.a addrs [v2:…] priority 0 weight 0 crush location {}`
    public var description: String {
        "mon.\(name) addrs \(publicAddresses) priority \(priority) weight \(weight)"
            + " crush location \(crushLocation.streamText)"
    }
}
