import CephEncoding
import CephTypes
import FoundationEssentials
import Glibc
import Monitor
import NIOCore
import NIOPosix

/// The socket that `ceph daemon PATH …` talks to (src/common/admin_socket.cc).
///
/// A client sends one command, JSON that a zero byte ends, and gets a length (u32, big-endian) and so many bytes. The
/// text `0` asks for the protocol's version.
final class AdminSocket: Sendable {
    private let path: String
    private let channel: any Channel

    private init(path: String, channel: any Channel) {
        self.path = path
        self.channel = channel
    }

    /// - Throws: where another process listens there.
    static func open(
        _ path: String, on loop: any EventLoop, commands: NIOLoopBound<AdminCommands>
    ) async throws -> AdminSocket {
        // A socket that nobody listens on was left by a process that was killed.
        if FileManager.default.fileExists(atPath: path) {
            let other = try? await ClientBootstrap(group: loop).connect(unixDomainSocketPath: path).get()
            guard other == nil else {
                try? await other?.close()
                throw UsageError("admin_socket \(path): another process listens there")
            }
            unlink(path)
        }
        let channel = try await ServerBootstrap(group: loop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        AdminConnection(commands: commands, loop: loop))
                }
            }
            .bind(unixDomainSocketPath: path).get()
        chmod(path, 0o755)
        return AdminSocket(path: path, channel: channel)
    }

    func close() async throws {
        try await channel.close().get()
        unlink(path)
    }
}

/// One client of the socket.
private final class AdminConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let longestCommand = 1 << 20
    private let commands: NIOLoopBound<AdminCommands>
    private let loop: any EventLoop
    private var received = ByteBuffer()

    init(commands: NIOLoopBound<AdminCommands>, loop: any EventLoop) {
        self.commands = commands
        self.loop = loop
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        guard received.readableBytes <= Self.longestCommand else { return context.close(promise: nil) }
        guard let end = received.readableBytesView.firstIndex(where: { $0 == 0 || $0 == UInt8(ascii: "\n") })
        else {
            return
        }
        let count = end - received.readerIndex
        let text = received.readString(length: count) ?? ""
        let channel = context.channel
        guard text != "0" else {
            let version = ByteBuffer(integer: UInt32(2))
            channel.writeAndFlush(version).whenComplete { _ in channel.close(promise: nil) }
            return
        }
        loop.execute { [commands] in
            commands.value.run(text) { output in
                var reply = ByteBuffer(integer: UInt32(output.readableBytes))
                reply.writeImmutableBuffer(output)
                channel.writeAndFlush(reply).whenComplete { _ in channel.close(promise: nil) }
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
