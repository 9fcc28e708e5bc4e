import CephEncoding

#if canImport(Glibc)
    import Glibc
#endif

/// `10.0.0.0/8`: a network and how many of its first bits count (src/common/ipaddr.cc).
public struct NetworkRange: Hashable, Sendable {
    /// 4 or 16 bytes in network order.
    public let host: [UInt8]
    public let prefixLength: Int

    /// - Returns: nil without a slash, or for what is no numeric address or no length.
    public init?(_ text: some StringProtocol) {
        guard let slash = text.firstIndex(of: "/") else { return nil }
        guard let length = Int(text[text.index(after: slash)...]), length >= 0 else { return nil }
        let address = String(text[..<slash])
        for (family, size) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: size)
            guard inet_pton(family, address, &bytes) == 1 else { continue }
            host = bytes
            prefixLength = length
            return
        }
        return nil
    }

    /// Whether an address is of the network's family and begins with its bits.
    public func contains(_ address: EntityAddress) -> Bool {
        let other = address.socket.host
        guard other.count == host.count else { return false }
        var bits = prefixLength
        for (mine, theirs) in zip(host, other) {
            guard bits > 0 else { break }
            let mask: UInt8 = bits >= 8 ? 0xff : ~(0xff >> UInt8(bits))
            guard (mine ^ theirs) & mask == 0 else { return false }
            bits -= 8
        }
        return true
    }
}
