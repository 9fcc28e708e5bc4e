import CephEncoding
import CephMessages
import CephTypes
import Monitor
import NIOCore
import SeededRandom

/// A client that reads and writes registers, one request after the other, and gives up one that is not answered in
/// time: nobody knows then whether it was carried out.
final class SimulatedClient {
    unowned let simulation: Simulation
    let number: Int
    private var random: SeededRandom
    private var process: SimulatedProcess?
    private(set) var connection: ConnectionID?
    private var tid: UInt64 = 0
    /// What is being asked.
    private var request: ClientRequest?
    private(set) var isStopped = false

    init(_ simulation: Simulation, _ number: Int) {
        self.simulation = simulation
        self.number = number
        random = SeededRandom(seed: simulation.seed &* 31 &+ UInt64(number))
    }

    func start() { think() }
    func stop() { isStopped = true }

    private func think() {
        guard !isStopped else { return }
        let pause = Int64.random(in: 0...simulation.plan.thinkTime, using: &random)
        simulation.schedule(at: simulation.now + pause) { [unowned self] in ask() }
    }

    private func ask() {
        guard !isStopped else { return }
        guard let process = chosenProcess() else { return think() }
        tid += 1
        let register = "r\(Int.random(in: 0..<3, using: &random))"
        let isWrite = Int.random(in: 0..<2, using: &random) == 0
        send(isWrite ? .write(register, "c\(number).\(tid)") : .read(register), to: process)
    }

    /// Asks something now, for a script.
    func ask(_ operation: ClientRequest.Operation, of process: SimulatedProcess) {
        attach(to: process)
        tid += 1
        send(operation, to: process)
    }

    private func send(_ operation: ClientRequest.Operation, to process: SimulatedProcess) {
        let asked = ClientRequest(
            client: number, tid: tid, operation: operation, begun: simulation.now,
            floor: simulation.judge.newestSeen)
        request = asked
        simulation.judge.began(asked)
        let json =
            switch operation {
            case .read(let register): #"{"prefix":"sim get","register":"\#(register)"}"#
            case .write(let register, let text):
                #"{"prefix":"sim set","register":"\#(register)","text":"\#(text)"}"#
            case .command(let json): json
            }
        let command = MMonCommand(fsid: simulation.fsid, command: [json])
        simulation.note(.asked(number, process.host.index, "\(operation)"))
        simulation.network.send(
            MessageEnvelope(command, tid: tid, source: EntityName(.client, Int64(number))), from: self,
            to: process)
        let asking = tid
        simulation.schedule(at: simulation.now + 20_000_000_000) { [unowned self] in
            guard tid == asking, request != nil else { return }
            giveUp()
        }
    }

    private func giveUp() {
        request = nil
        detach()
        think()
    }

    private func chosenProcess() -> SimulatedProcess? {
        if let process, process.isAlive, Int.random(in: 0..<20, using: &random) > 0 { return process }
        let living = simulation.hosts.compactMap(\.process)
        guard let chosen = living.randomElement(using: &random) else { return nil }
        attach(to: chosen)
        return chosen
    }

    private func attach(to process: SimulatedProcess) {
        guard self.process !== process || connection == nil else { return }
        detach()
        self.process = process
        connection = simulation.network.connect(self, to: process)
    }

    private func detach() {
        if let process, let connection { simulation.network.disconnect(connection, from: process) }
        (process, connection) = (nil, nil)
    }

    func receive(_ message: MessageEnvelope, from process: SimulatedProcess) {
        guard let ack = message.body as? MMonCommandAck, message.tid == tid, let request else { return }
        self.request = nil
        let texts = [ack.resultString, String(buffer: ack.data)].filter { !$0.isEmpty }
        simulation.note(
            .answered(process.host.index, number, "\(ack.result) \(texts.joined(separator: "\n"))"))
        simulation.judge.ended(request, ack)
        if ack.result != 0 { detach() }
        think()
    }
}

/// One read or write of a client.
struct ClientRequest {
    enum Operation: CustomStringConvertible {
        case read(String)
        case write(String, String)
        /// Any other command, as JSON.
        case command(String)

        var description: String {
            switch self {
            case .read(let register): "get \(register)"
            case .write(let register, let text): "set \(register)=\(text)"
            case .command(let json): json
            }
        }
    }
    let client: Int
    let tid: UInt64
    let operation: Operation
    let begun: Int64
    /// The newest version that any client had been told of when this began.
    let floor: UInt64
}
