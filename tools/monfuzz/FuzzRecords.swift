import ArgumentParser
import CephTypes
import CountedMalloc
import Foundation
import MonitorStore
import SeededRandom

/// `monfuzz records`: damaged records to the decoders of their types, damaged texts to their readers.
struct FuzzRecords: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records", abstract: "Damaged objects of a corpus, values of a store, and texts.",
        discussion: """
            What could be read is encoded and dumped again. Reading may take \(Bound.reading), and what \
            follows \(Bound.using); more fails, as does any error that is not the reader's own.
            """)

    @Option(help: "a folder in the layout of Ceph's object corpus") var corpus: String?
    @Option(help: "a monitor's data folder, whose values are damaged too; it is only read") var store:
        [String] = []
    @Option(help: "inputs in total") var count = 100_000
    @Option(help: "start of the random sequence") var seed: UInt64 = 1
    @Option(help: "only this type, as Ceph calls it") var type: String?
    @Option(help: "only this input of each type") var input: Int?
    @Flag(help: "print each type's share of the result") var verbose = false

    func run() throws {
        let targets = try makeTargets()
        guard !targets.isEmpty else { throw ValidationError("there is nothing to damage") }
        Limits.boundMemory(extra: 1 << 30)
        let watchdog = Watchdog(limit: .seconds(10))
        var total = Tally()
        let share = max(1, (count + targets.count - 1) / targets.count)
        for target in targets {
            var tally = Tally()
            for index in input.map({ $0..<($0 + 1) }) ?? 0..<share {
                try run(target, index, watchdog, &tally)
            }
            if verbose { print("\(target.name), \(target.seeds.count) seeds: \(tally)") }
            total.add(tally)
        }
        watchdog.end()
        print("\(targets.count) readers from seed \(seed): \(total)")
        print("\(total.inputs - total.failed) passed, \(total.failed) failed")
        if total.failed > 0 { throw ExitCode.failure }
    }

    private func makeTargets() throws -> [FuzzTarget] {
        var targets: [FuzzTarget] = []
        if let corpus {
            for type in RecordCatalog.all + [StoreTransaction.self, StoreTransaction.Operation.self] {
                var target = FuzzTarget(record: type)
                target.seeds = try FuzzTarget.objects(of: type.cephTypeName, inCorpus: corpus)
                targets.append(target)
            }
        }
        for path in store {
            for (type, values) in try FuzzTarget.values(ofStore: path) {
                if let index = targets.firstIndex(where: { $0.name == type.cephTypeName }) {
                    targets[index].seeds += values
                } else {
                    var target = FuzzTarget(record: type)
                    target.seeds = values
                    targets.append(target)
                }
            }
        }
        return (targets + FuzzTarget.texts).filter {
            !$0.seeds.isEmpty && (type == nil || $0.name == type)
        }
    }

    private func run(_ target: FuzzTarget, _ index: Int, _ watchdog: Watchdog, _ tally: inout Tally) throws {
        // Each input has a seed of its own, so that one can be repeated alone.
        let name = "\(target.name) seed \(seed) input \(index)"
        var random = SeededRandom(seed: seed &* 1_000_003 &+ UInt64(index))
        let object = target.seeds[Int.random(in: 0..<target.seeds.count, using: &random)]
        let bytes = target.damage(&random, object)
        watchdog.begin(name)
        let began = Limits.processorTime
        defer { tally.slowest = max(tally.slowest, Limits.processorTime - began) }
        tally.inputs += 1
        counted_malloc_mark()
        do {
            let use = try target.read(bytes)
            tally.note(counted_malloc_peak(), of: bytes.count, within: .reading, name)
            tally.values += 1
            counted_malloc_mark()
            try use()
            tally.note(counted_malloc_peak(), of: bytes.count, within: .using, name)
        } catch is FuzzTarget.Refusal {
            tally.note(counted_malloc_peak(), of: bytes.count, within: .reading, name)
            tally.refused += 1
        } catch {
            print("\(name): \(error)")
            tally.failed += 1
        }
    }
}

/// How many bytes an input may make a reader allocate at one time.
struct Bound: CustomStringConvertible {
    let perByte: Int
    let constant: Int

    /// A value's form in memory against its bytes, with room for what an error's path takes.
    static let reading = Bound(perByte: 64, constant: 64 << 10)
    /// Dumps name every field. A CRUSH map lists each device up to its last, which may be the
    /// ``CrushMap/deviceLimit``th.
    static let using = Bound(perByte: 512, constant: 256 << 20)

    var description: String { "\(perByte) bytes of memory a byte and \(constant >> 10) KiB" }
    func holds(_ bytes: Int, of input: Int) -> Bool { bytes <= perByte * input + constant }
}

struct Tally: CustomStringConvertible {
    var inputs = 0
    var values = 0
    var refused = 0
    var failed = 0
    var slowest = Duration.zero
    private var largestRatio = 0
    private var mostRead = 0
    private var mostUsed = 0

    mutating func note(_ peak: Int, of input: Int, within bound: Bound, _ name: String) {
        if bound.constant == Bound.reading.constant {
            mostRead = max(mostRead, peak)
            // Small inputs have a fixed cost that says nothing.
            if input > 512 { largestRatio = max(largestRatio, peak / input) }
        } else {
            mostUsed = max(mostUsed, peak)
        }
        guard !bound.holds(peak, of: input) else { return }
        print("\(name): \(peak) bytes allocated for an input of \(input)")
        failed += 1
    }

    mutating func add(_ other: Tally) {
        inputs += other.inputs
        values += other.values
        refused += other.refused
        failed += other.failed
        slowest = max(slowest, other.slowest)
        largestRatio = max(largestRatio, other.largestRatio)
        mostRead = max(mostRead, other.mostRead)
        mostUsed = max(mostUsed, other.mostUsed)
    }

    var description: String {
        "\(inputs) inputs, \(values) read, \(refused) refused; at most \(largestRatio) bytes of memory a byte of "
            + "input to read it, \(mostRead >> 10) KiB in all, and \(mostUsed >> 10) KiB to use it; "
            + "\(slowest.components.attoseconds / 1_000_000_000_000_000 + slowest.components.seconds * 1000) ms "
            + "for the slowest"
    }
}
