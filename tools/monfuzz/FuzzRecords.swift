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
            What could be read is encoded and dumped again. Reading may take \(Bound.reading) \
            (texts twice as much a byte), and what follows \(Bound.using), or \(Bound.usingDevices) where \
            there is a CRUSH map; more fails, as does any error that is not the reader's own.
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
        defer { tally.noteTime(Limits.processorTime - began, name) }
        tally.inputs += 1
        counted_malloc_mark()
        do {
            let use = try target.read(bytes)
            tally.noteReading(counted_malloc_peak(), of: bytes.count, within: target.reading, name)
            tally.values += 1
            counted_malloc_mark()
            try use()
            tally.noteUsing(counted_malloc_peak(), of: bytes.count, within: target.using, name)
        } catch  where FuzzTarget.isRefusal(error) {
            tally.noteReading(counted_malloc_peak(), of: bytes.count, within: target.reading, name)
            tally.refused += 1
        } catch {
            print("\(name): \(error)")
            tally.failed += 1
        }
    }
}
