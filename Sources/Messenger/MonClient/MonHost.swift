import CephEncoding

/// The option `mon_host`: where the monitors are (src/mon/MonMap.cc).
public enum MonHost {
    /// Reads a list of addresses, divided by commas, semicolons or spaces, and of vectors of addresses in
    /// brackets: `[v2:10.0.0.1:3300,v1:10.0.0.1:6789],10.0.0.2`.
    ///
    /// One monitor each. Where neither protocol nor port is said, it is taken to have both at their usual
    /// ports; where only a port is, it tells the protocol if it is usual, and v2 is tried before v1 if not.
    /// - Throws: ``WireError`` for what is no address. Names are not looked up: ``resolve(_:)`` does that.
    public static func parse(_ text: some StringProtocol) throws(WireError) -> [EntityAddressVector] {
        var monitors: [EntityAddressVector] = []
        for part in parts(Substring(text)) {
            if part.hasPrefix("[v") || part.hasPrefix("[any:") {
                guard let vector = EntityAddressVector(part) else {
                    throw WireError("mon_host: \(part) is no vector of addresses")
                }
                monitors.append(vector)
            } else {
                guard let address = EntityAddress(part) else {
                    throw WireError("mon_host: \(part) is no address")
                }
                monitors += addresses(of: address)
            }
        }
        return monitors
    }

    /// Words, in which brackets hold together what commas would divide.
    static func parts(_ text: Substring) -> [Substring] {
        var parts: [Substring] = []
        var (start, depth) = (text.startIndex, 0)
        for index in text.indices {
            switch text[index] {
            case "[": depth += 1
            case "]": depth -= 1
            case ",", ";", " ", "\t", "\n":
                guard depth <= 0 else { continue }
                parts.append(text[start..<index])
                start = text.index(after: index)
            default: break
            }
        }
        parts.append(text[start...])
        return parts.filter { !$0.isEmpty }
    }

    private static func addresses(of address: EntityAddress) -> [EntityAddressVector] {
        guard address.kind == .any else { return [EntityAddressVector([address])] }
        switch address.socket.port {
        case 0: return [address.atMonitorPorts]
        case MonitorPort.msgr2: return [EntityAddressVector([address.with(kind: .msgr2)])]
        case MonitorPort.legacy: return [EntityAddressVector([address.with(kind: .legacy)])]
        default:
            return [EntityAddress.Kind.msgr2, .legacy].map { EntityAddressVector([address.with(kind: $0)]) }
        }
    }
}
