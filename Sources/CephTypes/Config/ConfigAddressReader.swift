import CephEncoding

#if canImport(Glibc)
    import Glibc
#endif

/// Addresses as options have them (`entity_addr_t::parse`, `entity_addrvec_t::parse`): without a protocol
/// `v2` is meant, an IPv6 address needs brackets only before a port, and what follows an address is ignored.
enum ConfigAddressReader {
    static func address(_ text: String) -> EntityAddress? {
        var scanner = CText(text)
        return address(&scanner)
    }

    /// Without brackets the first address counts and no other. The brackets of an IPv6 address at the front
    /// are not those of a list.
    static func addresses(_ text: String) -> EntityAddressVector? {
        var scanner = CText(text)
        if let first = address(text), first.socket.family == SocketAddress.ipv6 || !scanner.skip("[") {
            return EntityAddressVector([first])
        }
        guard scanner.position > 0 || scanner.skip("[") else { return nil }
        var found: [EntityAddress] = []
        repeat {
            guard let address = address(&scanner) else { return nil }
            found.append(address)
        } while scanner.skip(",")
        return scanner.skip("]") ? EntityAddressVector(found) : nil
    }

    private static func address(_ scanner: inout CText) -> EntityAddress? {
        let kind: EntityAddress.Kind
        if scanner.skip("v1:") {
            kind = .legacy
        } else if scanner.skip("v2:") {
            kind = .msgr2
        } else if scanner.skip("any:") {
            kind = .any
        } else if scanner.skip("-") {
            return EntityAddress(kind: .none)
        } else {
            kind = .msgr2
        }
        let isBracketed = scanner.skip("[")
        guard let (family, host) = host(&scanner) else { return nil }
        if isBracketed, !scanner.skip("]") { return nil }
        var port: UInt16 = 0
        if scanner.skip(":") {
            let number = scanner.integer()
            guard number <= 65_535 else { return nil }
            port = UInt16(truncatingIfNeeded: number)
            _ = scanner.take(while: CText.isDigit)
        }
        var nonce: UInt32 = 0
        if scanner.skip("/") {
            nonce = UInt32(bitPattern: scanner.integer())
            _ = scanner.take(while: CText.isDigit)
        }
        let name = family == AF_INET6 ? "[\(host)]" : host
        return SocketAddress("\(name):\(port)").map { EntityAddress(kind: kind, nonce: nonce, socket: $0) }
    }

    /// An IPv4 address if there is one, otherwise an IPv6 one; no name.
    private static func host(_ scanner: inout CText) -> (family: Int32, text: String)? {
        for family in [AF_INET, AF_INET6] {
            var copy = scanner
            let text = copy.take { byte in
                CText.isDigit(byte)
                    || (family == AF_INET
                        ? byte == UInt8(ascii: ".")
                        : byte == UInt8(ascii: ":") || Character(Unicode.Scalar(byte)).isHexDigit)
            }
            var bytes = [UInt8](repeating: 0, count: 16)
            let host = String(decoding: text, as: UTF8.self)
            guard inet_pton(family, host, &bytes) == 1 else { continue }
            scanner = copy
            return (family, host)
        }
        return nil
    }
}
