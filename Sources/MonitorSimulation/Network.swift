import CephEncoding
import CephMessages
import CephTypes
import Monitor
import NIOCore
import SeededRandom

/// Connections between the processes, and between clients and processes: in order unless a fault says otherwise.
final class Network {
    unowned let simulation: Simulation
    private var random: SeededRandom
    /// Which way is shut: from host to host.
    private var shut: Set<Way> = []
    /// What waits for a shut way, as packets that are sent again and again do.
    private var stuck: [Way: [() -> Void]] = [:]
    /// Packets wait for a way that is shut, or are lost with their connection.
    var keepsStuck = false
    /// Parts of a million.
    var loss = 0
    var duplication = 0
    var reordering = 0
    var delay: ClosedRange<Int64> = 100_000...1_000_000
    /// When the last message of one to the other arrives.
    private var lastArrival: [Way: Int64] = [:]
    private var nextConnection: UInt64 = 1
    /// From one host, or client (from 100 on), to another.
    private struct Way: Hashable, Comparable {
        let number: Int
        init(_ from: Int, _ to: Int) { number = from << 16 | to }
        static func < (left: Way, right: Way) -> Bool { left.number < right.number }
    }
    /// Both ends of what goes over a connection.
    private enum Peer {
        case process(Int)
        case client(SimulatedClient)
    }
    private var peers: [ConnectionID: Peer] = [:]
    private(set) var delivered = 0

    init(_ simulation: Simulation) {
        self.simulation = simulation
        random = SeededRandom(seed: simulation.seed &+ 77)
    }

    // MARK: Ways

    func shut(_ from: Int, _ to: Int) { shut.insert(Way(from, to)) }
    func isShut(_ from: Int, _ to: Int) -> Bool { !shut.isEmpty && shut.contains(Way(from, to)) }

    var isOpen: Bool { shut.isEmpty }

    func openAll() {
        shut = []
        let waiting = stuck.sorted { $0.key < $1.key }.flatMap(\.value)
        stuck = [:]
        for action in waiting { action() }
    }

    /// What waits owns this network.
    func forgetStuck() { stuck = [:] }

    private func chance(_ perMillion: Int) -> Bool {
        perMillion > 0 && Int.random(in: 0..<1_000_000, using: &random) < perMillion
    }

    private func arrival(_ from: Int, _ to: Int, inOrder: Bool = false) -> Int64 {
        let time = simulation.now + Int64.random(in: delay, using: &random)
        if !inOrder, chance(reordering) { return time }
        let way = Way(from, to)
        let arrival = max(time, (lastArrival[way] ?? 0) + 1)
        lastArrival[way] = arrival
        return arrival
    }

    // MARK: Between monitors

    func send(_ message: MessageEnvelope, from process: SimulatedProcess, to addresses: EntityAddressVector) {
        guard let host = simulation.host(at: addresses) else { return }
        carry(message, process, host)
    }

    func send(_ message: MessageEnvelope, from process: SimulatedProcess, on connection: ConnectionID) {
        switch peers[connection] {
        case .process(let serial):
            guard let other = simulation.process(serial) else { return }
            carry(message, process, other.host)
        case .client(let client):
            simulation.schedule(at: arrival(process.host.index, 100 + client.number)) {
                client.receive(message, from: process)
            }
        case nil: break
        }
    }

    private func carry(_ message: MessageEnvelope, _ process: SimulatedProcess, _ host: SimulatedHost) {
        let (from, to) = (process.host.index, host.index)
        simulation.note(.sent(from, to, message.body))
        if simulation.drops(message.body, from, to) || chance(loss) {
            return simulation.note(.lost(from, to, message.body))
        }
        let message = simulation.recoded(message)
        // A copy relies on what the messenger promises: each message once, in order.
        let isRepeatable = !(message.body is MMonSync)
        deliver(message, process, host, at: arrival(from, to, inOrder: !isRepeatable))
        if isRepeatable, chance(duplication) { deliver(message, process, host, at: arrival(from, to)) }
    }

    private func deliver(
        _ message: MessageEnvelope, _ process: SimulatedProcess, _ host: SimulatedHost, at time: Int64
    ) {
        let (from, to) = (process.host.index, host.index)
        simulation.schedule(at: time) { [self] in
            guard !isShut(from, to) else {
                guard keepsStuck else { return simulation.note(.lost(from, to, message.body)) }
                return stuck[Way(from, to), default: []].append { [self] in
                    deliver(message, process, host, at: arrival(from, to, inOrder: message.body is MMonSync))
                }
            }
            guard let other = host.process, other.isAlive else {
                return simulation.note(.lost(from, to, message.body))
            }
            other.run { [self] in arrive(message, from: process, at: other) }
        }
    }

    private func arrive(
        _ message: MessageEnvelope, from process: SimulatedProcess, at other: SimulatedProcess
    ) {
        delivered += 1
        simulation.note(.arrived(process.host.index, other.host.index, message.body))
        let connection = connect(other, process)
        if process.isAlive { _ = connect(process, other) }
        other.monitor.receive(message, on: connection)
    }

    private func connect(_ process: SimulatedProcess, _ other: SimulatedProcess) -> ConnectionID {
        if let known = process.connections[other.serial] { return known }
        nextConnection += 1
        let connection = ConnectionID(nextConnection)
        process.connections[other.serial] = connection
        peers[connection] = .process(other.serial)
        let session = Session(
            connection: connection, name: EntityName(.mon, Int64(other.host.index)),
            authName: AuthEntityName(.mon, other.host.name), addresses: other.host.addresses,
            socketAddress: other.host.addresses.addresses.first ?? EntityAddress())
        session.caps = .allowAll
        session.isAuthenticated = true
        process.monitor.sessionOpened(session)
        return connection
    }

    /// A process has died: who was connected with it is told, as far as packets come through.
    func died(_ process: SimulatedProcess) {
        let host = process.host
        for (serial, connection) in process.connections.sorted(by: { $0.key < $1.key }) {
            peers[connection] = nil
            guard let other = simulation.process(serial), other.isAlive else { continue }
            guard let back = other.connections.removeValue(forKey: process.serial) else { continue }
            peers[back] = nil
            guard !isShut(host.index, other.host.index) else { continue }
            let time = simulation.now + Int64.random(in: delay, using: &random)
            other.wake(at: time) {
                other.monitor.sessionClosed(back)
                other.monitor.peerReset(host.addresses)
            }
        }
    }

    /// A connection breaks although both ends live.
    func reset(_ one: SimulatedProcess, _ other: SimulatedProcess) {
        for (process, peer) in [(one, other), (other, one)] {
            guard let connection = process.connections.removeValue(forKey: peer.serial) else { continue }
            peers[connection] = nil
            process.wake(at: simulation.now + 1000) {
                process.monitor.sessionClosed(connection)
                process.monitor.peerReset(peer.host.addresses)
            }
        }
    }

    func probe(
        _ addresses: EntityAddressVector, from process: SimulatedProcess,
        _ completion: @escaping (PeerReachability) -> Void
    ) {
        guard let host = simulation.host(at: addresses) else {
            return process.wake(at: simulation.now + 1_000_000) { completion(.unknown) }
        }
        let (from, to) = (process.host.index, host.index)
        let there = simulation.now + Int64.random(in: delay, using: &random)
        simulation.schedule(at: there) { [self] in
            guard !isShut(from, to), !isShut(to, from) else {
                return process.wake(at: simulation.now + 3_000_000_000) { completion(.unknown) }
            }
            let result: PeerReachability = host.process == nil ? .refused : .connected
            let back = simulation.now + Int64.random(in: delay, using: &random)
            process.wake(at: back) { completion(result) }
        }
    }

    // MARK: Clients

    func connect(_ client: SimulatedClient, to process: SimulatedProcess) -> ConnectionID {
        nextConnection += 1
        let connection = ConnectionID(nextConnection)
        peers[connection] = .client(client)
        let session = Session(
            connection: connection, name: EntityName(.client, Int64(client.number)),
            authName: AuthEntityName(.client, "admin"))
        session.caps = .allowAll
        session.isAuthenticated = true
        process.monitor.sessionOpened(session)
        return connection
    }

    func disconnect(_ connection: ConnectionID, from process: SimulatedProcess) {
        peers[connection] = nil
        if process.isAlive { process.monitor.sessionClosed(connection) }
    }

    func send(_ message: MessageEnvelope, from client: SimulatedClient, to process: SimulatedProcess) {
        guard let connection = client.connection else { return }
        simulation.schedule(at: arrival(100 + client.number, process.host.index)) {
            process.run { process.monitor.receive(message, on: connection) }
        }
    }
}
