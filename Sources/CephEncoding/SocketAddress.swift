import NIOCore

#if canImport(Glibc)
    import Glibc
#endif

/// The bytes of a C `sockaddr`, kept as they came so that they go back the same.
///
/// On the wire: length u32 (with the family), family u16, the rest of the `sockaddr`. At most 26 bytes
/// follow the family (`sockaddr_in6`); they lie in four words here, so that an address costs no allocation.
public struct SocketAddress: Hashable, Sendable {
    public static let ipv4: UInt16 = 2
    public static let ipv6: UInt16 = 10

    /// `AF_INET`, `AF_INET6`, or 0 for none.
    public private(set) var family: UInt16
    /// How many bytes follow the family.
    private var length: UInt8
    /// Ceph can write an address of no bytes at all, not even a family.
    private var hasFamily = true
    private var word0: UInt64 = 0
    private var word1: UInt64 = 0
    private var word2: UInt64 = 0
    private var word3: UInt16 = 0

    private static let capacity = 26

    /// No address. Ceph writes it with the length of its largest form.
    public init() {
        family = 0
        length = UInt8(Self.capacity)
    }

    /// - Parameter bytes: what follows the family in a C `sockaddr`; at most 26 bytes.
    init?(family: UInt16, bytes: some Collection<UInt8>) {
        guard bytes.count <= Self.capacity else { return nil }
        self.family = family
        length = UInt8(bytes.count)
        for (index, byte) in bytes.enumerated() { self[index] = byte }
    }

    /// The same from raw bytes, in whole words.
    init?(family: UInt16, raw bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= Self.capacity else { return nil }
        self.family = family
        length = UInt8(bytes.count)
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: bytes) }
        word0 = UInt64(littleEndian: words.0)
        word1 = UInt64(littleEndian: words.1)
        word2 = UInt64(littleEndian: words.2)
        word3 = UInt16(truncatingIfNeeded: UInt64(littleEndian: words.3))
    }

    /// How many bytes the address takes on the wire behind its length.
    var wireSize: Int { hasFamily ? Int(length) + 2 : 0 }

    /// Runs `body` on the bytes behind the family.
    func withRawBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        let words = (
            word0.littleEndian, word1.littleEndian, word2.littleEndian, UInt64(word3).littleEndian
        )
        return withUnsafeBytes(of: words) { body(UnsafeRawBufferPointer(rebasing: $0.prefix(Int(length)))) }
    }

    public static func ipv4(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, port: UInt16) -> SocketAddress {
        var address = SocketAddress()
        address.family = ipv4
        address.length = 14
        for (index, byte) in [UInt8(port >> 8), UInt8(port & 0xff), a, b, c, d].enumerated() {
            address[index] = byte
        }
        return address
    }

    private subscript(index: Int) -> UInt8 {
        get {
            let shift = UInt64(index % 8) * 8
            switch index / 8 {
            case 0: return UInt8(truncatingIfNeeded: word0 >> shift)
            case 1: return UInt8(truncatingIfNeeded: word1 >> shift)
            case 2: return UInt8(truncatingIfNeeded: word2 >> shift)
            default: return UInt8(truncatingIfNeeded: word3 >> UInt16(shift))
            }
        }
        set {
            let shift = UInt64(index % 8) * 8
            let clear = ~(UInt64(0xff) << shift)
            let bits = UInt64(newValue) << shift
            switch index / 8 {
            case 0: word0 = word0 & clear | bits
            case 1: word1 = word1 & clear | bits
            case 2: word2 = word2 & clear | bits
            default: word3 = UInt16(truncatingIfNeeded: UInt64(word3) & clear | bits)
            }
        }
    }

    /// The bytes behind the family.
    public var bytes: [UInt8] { (0..<Int(length)).map { self[$0] } }

    public var port: UInt16 {
        get { UInt16(self[0]) << 8 | UInt16(self[1]) }
        set {
            self[0] = UInt8(newValue >> 8)
            self[1] = UInt8(newValue & 0xff)
        }
    }

    /// The address without port: 4 or 16 bytes in network order; none for another family.
    public var host: [UInt8] {
        switch family {
        case Self.ipv4: (2..<6).map { self[$0] }
        case Self.ipv6: (6..<22).map { self[$0] }
        default: []
        }
    }
}

extension SocketAddress: CephCodable {
    public init(from decoder: inout CephDecoder) throws {
        let total = Int(try decoder.decode("length", as: UInt32.self))
        guard total > 0 else {
            self.init()
            hasFamily = false
            length = 0
            return
        }
        guard total >= 2, total - 2 <= Self.capacity else {
            throw decoder.failure(
                "expected a socket address of 2 to \(Self.capacity + 2) bytes, found \(total)")
        }
        let family = try decoder.decode("family", as: UInt16.self)
        self = try decoder.withBytes(total - 2) { SocketAddress(family: family, raw: $0) } ?? SocketAddress()
    }

    public func encode(into encoder: inout CephEncoder) {
        guard hasFamily else { return encoder.integer(UInt32(0)) }
        encoder.integer(UInt32(length) + 2)
        encoder.integer(family)
        withRawBytes { _ = encoder.buffer.writeBytes($0) }
    }

    /// Reads a `sockaddr_storage` with its family in network order.
    init(storageFrom decoder: inout CephDecoder) throws {
        let family = try decoder.integer(UInt16.self).byteSwapped
        let size = family == Self.ipv4 ? 14 : Self.capacity
        self =
            try decoder.withBytes(126) { SocketAddress(family: family, bytes: $0.prefix(size)) }
            ?? SocketAddress()
    }

    func encode(storageInto encoder: inout CephEncoder) {
        encoder.integer(family.byteSwapped)
        encoder.raw(bytes)
        encoder.zeros(126 - Int(length))
    }
}

extension SocketAddress: CustomStringConvertible {
    /// `127.0.0.1:6789`, `[::1]:3300`; `:` for none, `(unrecognized address family 7)` as Ceph says it.
    public var description: String {
        switch family {
        case 0: ":"
        case Self.ipv4, Self.ipv6: "\(hostDescription):\(port)"
        default: "(unrecognized address family \(family))"
        }
    }

    /// The address without port: `127.0.0.1`, `[::1]`.
    public var hostDescription: String {
        guard family == Self.ipv4 || family == Self.ipv6 else { return "" }
        if family == Self.ipv4 { return "\(self[2]).\(self[3]).\(self[4]).\(self[5])" }
        var text = [CChar](repeating: 0, count: 64)
        guard inet_ntop(Int32(family), host, &text, socklen_t(text.count)) != nil else { return "" }
        let name = text.withUnsafeBytes {
            String(cephBytes: UnsafeRawBufferPointer(rebasing: $0.prefix { $0 != 0 }))
        }
        return family == Self.ipv6 ? "[\(name)]" : name
    }

    /// Reads `127.0.0.1:6789` or `[::1]:3300`; without a port it is 0. Names are not looked up.
    public init?(_ text: some StringProtocol) {
        let text = Substring(text)
        let isV6 = text.hasPrefix("[")
        let hostEnd = isV6 ? text.firstIndex(of: "]") : text.lastIndex(of: ":") ?? text.endIndex
        guard let hostEnd else { return nil }
        let host = isV6 ? text[text.index(after: text.startIndex)..<hostEnd] : text[..<hostEnd]
        let tail = isV6 ? text[text.index(after: hostEnd)...] : text[hostEnd...]
        var port: UInt16 = 0
        if !tail.isEmpty {
            guard tail.hasPrefix(":"), let number = UInt16(tail.dropFirst()) else { return nil }
            port = number
        }
        var bytes = [UInt8](repeating: 0, count: isV6 ? 16 : 4)
        guard inet_pton(isV6 ? AF_INET6 : AF_INET, String(host), &bytes) == 1 else { return nil }
        let portBytes = [UInt8(port >> 8), UInt8(port & 0xff)]
        let data =
            isV6
            ? portBytes + [0, 0, 0, 0] + bytes + [0, 0, 0, 0]
            : portBytes + bytes + [UInt8](repeating: 0, count: 8)
        self.init(family: isV6 ? Self.ipv6 : Self.ipv4, bytes: data)
    }
}
