import Monitor
import SeededRandom

/// What goes wrong in a run, and when.
public struct PlannedFault: Sendable, CustomStringConvertible {
    public enum Kind: String, CaseIterable, Sendable {
        case crash
        case crashAtWrite = "crash-at-write"
        case partition
        case oneWay = "one-way"
        case flap, pause
        case clock
        case slowDisk = "slow-disk"
        case diskFull = "disk-full"
        case wipe
        case oldStore = "old-store"
        case reset
        case membership
        /// The power of several hosts fails at one moment.
        case powerCut = "power-cut"
        /// A monitor is down for a while, and dies or stands still again at one of its first writes.
        case crashAgain = "crash-again"
    }

    public var kind: Kind
    /// Nanoseconds since the run began.
    public var time: Int64
    /// How long it lasts.
    public var span: Int64
    /// Whom it hits.
    public var host: Int
    /// Another one, or a set of hosts as bits.
    public var other: Int
    /// A number that the kind has a use for.
    public var amount: Int64

    public var description: String {
        let (at, long) = (Double(time) / 1e9, Double(span) / 1e9)
        return "\(kind.rawValue) at \(at) s for \(long) s host \(host) other \(other) amount \(amount)"
    }
}

/// Everything that a run depends on: the same plan gives the same run.
public struct SimulationPlan: Sendable {
    public var seed: UInt64
    public var monitors: Int
    /// Nanoseconds in which faults happen; then all is mended, and the end is judged.
    public var span: Int64
    public var clients: Int
    /// A client's pause between requests, at most.
    public var thinkTime: Int64 = 400_000_000
    public var tunables = MonitorTunables()
    public var events: [PlannedFault] = []
    /// Parts of a million messages.
    public var loss = 0
    public var duplication = 0
    public var reordering = 0
    public var slowestMessage: Int64 = 1_000_000
    /// Planted into every monitor.
    public var faults: Set<PlantedFault> = []

    /// A run without faults.
    public init(seed: UInt64, monitors: Int = 3, seconds: Int = 120, clients: Int = 3) {
        self.seed = seed
        self.monitors = monitors
        self.clients = clients
        span = Int64(seconds) * 1_000_000_000
    }

    /// A run with the faults that its seed makes, of the kinds that are wanted.
    public init(
        seed: UInt64, monitors: Int, seconds: Int, clients: Int = 3, kinds: Set<PlannedFault.Kind>
    ) {
        self.init(seed: seed, monitors: monitors, seconds: seconds, clients: clients)
        var random = SeededRandom(seed: seed &* 7919 &+ 13)
        // A short log makes peers fall behind it.
        if Bool.random(using: &random) {
            tunables.paxosMin = UInt64.random(in: 5...40, using: &random)
            tunables.paxosTrimMin = UInt64.random(in: 2...15, using: &random)
            tunables.serviceTrimMin = 4
        }
        tunables.syncMaxPayloadKeys = Int.random(in: 3...40, using: &random)
        if Int.random(in: 0..<4, using: &random) == 0 {
            loss = Int.random(in: 0...20_000, using: &random)
            duplication = Int.random(in: 0...20_000, using: &random)
            reordering = Int.random(in: 0...50_000, using: &random)
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            slowestMessage = Int64.random(in: 1_000_000...400_000_000, using: &random)
        }
        if monitors > 1 { events = Self.makeEvents(&random, monitors, span, kinds) }
    }

    private static func makeEvents(
        _ random: inout SeededRandom, _ monitors: Int, _ span: Int64, _ kinds: Set<PlannedFault.Kind>
    ) -> [PlannedFault] {
        let offered = PlannedFault.Kind.allCases.filter { kinds.contains($0) }
        // A run has few kinds of faults: so each of them is met often.
        let chosen = (0..<3).compactMap { _ in offered.randomElement(using: &random) }
        guard !chosen.isEmpty else { return [] }
        var events: [PlannedFault] = []
        var time = Int64.random(in: 1_000_000_000...8_000_000_000, using: &random)
        while time < span {
            guard let kind = chosen.randomElement(using: &random) else { break }
            let isShort = Bool.random(using: &random)
            events.append(
                PlannedFault(
                    kind: kind, time: time,
                    span: Int64.random(
                        in: 1_000_000...(isShort ? 2_000_000_000 : 25_000_000_000), using: &random),
                    host: Int.random(in: 0..<monitors, using: &random),
                    other: Int.random(in: 0..<(1 << monitors), using: &random),
                    amount: Int64.random(in: 0...1_000_000, using: &random)))
            time += Int64.random(
                in: 1_000_000...(Bool.random(using: &random) ? 1_000_000_000 : 20_000_000_000), using: &random
            )
        }
        return events
    }
}
