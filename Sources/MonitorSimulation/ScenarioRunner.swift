import CephMessages
import Monitor
import MonitorStore
import NIOCore

/// Carries out the commands of a ``ScenarioScript``.
final class ScenarioRunner {
    private var simulation: Simulation?
    private var shown = 0
    private var answersShown = 0
    private var logShown = 0
    private var client = 0

    private func cluster() throws -> Simulation {
        guard let simulation else { throw ScenarioError(description: "a script begins with `monitors N`") }
        return simulation
    }

    func run(_ line: String) throws -> [String] {
        let words = line.split(separator: " ").map(String.init)
        guard let command = words.first, !command.hasPrefix("#") else { return [] }
        let rest = Array(words.dropFirst())
        switch command {
        case "monitors": try create(rest)
        case "start": for host in try hosts(rest) { try start(host) }
        case "crash": for host in try hosts(rest) { try cluster().takeDown(host) }
        case "die": try die(rest)
        case "wipe": for host in try hosts(rest) { try cluster().replaceDisk(of: host) }
        case "cut": try cut(rest)
        case "heal": try cluster().network.openAll()
        case "lose": try lose(rest)
        case "move": try move(rest)
        case "damage": try damage(rest)
        // As `quorum exit` and `quorum enter` do through the monitor's own socket.
        case "exit": for host in try hosts(rest) { host.process?.run { host.process?.monitor.exitQuorum() } }
        case "enter":
            for host in try hosts(rest) { host.process?.run { host.process?.monitor.enterQuorum() } }
        case "clock": try host(rest.first).clockError += Int64((Double(rest.last ?? "") ?? 0) * 1e9)
        case "pause": try host(rest.first).pausedUntil = cluster().now + nanoseconds(rest.last)
        case "run": try cluster().run(seconds: Double(rest.first ?? "") ?? 1)
        case "wait": return try wait(rest)
        case "ask": try ask(rest)
        case "write", "read", "ceph": return try askAndWait([command] + rest)
        case "answers": return try answers()
        case "state": return try state()
        case "disks": return try disks()
        case "log": return try log(rest)
        case "messages": return try messages(rest)
        default: throw ScenarioError(description: "there is no command «\(command)»")
        }
        if let violation = try cluster().violation { return ["VIOLATED \(violation)"] }
        return []
    }

    private func start(_ host: SimulatedHost) throws {
        host.isRetired = false
        try cluster().start(host)
    }

    private func nanoseconds(_ word: String?) -> Int64 { Int64((word.flatMap(Double.init) ?? 0) * 1e9) }

    private func host(_ name: String?) throws -> SimulatedHost {
        guard let host = try cluster().hosts.first(where: { $0.name == name }) else {
            throw ScenarioError(description: "there is no monitor «\(name ?? "")»")
        }
        return host
    }

    private func hosts(_ names: [String]) throws -> [SimulatedHost] {
        names.isEmpty ? try cluster().hosts : try names.map { try host($0) }
    }

    // MARK: What happens

    /// `monitors 3`, `monitors 3 paxos_min=5`
    private func create(_ words: [String]) throws {
        var plan = SimulationPlan(seed: 1, monitors: words.first.flatMap { Int($0) } ?? 3, clients: 9)
        plan.slowestMessage = 200_000
        for setting in words.dropFirst() {
            let parts = setting.split(separator: "=").map(String.init)
            let number = parts.last.flatMap { UInt64($0) } ?? 0
            switch parts.first {
            case "paxos_min": plan.tunables.paxosMin = number
            case "paxos_trim_min": plan.tunables.paxosTrimMin = number
            case "sync_keys": plan.tunables.syncMaxPayloadKeys = Int(number)
            case "mon_fast_failover": plan.tunables.fastFailover = number > 0
            default: throw ScenarioError(description: "there is no setting «\(setting)»")
            }
        }
        let simulation = try Simulation(plan)
        simulation.isTracing = true
        simulation.logLevel = -1
        self.simulation = simulation
    }

    /// `die a before write 2`, `die a after write 1`
    private func die(_ words: [String]) throws {
        guard words.count == 4, let number = Int64(words[3]), number > 0 else {
            throw ScenarioError(description: "die NAME before|after write N")
        }
        try cluster().planDeath(of: host(words[0]), at: number, isAfter: words[1] == "after")
    }

    /// `cut a | b c`
    private func cut(_ words: [String]) throws {
        let sides = words.split(separator: "|", omittingEmptySubsequences: false).map { Array($0) }
        guard sides.count == 2 else { throw ScenarioError(description: "cut NAME… | NAME…") }
        for one in try sides[0].map({ try host($0) }) {
            for other in try sides[1].map({ try host($0) }) {
                try cluster().network.shut(one.index, other.index)
                try cluster().network.shut(other.index, one.index)
            }
        }
    }

    /// `lose commit`, `lose commit from a to c`, `lose nothing`
    private func lose(_ words: [String]) throws {
        guard let what = words.first, what != "nothing" else {
            try cluster().messageFilter = nil
            return
        }
        func index(behind word: String) throws -> Int? {
            guard let place = words.firstIndex(of: word), place + 1 < words.count else { return nil }
            return try host(words[place + 1]).index
        }
        let (from, to) = (try index(behind: "from"), try index(behind: "to"))
        try cluster().messageFilter = { message, sender, receiver in
            Self.kind(message) == what && (from ?? sender) == sender && (to ?? receiver) == receiver
        }
    }

    static func kind(_ message: any CephMessage) -> String {
        switch message {
        case let message as MMonElection: "\(message.op)"
        case let message as MMonPaxos: "\(message.op)"
        case let message as MMonProbe: message.op == .probe ? "probe" : "probe_\(message.op)"
        case let message as MMonSync: "sync_\(message.op)"
        case is MForward: "forward"
        case is MRoute: "route"
        default: "\(type(of: message))"
        }
    }

    /// `wait quorum a b c`, `wait leader b`, `wait write` (that all asked is answered)
    private func wait(_ words: [String]) throws -> [String] {
        let simulation = try cluster()
        let names = Array(words.dropFirst())
        let wanted = names.isEmpty ? simulation.names : names
        simulation.run(seconds: 60) {
            switch words.first {
            case "leader":
                simulation.hosts.contains { $0.process?.monitor.isLeader == true && wanted.contains($0.name) }
            default:
                simulation.hosts.contains {
                    guard let monitor = $0.process?.monitor, monitor.isLeader else { return false }
                    return monitor.quorumNames == wanted && monitor.paxos.isActive
                }
            }
        }
        // Until the leader's lease has reached all.
        simulation.run(seconds: 0.01)
        return try state()
    }

    /// `ask write r1 text via b`, `ask read r1 via b`
    private func ask(_ words: [String]) throws {
        guard let place = words.firstIndex(of: "via"), place + 1 < words.count, place >= 2 else {
            throw ScenarioError(
                description: "ask write REGISTER TEXT via NAME, or ask read REGISTER via NAME")
        }
        guard let process = try host(words[place + 1]).process else {
            throw ScenarioError(description: "mon.\(words[place + 1]) is down")
        }
        let simulation = try cluster()
        let asker = simulation.clients[client % simulation.clients.count]
        asker.stop()
        client += 1
        let operation: ClientRequest.Operation =
            switch words[0] {
            case "ceph": .command(Self.json(words[1..<place]))
            case "write" where place > 2: .write(words[1], words[2])
            default: .read(words[1])
            }
        asker.ask(operation, of: process)
    }

    /// `mon rm name=c`: words, and arguments by their names.
    private static func json(_ words: ArraySlice<String>) -> String {
        let prefix = words.filter { !$0.contains("=") }.joined(separator: " ")
        let arguments = words.filter { $0.contains("=") }.map { word in
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            return #","\#(parts[0])":"\#(parts.last ?? "")""#
        }
        return #"{"prefix":"\#(prefix)"\#(arguments.joined())}"#
    }

    /// `move c 10.0.0.9`: to another address; it is down then.
    private func move(_ words: [String]) throws {
        guard words.count == 2 else { throw ScenarioError(description: "move NAME ADDRESS") }
        try cluster().takeDown(host(words[0]))
        try host(words[0]).move(to: words[1])
    }

    /// `damage c sim register_r1 text`: another value on a disk, which nobody wrote.
    private func damage(_ words: [String]) throws {
        guard words.count == 4 else { throw ScenarioError(description: "damage NAME PREFIX KEY VALUE") }
        var transaction = StoreTransaction()
        transaction.put(words[1], words[2], ByteBuffer(string: words[3]))
        try host(words[0]).disk.apply(transaction, sync: true)
    }

    private func askAndWait(_ words: [String]) throws -> [String] {
        let simulation = try cluster()
        _ = try answers()
        try ask(words)
        let before = simulation.trace.count
        simulation.run(seconds: 15) {
            simulation.trace[before...].contains { if case .answered = $0.what { true } else { false } }
        }
        let found = try answers()
        return found.isEmpty ? ["no answer"] : found
    }

    // MARK: What is seen

    private func answers() throws -> [String] {
        let simulation = try cluster()
        defer { answersShown = simulation.trace.count }
        return simulation.trace[answersShown...].flatMap { event -> [String] in
            guard case .answered(let host, _, let text) = event.what else { return [] }
            let lines = text.split(separator: "\n").map(String.init)
            return ["\(simulation.names[host]) answers \(lines.first ?? "")"] + lines.dropFirst()
        }
    }

    /// `log a clock skew`: the lines of the cluster log that a monitor wrote down and that have these words, without
    /// what follows them; since the last `log a`, which shows nothing.
    private func log(_ words: [String]) throws -> [String] {
        let (simulation, index) = (try cluster(), try host(words.first).index)
        if words.count == 1 { logShown = simulation.trace.count }
        return simulation.trace[logShown...].compactMap {
            guard case .clusterLog(index, let line) = $0.what else { return nil }
            let place = line.firstRange(of: words.dropFirst().joined(separator: " "))
            return place.map { String(line[..<$0.upperBound]) }
        }
    }

    private func state() throws -> [String] {
        try cluster().hosts.map { host in
            guard let monitor = host.process?.monitor else { return "\(host.name) down" }
            guard monitor.isInQuorum else { return "\(host.name) \(monitor.state.rawValue)" }
            return "\(host.name) \(monitor.state.rawValue) epoch \(monitor.electionEpoch)"
                + " quorum \(monitor.quorumNames.joined(separator: ",")) v\(monitor.paxos.lastCommitted)"
                + " \(monitor.paxos.state.rawValue)"
        }
    }

    private func disks() throws -> [String] {
        try cluster().hosts.map { host in
            func number(_ key: String) -> UInt64 { host.disk.number("paxos", key) }
            let last = number("last_committed")
            let pending = number("pending_v") > last ? ", accepted v\(number("pending_v"))" : ""
            return
                "\(host.name) v\(number("first_committed"))..\(last)\(pending), pn \(number("accepted_pn"))"
        }
    }

    /// `messages`, `messages election`: those since the last time.
    private func messages(_ words: [String]) throws -> [String] {
        let simulation = try cluster()
        defer { shown = simulation.trace.count }
        return simulation.trace[shown...].compactMap { event in
            let (from, to, message): (Int, Int, any CephMessage)
            var isLost = false
            switch event.what {
            case .arrived(let sender, let receiver, let body): (from, to, message) = (sender, receiver, body)
            case .lost(let sender, let receiver, let body):
                (from, to, message) = (sender, receiver, body)
                isLost = true
            default: return nil
            }
            if let family = words.first, !Self.belongs(message, to: family) { return nil }
            let names = simulation.names
            return "\(names[from]) → \(names[to]) \(SequenceDiagram.label(message))\(isLost ? ", lost" : "")"
        }
    }

    private static func belongs(_ message: any CephMessage, to family: String) -> Bool {
        switch family {
        case "election": message is MMonElection
        case "paxos": message is MMonPaxos
        case "probe": message is MMonProbe
        case "sync": message is MMonSync
        case "forward": message is MForward || message is MRoute
        default: false
        }
    }
}
