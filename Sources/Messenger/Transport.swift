import NIOCore

/// A connection's socket, as seen from any thread.
struct Transport: Sendable {
    let id: UInt64
    let channel: any Channel
    private let handler: NIOLoopBound<ConnectionHandler>

    init(_ handler: ConnectionHandler, on channel: any Channel) {
        id = handler.id
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }

    /// Sends what waits in the connection: once for all that is asked in one turn of the event loop.
    func flush() {
        if channel.eventLoop.inEventLoop, handler.value.isProcessing {
            handler.value.needsFlush = true
        } else {
            channel.eventLoop.execute { handler.value.flush() }
        }
    }

    /// Runs `body` on the socket's event loop, at once where that is this thread.
    func run(_ body: @escaping @Sendable (ConnectionHandler) -> Void) {
        if channel.eventLoop.inEventLoop {
            body(handler.value)
        } else {
            channel.eventLoop.execute { body(handler.value) }
        }
    }

    /// Closes the socket; its connection hears nothing more of it.
    func abandon() {
        run { $0.abandon() }
    }
}
