import CephEncoding
import CephTypes

#if canImport(Glibc)
    import Glibc
#endif

extension MonHost {
    /// Reads `mon_host` as ``parse(_:)`` does, and looks names up (`resolve_addrs`, src/common/hostname.cc): each
    /// address of a name is a monitor's.
    /// - Throws: ``WireError`` for a name that has no address.
    public static func resolve(_ text: some StringProtocol) throws(WireError) -> [EntityAddressVector] {
        var monitors: [EntityAddressVector] = []
        for part in parts(Substring(text)) {
            guard let (prefix, name, port) = named(part) else {
                monitors += try parse(part)
                continue
            }
            let addresses = lookUp(name)
            guard !addresses.isEmpty else { throw WireError("mon_host: the name \(name) has no address") }
            for address in addresses { monitors += try parse("\(prefix)\(address)\(port)") }
        }
        return monitors
    }

    /// `v2:host:3300` in its three pieces; nil for what is an address already.
    private static func named(_ part: Substring) -> (prefix: Substring, name: Substring, port: Substring)? {
        guard !part.hasPrefix("["), EntityAddress(part) == nil else { return nil }
        var rest = part
        var prefix = rest.prefix(0)
        if rest.hasPrefix("v1:") || rest.hasPrefix("v2:") {
            prefix = rest.prefix(3)
            rest = rest.dropFirst(3)
        }
        let name = rest.prefix { $0 != ":" && $0 != "/" }
        return name.isEmpty ? nil : (prefix, name, rest.dropFirst(name.count))
    }

    /// IPv6 in brackets, each address once.
    private static func lookUp(_ name: Substring) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(String(name), nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            guard let address = entry.ai_addr.flatMap({ NumericHost.text($0) }) else { continue }
            if !found.contains(address) { found.append(address) }
        }
        return found
    }
}
