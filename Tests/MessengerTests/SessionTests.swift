import CephEncoding
import CephMessages
import NIOCore
import SeededRandom
import Testing

@testable import Messenger

struct SessionTests {
    static func message(_ tid: UInt64, priority: UInt16 = 127) -> QueuedMessage {
        .single(MessageEnvelope(MMonGetMap(), tid: tid, priority: priority))
    }

    @Test func `messages go by priority, those of one priority in order`() {
        var queue = OutgoingQueue()
        for (tid, priority) in [(1, 127), (2, 196), (3, 64), (4, 127), (5, 255), (6, 196)]
            as [(UInt64, UInt16)]
        {
            queue.append(Self.message(tid, priority: priority))
        }
        #expect(queue.count == 6)
        var order: [UInt64] = []
        while let next = queue.popFirst() { order.append(next.message.envelope.tid) }
        #expect(order == [5, 2, 6, 1, 4, 3])
        #expect(queue.isEmpty)
    }

    @Test func `what was sent and not acknowledged is sent again from where the peer is`() {
        var session = Session()
        for tid in 1...5 { session.queue.append(Self.message(UInt64(tid))) }
        for seq in 1...4 { #expect(session.next(isLossy: false)?.seq == UInt64(seq)) }
        session.acknowledge(1)
        session.interrupt()
        // The peer has the second as well, and said so only now.
        session.resume(acknowledged: 2)
        var again: [UInt64] = []
        while let next = session.next(isLossy: false) {
            #expect(next.seq == next.item.message.envelope.tid)
            again.append(next.seq)
        }
        #expect(again == [3, 4, 5])
    }

    /// Two sessions over sockets that break at any time, in the middle of any message.
    @Test(arguments: 0..<50)
    func `broken sockets lose nothing and double nothing`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var sender = Session()
        var receiver = Session()
        var received: [UInt64] = []
        var nextTID: UInt64 = 1
        for _ in 0..<40 {
            // One socket: some messages arrive, some of those that follow are on their way when it breaks.
            for _ in 0..<Int.random(in: 0..<8, using: &random) {
                sender.queue.append(Self.message(nextTID))
                nextTID += 1
            }
            var arrives = Int.random(in: 0..<10, using: &random)
            while let sent = sender.next(isLossy: false) {
                guard arrives > 0 else { continue }
                arrives -= 1
                if receiver.receive(sent.seq) { received.append(sent.item.message.envelope.tid) }
                if Bool.random(using: &random) { sender.acknowledge(receiver.inSeq) }
            }
            // The acknowledged number may be of any time since.
            sender.interrupt()
            if Int.random(in: 0..<4, using: &random) == 0 { sender.interrupt() }
            sender.resume(acknowledged: receiver.inSeq)
        }
        while let sent = sender.next(isLossy: false) {
            if receiver.receive(sent.seq) { received.append(sent.item.message.envelope.tid) }
        }
        #expect(received == Array(1..<nextTID))
    }

    // MARK: rules

    typealias Existing = SessionRules.Existing

    static func existing(_ change: (inout Existing) -> Void = { _ in }) -> Existing {
        var existing = Existing(phase: .ready, isV2: true, isLossy: false, isServer: false)
        existing.clientCookie = 1
        existing.serverCookie = 2
        existing.connectSeq = 3
        existing.peerGlobalSeq = 10
        change(&existing)
        return existing
    }

    static func request(_ kind: SessionRequest.Kind, globalSeq: UInt64 = 11) -> SessionRequest {
        SessionRequest(kind: kind, addresses: EntityAddressVector(), number: 1, globalSeq: globalSeq)
    }

    static func decide(
        _ request: SessionRequest, _ existing: Existing?, policy: ConnectionPolicy = .losslessPeerReuse(),
        precedes: Bool = true
    ) -> SessionRules.Decision {
        SessionRules.decide(request, existing: existing, policy: policy, peerPrecedesOwn: precedes)
    }

    @Test func `a peer that is not known gets a session, unless it wants an old one`() {
        #expect(Self.decide(Self.request(.new(clientCookie: 5)), nil) == .open)
        let old = SessionRequest.Kind.resumed(clientCookie: 1, serverCookie: 2, connectSeq: 1, messageSeq: 9)
        #expect(Self.decide(Self.request(old), nil) == .answer(.reset(isFull: true)))
        #expect(Self.decide(Self.request(.v1(connectSeq: 0)), nil) == .open)
        #expect(Self.decide(Self.request(.v1(connectSeq: 2)), nil) == .answer(.reset(isFull: true)))
    }

    @Test func `clients of a stateless server never meet their older selves`() {
        let policy = ConnectionPolicy.statelessServer()
        #expect(Self.decide(Self.request(.new(clientCookie: 0)), Self.existing(), policy: policy) == .open)
        #expect(Self.decide(Self.request(.v1(connectSeq: 0)), Self.existing(), policy: policy) == .open)
    }

    @Test func `a peer that was started again empties its session`() {
        let new = Self.request(.new(clientCookie: 9))
        #expect(Self.decide(new, Self.existing()) == .takeOver(isReset: true))
        #expect(Self.decide(new, Self.existing(), policy: .losslessPeer()) == .takeOver(isReset: false))
        let low = Self.request(.new(clientCookie: 9), globalSeq: 1)
        #expect(Self.decide(low, Self.existing { $0.phase = .standby }) == .takeOver(isReset: true))
        guard case .refuse = Self.decide(low, Self.existing()) else {
            Issue.record("an old attempt beside a live connection was let in")
            return
        }
    }

    @Test func `of two that connect to each other at once, the lower address's attempt is used`() {
        let connecting = Self.existing {
            $0.phase = .connecting
            $0.clientCookie = 7
            $0.serverCookie = 0
        }
        let new = Self.request(.new(clientCookie: 9))
        #expect(Self.decide(new, connecting, precedes: true) == .takeOver(isReset: false))
        #expect(Self.decide(new, connecting, precedes: false) == .answer(.wait, isWoken: true))
        let connectingV1 = Self.existing {
            $0.isV2 = false
            $0.phase = .connecting
            $0.connectSeq = 0
        }
        #expect(Self.decide(Self.request(.v1(connectSeq: 0)), connectingV1, precedes: true) == .continueV1)
        #expect(
            Self.decide(Self.request(.v1(connectSeq: 0)), connectingV1, precedes: false)
                == .answer(.wait, isWoken: true))
    }

    @Test func `a session is taken up with the right names and numbers only`() {
        func resume(_ cookie: UInt64 = 1, connectSeq: UInt64 = 4, globalSeq: UInt64 = 11) -> SessionRequest {
            Self.request(
                .resumed(clientCookie: cookie, serverCookie: 2, connectSeq: connectSeq, messageSeq: 30),
                globalSeq: globalSeq)
        }
        let existing = Self.existing()
        #expect(Self.decide(resume(), existing) == .resume(acknowledged: 30, connectSeq: 4))
        #expect(Self.decide(resume(8), existing) == .answer(.reset(isFull: true)))
        #expect(Self.decide(resume(8), existing, policy: .losslessPeer()) == .answer(.reset(isFull: false)))
        #expect(Self.decide(resume(globalSeq: 9), existing) == .answer(.retryGlobal(globalSeq: 10)))
        #expect(Self.decide(resume(connectSeq: 2), existing) == .answer(.retry(connectSeq: 3)))
        #expect(Self.decide(resume(connectSeq: 3), existing, precedes: false) == .answer(.wait))
        #expect(
            Self.decide(resume(connectSeq: 3), existing, precedes: true)
                == .resume(acknowledged: 30, connectSeq: 3))
        let unheard = Self.existing { $0.serverCookie = 0 }
        #expect(Self.decide(resume(), unheard) == .answer(.reset(isFull: false)))
    }

    @Test func `numbers of msgr v1 decide as Ceph's`() {
        let existing = Self.existing { $0.isV2 = false }
        func decide(_ connectSeq: UInt32, _ globalSeq: UInt64 = 11) -> SessionRules.Decision {
            Self.decide(Self.request(.v1(connectSeq: connectSeq), globalSeq: globalSeq), existing)
        }
        #expect(decide(4, 9) == .answer(.retryGlobal(globalSeq: 10)))
        #expect(decide(0) == .takeOver(isReset: true))
        #expect(decide(2) == .answer(.retry(connectSeq: 3)))
        #expect(decide(3) == .answer(.retry(connectSeq: 3)))
        #expect(decide(4) == .continueV1)
        #expect(Self.decide(Self.request(.v1(connectSeq: 0)), Self.existing()) == .replace)
        let fresh = Self.existing {
            $0.isV2 = false
            $0.connectSeq = 0
        }
        #expect(Self.decide(Self.request(.v1(connectSeq: 2)), fresh) == .answer(.reset(isFull: true)))
    }
}
