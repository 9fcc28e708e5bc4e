import NIOCore

/// `entity_addrvec_t`: all the addresses of one program, one a protocol.
///
/// On the wire: marker 2, then a vector of addresses; or a single address in either of its own forms for
/// readers before nautilus.
public struct EntityAddressVector: Hashable, Sendable {
    public var addresses: [EntityAddress]

    public init(_ addresses: [EntityAddress] = []) { self.addresses = addresses }

    /// The msgr v1 address, or nil.
    public var legacy: EntityAddress? { addresses.first { $0.rawKind == EntityAddress.Kind.legacy.rawValue } }

    /// What a peer that knows one address is told.
    public var legacyOrFront: EntityAddress { legacy ?? addresses.first ?? EntityAddress() }

    /// The msgr v2 address, or nil.
    public var msgr2: EntityAddress? { addresses.first { $0.rawKind == EntityAddress.Kind.msgr2.rawValue } }

    /// The first address, or a blank one.
    public var front: EntityAddress { addresses.first ?? EntityAddress() }
}

extension EntityAddressVector: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        let marker = try decoder.decode("marker", as: UInt8.self)
        guard marker == 2 else {
            addresses = [try EntityAddress(marker: marker, from: &decoder)]
            return
        }
        addresses = try decoder.decode("addrs")
    }

    public func encode(into encoder: inout CephEncoder) {
        if encoder.features.contains(.msgAddr2) {
            encoder.integer(UInt8(2))
            encoder.encode(addresses)
        } else {
            encoder.encode(legacy ?? EntityAddress())
        }
    }
}

extension EntityAddressVector: CephOrdered {
    public static func precedes(_ left: EntityAddressVector, _ right: EntityAddressVector) -> Bool {
        left.addresses.lexicographicallyPrecedes(right.addresses, by: EntityAddress.precedes)
    }
}

extension EntityAddressVector: CustomStringConvertible {
    /// As Ceph prints it: `[v2:127.0.0.1:6700/0,v1:127.0.0.1:6701/0]`, one address without brackets, `-` for none.
    public var description: String {
        if addresses.isEmpty { return "-" }
        if addresses.count == 1, let only = addresses.first { return only.description }
        return "[" + addresses.map(\.description).joined(separator: ",") + "]"
    }

    /// Reads what ``description`` writes.
    public init?(_ text: some StringProtocol, defaultKind: EntityAddress.Kind = .any) {
        var list = Substring(text)
        if list.hasPrefix("[v") || list.hasPrefix("[any:") || list.contains(",") {
            guard list.hasPrefix("["), list.hasSuffix("]") else { return nil }
            list = list.dropFirst().dropLast()
        }
        var addresses: [EntityAddress] = []
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            guard let address = EntityAddress(part, defaultKind: defaultKind) else { return nil }
            addresses.append(address)
        }
        self.init(addresses)
    }
}
