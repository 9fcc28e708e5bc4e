import CephEncoding
import NIOCore
import NIOPosix

// Between Ceph's addresses and those of sockets.

extension EntityAddress {
    /// - Throws: ``WireError`` for an address that is neither IPv4 nor IPv6.
    public func socketAddress() throws -> NIOCore.SocketAddress {
        guard
            self.socket.family == CephEncoding.SocketAddress.ipv4
                || self.socket.family == CephEncoding.SocketAddress.ipv6
        else { throw WireError("\(self) is no address of a socket") }
        return try NIOCore.SocketAddress(
            packedIPAddress: ByteBuffer(bytes: self.socket.host), port: Int(self.socket.port))
    }
}

extension NIOCore.SocketAddress {
    /// The same as Ceph has it; nil for a socket in a file system.
    var cephAddress: CephEncoding.SocketAddress? {
        guard let ip = ipAddress, let port = port.flatMap(UInt16.init(exactly:)) else { return nil }
        let text = ip.contains(":") ? "[\(ip.prefix { $0 != "%" })]:\(port)" : "\(ip):\(port)"
        return CephEncoding.SocketAddress(text)
    }
}

extension Channel {
    /// `TCP_USER_TIMEOUT`: the socket breaks when bytes stay without the other machine's confirmation so long.
    func setUnsentTimeout(_ timeout: TimeAmount) {
        #if os(Linux)
            let option = ChannelOptions.Types.SocketOption(level: .tcp, name: .init(rawValue: 18))
            setOption(option, value: SocketOptionValue(clamping: timeout.nanoseconds / 1_000_000))
                .whenFailure { _ in }
        #endif
    }
}
