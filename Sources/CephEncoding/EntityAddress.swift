import NIOCore

/// `entity_addr_t`: where a program listens and which of its lives is meant.
///
/// On the wire (src/msg/msg_types.h) it begins with a marker byte: 1 is today's envelope with type, nonce
/// and a socket address of given length; 0 is the form before `MSG_ADDR2`, whose `sockaddr_storage` of 128
/// bytes has its family in network order.
public struct EntityAddress: Hashable, Sendable {
    /// Which protocol is spoken there.
    public enum Kind: UInt32, Sendable {
        case none = 0
        case legacy = 1
        case msgr2 = 2
        case any = 3
        case cidr = 4
    }

    /// A ``Kind``, or a number that a newer Ceph gave.
    public var rawKind: UInt32
    public var nonce: UInt32
    public var socket: SocketAddress

    public init(kind: Kind = .none, nonce: UInt32 = 0, socket: SocketAddress = SocketAddress()) {
        rawKind = kind.rawValue
        self.nonce = nonce
        self.socket = socket
    }

    public var kind: Kind? { Kind(rawValue: rawKind) }
    public var isBlank: Bool { self.socket.family == 0 && rawKind == Kind.none.rawValue }

    public func with(kind: Kind) -> EntityAddress {
        var copy = self
        copy.rawKind = kind.rawValue
        return copy
    }
}

extension EntityAddress: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        let marker = try decoder.decode("marker", as: UInt8.self)
        try self.init(marker: marker, from: &decoder)
    }

    /// Reads what follows the marker byte, which an ``EntityAddressVector`` has read already.
    init(marker: UInt8, from decoder: inout CephDecoder) throws {
        if marker == 1, let address = decoder.withUpcoming(46, EntityAddress.current) {
            self = address
            return
        }
        switch marker {
        case 0: try self.init(legacyFrom: &decoder)
        case 1: self = try decoder.versioned(upTo: 1, EntityAddress.init(bodyFrom:_:))
        default: throw decoder.failure("expected an address (marker 0 or 1), found marker \(marker)")
        }
    }

    private init(legacyFrom decoder: inout CephDecoder) throws {
        try decoder.skip(3)
        nonce = try decoder.decode("nonce")
        socket = try decoder.field("sockaddr_storage") { try SocketAddress(storageFrom: &$0) }
        // A blank address has no protocol; any other of this form is msgr v1's.
        rawKind = (socket.family == 0 ? Kind.none : .legacy).rawValue
    }

    /// An address of today's form behind its marker, if that is all in order: maps have tens of thousands.
    private static func current(_ bytes: UnsafeRawBufferPointer) -> (value: EntityAddress, size: Int)? {
        func word(_ at: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
        }
        guard bytes.count >= 20, bytes[0] == 1, bytes[1] == 1 else { return nil }
        let size = 6 + Int(word(2))
        let socketSize = Int(word(14))
        guard size <= bytes.count, socketSize >= 2, size == 18 + socketSize else { return nil }
        let family = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 18, as: UInt16.self))
        let rest = UnsafeRawBufferPointer(rebasing: bytes[20..<size])
        guard let socket = SocketAddress(family: family, raw: rest) else { return nil }
        var address = EntityAddress(nonce: word(10), socket: socket)
        address.rawKind = word(6)
        return (address, size)
    }

    private init(bodyFrom version: UInt8, _ decoder: inout CephDecoder) throws {
        rawKind = try decoder.decode("type")
        nonce = try decoder.decode("nonce")
        socket = try decoder.decode("sockaddr")
    }

    public func encode(into encoder: inout CephEncoder) {
        guard encoder.features.contains(.msgAddr2) else {
            encoder.integer(UInt32(0))
            encoder.integer(nonce)
            socket.encode(storageInto: &encoder)
            return
        }
        // Before nautilus there was no «any», which stands for both protocols.
        let isOld = !encoder.features.contains(.serverNautilus) && rawKind == Kind.any.rawValue
        let kind = isOld ? Kind.legacy.rawValue : rawKind
        // Marker and envelope (version, compat, length) and body in one piece.
        let socketSize = socket.wireSize
        encoder.buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 19 + socketSize) { bytes in
            func put<T: FixedWidthInteger>(_ value: T, _ at: Int) {
                bytes.storeBytes(of: value.littleEndian, toByteOffset: at, as: T.self)
            }
            put(UInt8(1), 0)
            put(UInt16(0x0101), 1)
            put(UInt32(12 + socketSize), 3)
            put(kind, 7)
            put(nonce, 11)
            put(UInt32(socketSize), 15)
            guard socketSize > 0 else { return 19 }
            put(socket.family, 19)
            socket.withRawBytes {
                UnsafeMutableRawBufferPointer(rebasing: bytes[21..<(19 + socketSize)]).copyMemory(from: $0)
            }
            return 19 + socketSize
        }
    }
}

extension EntityAddress: CephOrdered {
    /// Memory order of the C++ struct: type, nonce, then the socket address's bytes.
    public static func precedes(_ left: EntityAddress, _ right: EntityAddress) -> Bool {
        if left.rawKind != right.rawKind {
            return left.memoryKey(left.rawKind) < right.memoryKey(right.rawKind)
        }
        if left.nonce != right.nonce { return left.memoryKey(left.nonce) < right.memoryKey(right.nonce) }
        if left.socket.family != right.socket.family {
            return left.socket.family.byteSwapped < right.socket.family.byteSwapped
        }
        return left.socket.bytes.lexicographicallyPrecedes(right.socket.bytes)
    }

    /// The number that compares as `memcmp` compares the little-endian bytes.
    private func memoryKey(_ number: UInt32) -> UInt32 { number.byteSwapped }
}

extension EntityAddress: CustomStringConvertible {
    /// As Ceph prints it: `v2:127.0.0.1:6700/0`, `-` for a blank one; `any` addresses have no prefix.
    public var description: String {
        switch kind {
        case .some(.none): return "-"
        case .legacy: return "v1:\(addressAndNonce)"
        case .msgr2: return "v2:\(addressAndNonce)"
        case .any: return addressAndNonce
        case .cidr: return "cidr:\(addressAndNonce)"
        case nil: return "???:\(addressAndNonce)"
        }
    }

    /// Without the protocol, as before nautilus: `127.0.0.1:6789/0`, `:/0` for a blank one.
    public var addressAndNonce: String { "\(socket)/\(nonce)" }

    /// Reads `v1:127.0.0.1:6789/0`, `[::1]:3300`, with or without protocol and nonce.
    public init?(_ text: some StringProtocol, defaultKind: Kind = .any) {
        var rest = Substring(text)
        var kind = defaultKind
        for (prefix, meant) in [("v1:", Kind.legacy), ("v2:", .msgr2), ("any:", .any)]
        where rest.hasPrefix(prefix) {
            kind = meant
            rest = rest.dropFirst(prefix.count)
        }
        var nonce: UInt32 = 0
        if let slash = rest.lastIndex(of: "/") {
            guard let number = UInt32(rest[rest.index(after: slash)...]) else { return nil }
            nonce = number
            rest = rest[..<slash]
        }
        if rest == "-" || rest == ":" {
            self.init(kind: .none, nonce: nonce)
            return
        }
        guard let socket = SocketAddress(rest) else { return nil }
        self.init(kind: kind, nonce: nonce, socket: socket)
    }
}
