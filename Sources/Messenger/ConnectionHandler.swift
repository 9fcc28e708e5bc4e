import CephAuth
import CephEncoding
import CephMessages
import NIOCore

/// Between a socket and its connection: moves bytes into the protocol, does what its events ask for, and
/// writes what waits. All of it runs on the socket's event loop.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Of this socket; the authentication knows exchanges by it.
    let id: UInt64
    let messenger: Messenger
    /// Whose socket this is. An accepted one may turn out to be an older connection's.
    private(set) var connection: Connection
    private(set) var wire: any WireProtocol
    let isServer: Bool
    /// Which of the connection's attempts to have a socket this is.
    private let attempt: Int
    private let peerAddress: EntityAddress

    private(set) var context: ChannelHandlerContext?
    /// Whether events are being handled: what is sent meanwhile goes out afterwards.
    private(set) var isProcessing = false
    var needsFlush = false
    var isPaused = false
    private(set) var isGone = false
    private var lastActivity = NIODeadline.now()
    private var hasBegun = false
    private var isAcknowledgementDue = false
    /// The throttles that the next message still needs room in, and what it has.
    var admission: Admission?
    /// What happens on the socket's event loop.
    private let counters: LoopCounters
    private var isCountedActive = false

    init(
        id: UInt64, messenger: Messenger, connection: Connection, wire: any WireProtocol, isServer: Bool,
        attempt: Int, peerAddress: EntityAddress, counters: LoopCounters
    ) {
        self.id = id
        self.messenger = messenger
        self.connection = connection
        self.wire = wire
        self.isServer = isServer
        self.attempt = attempt
        self.peerAddress = peerAddress
        self.counters = counters
    }

    // MARK: the socket

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin() }
    }

    func channelActive(context: ChannelHandlerContext) { begin() }

    private func begin() {
        guard !hasBegun, let context else { return }
        hasBegun = true
        counters.createdConnections.add()
        let transport = Transport(self, on: context.channel)
        guard connection.attach(transport, attempt: attempt, at: peerAddress, isV2: wire is WireV2) else {
            return abandon()
        }
        watch(after: messenger.configuration.readyTimeout)
        wire.start()
        writeOutput()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastActivity = .now()
        let bytes = unwrapInboundIn(data)
        counters.receivedBytes.add(bytes.readableBytes)
        counters.receiving.measure {
            wire.receive(bytes)
            if !isPaused { handleEvents() }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { finishTurn() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable && wire.isReady { flush() }
    }

    func channelInactive(context: ChannelHandlerContext) { fail(.end("the peer closed the socket")) }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(.end("\(error)")) }

    func handlerRemoved(context: ChannelHandlerContext) {
        if !isGone { fail(.end("the socket is closed")) }
        self.context = nil
    }

    // MARK: events

    func process() {
        handleEvents()
        finishTurn()
    }

    /// Handles all that the bytes so far mean.
    private func handleEvents() {
        guard !isProcessing, !isGone else { return }
        isProcessing = true
        defer { isProcessing = false }
        do {
            while !isPaused, !isGone, let event = try wire.next() { try handle(event) }
        } catch {
            fail(error)
        }
    }

    /// Writes, in one piece, what has come of that.
    private func finishTurn() {
        guard !isProcessing else { return }
        if needsFlush { flush() }
        writeOutput()
    }

    private func handle(_ event: WireEvent) throws(WireError) {
        switch event {
        case .hello(let type, let ownAddress):
            if !isServer { messenger.learn(ownAddress) }
            connection.heard(type: type, policy: messenger.configuration.policies[type], over: id)
        case .authenticate(let request): authenticate(request)
        case .sessionWanted:
            try openSession()
        case .sessionAnswered(let answer): try handle(answer)
        case .sessionRequested(let request): try decide(request)
        case .ready(let acknowledged): becomeReady(acknowledged)
        case .announced(let size): admit(size)
        case .message(let message): try deliver(message)
        case .acknowledged(let seq):
            counters.acknowledgements.measure { connection.acknowledge(seq, over: id) }
        case .keepalive: connection.state.withLockedValue { $0.lastKeepalive = .now() }
        case .keepaliveAcknowledged(let time):
            connection.state.withLockedValue { $0.lastKeepaliveAcknowledgement = time }
        case .closed: fail(WireError("the peer said goodbye"))
        }
    }

    private func authenticate(_ request: AuthServerRequest) {
        guard let server = messenger.configuration.authServer, let context else {
            return fail(WireError("nobody can be authenticated here"))
        }
        let transport = Transport(self, on: context.channel)
        server.authenticate(request) { reply in
            transport.run { $0.authenticated(reply) }
        }
    }

    private func authenticated(_ reply: AuthServerReply) {
        guard !isGone else { return }
        if case .refused(_, let reason) = reply {
            messenger.log(0, "\(peerAddress) is not let in: \(reason)")
        }
        do {
            try wire.answer(reply)
        } catch {
            return fail(error)
        }
        process()
    }

    private func becomeReady(_ acknowledged: UInt64?) {
        // A session of msgr v2 that goes on over another socket has agreed on them before.
        if wire.features.isEmpty { wire.features = connection.features }
        guard connection.becameReady(wire, acknowledged: acknowledged, over: id) else { return abandon() }
        isCountedActive = true
        counters.activeConnections.add()
        messenger.log(1, "\(connection) is open, \(wire is WireV2 ? "v2" : "v1") \(wire.mode.name ?? "")")
        if !connection.isLossy, let timeout = messenger.configuration.unsentTimeout {
            context?.channel.setUnsentTimeout(timeout)
        }
        messenger.dispatcher.messengerReady(connection)
        needsFlush = true
    }

    /// Looks from time to time whether the socket is of any use. Timers are never cancelled, which would
    /// cost the more the more there are: one that finds nobody does nothing.
    private func watch(after delay: TimeAmount) {
        _ = context?.eventLoop.assumeIsolated().scheduleTask(in: delay) { [weak self] in
            guard let self, !self.isGone else { return }
            let configuration = self.messenger.configuration
            guard self.wire.isReady else {
                return self.fail(
                    WireError("no session after \(configuration.readyTimeout.nanoseconds / 1_000_000) ms"))
            }
            let rest = self.lastActivity + configuration.idleTimeout - .now()
            guard rest > .zero else {
                return self.fail(
                    WireError("idle for \(configuration.idleTimeout.nanoseconds / 1_000_000_000) s"))
            }
            self.watch(after: min(rest, Self.watchPeriod))
        }
    }

    private static let watchPeriod = TimeAmount.seconds(30)

    // MARK: sessions

    private func openSession() throws(WireError) {
        guard let opening = connection.makeOpening(peerAddress, messenger, over: id) else { return abandon() }
        try wire.open(opening)
    }

    private func handle(_ answer: SessionAnswer) throws(WireError) {
        switch connection.apply(answer, messenger, over: id) {
        case nil: abandon()
        case .agreed: break
        case .again(let isReset):
            if isReset { messenger.dispatcher.reset(connection, .remote) }
            try openSession()
        case .wait: lose(WireError("the peer's own attempt to connect goes first"), mustWait: true)
        }
    }

    private func decide(_ request: SessionRequest) throws(WireError) {
        guard let context else { return }
        let transport = Transport(self, on: context.channel)
        let verdict = try messenger.decide(request, from: connection, over: transport, wire)
        connection = verdict.connection
        if verdict.isReset { messenger.dispatcher.reset(connection, .remote) }
        try wire.answer(verdict.answer)
    }

    // MARK: messages that come

    private func deliver(_ message: WireMessage) throws(WireError) {
        let reservation = takeReservation()
        counters.receivedMessages.add()
        let envelope: MessageEnvelope
        do {
            let body = try MessageCatalog.decode(
                type: message.header.type, version: message.header.version,
                compatible: message.header.compatible, front: message.front, data: message.data,
                features: wire.features)
            envelope = MessageEnvelope(
                body, tid: message.header.tid, priority: message.header.priority,
                source: message.header.source)
        } catch {
            messenger.log(0, "\(connection) sent a message of type \(message.header.type.rawValue): \(error)")
            throw WireError("a message of type \(message.header.type.rawValue): \(error)")
        }
        let connection = connection
        connection.delivery.withLock {
            guard connection.receive(message.header, over: id) else { return }
            messenger.dispatcher.received(envelope, on: connection, reservation: reservation)
        }
        scheduleAcknowledgement()
    }

    private func scheduleAcknowledgement() {
        guard !isAcknowledgementDue, !isGone, connection.owesAcknowledgement else { return }
        isAcknowledgementDue = true
        let delay = messenger.configuration.acknowledgementDelay
        _ = context?.eventLoop.assumeIsolated().scheduleTask(in: delay) { [weak self] in
            self?.isAcknowledgementDue = false
            self?.flush()
            self?.sendAcknowledgement()
        }
    }

    private func sendAcknowledgement() {
        guard !isGone, wire.isReady, let seq = connection.takeAcknowledgement(over: id) else { return }
        do {
            try wire.writeAcknowledgement(seq)
        } catch {
            return fail(error)
        }
        writeOutput()
    }

    // MARK: messages that go

    /// Writes what waits, for as long as the socket takes it.
    func flush() {
        needsFlush = false
        guard !isGone, wire.isReady, let context else { return }
        counters.sending.measure { flush(to: context) }
    }

    private func flush(to context: ChannelHandlerContext) {
        do {
            while context.channel.isWritable {
                guard let batch = connection.takeBatch(over: id) else { break }
                try write(batch)
                if wire.output.readableBytes >= Self.chunk { writeOutput() }
                if batch.messages.isEmpty { break }
            }
        } catch {
            return fail(error)
        }
        writeOutput()
    }

    private static let chunk = 256 << 10

    private func write(_ batch: OutgoingBatch) throws(WireError) {
        if batch.hasKeepalive { try wire.writeKeepalive(at: messenger.now()) }
        let now = NIODeadline.now()
        for sent in batch.messages {
            counters.queueing.add(Duration(now - sent.item.queued))
            let message = sent.item.message.encoded(
                wire.features, seq: sent.seq, source: messenger.name)
            try wire.write(message, acknowledging: batch.inSeq)
        }
        counters.sentMessages.add(batch.messages.count)
        guard !batch.messages.isEmpty, wire.messagesAcknowledge else { return }
        connection.acknowledgementSent(batch.inSeq, over: id)
    }

    private func writeOutput() {
        guard wire.output.readableBytes > 0, let context else { return }
        lastActivity = .now()
        let bytes = wire.output
        wire.output = ByteBuffer()
        counters.sentBytes.add(bytes.readableBytes)
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    // MARK: the end

    func fail(_ error: WireError) { lose(error, mustWait: false) }

    private func lose(_ error: WireError, mustWait: Bool) {
        guard !isGone else { return }
        // What was said last, a refusal say, still goes out.
        writeOutput()
        leave()
        messenger.lost(connection, over: id, error, mustWait: mustWait)
    }

    /// Ends without a word to the connection.
    func abandon() {
        guard !isGone else { return }
        leave()
    }

    private func leave() {
        isGone = true
        if isCountedActive { counters.activeConnections.subtract() }
        _ = takeReservation()
        if isServer { messenger.configuration.authServer?.connectionClosed(id) }
        context?.close(promise: nil)
    }
}
