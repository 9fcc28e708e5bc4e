import ArgumentParser
import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import SeededRandom

/// `monfuzz records`: mutated objects of a corpus to the decoders of their types.
struct FuzzRecords: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records", abstract: "Mutated corpus objects, every type in turn.")

    @Option(help: "a folder in the layout of Ceph's object corpus") var corpus: String
    @Option(help: "inputs in total") var count = 100_000
    @Option(help: "start of the random sequence") var seed: UInt64 = 1
    @Option(help: "only this type") var type: String?

    func run() throws {
        let types = (RecordCatalog.all + [StoreTransaction.self, StoreTransaction.Operation.self])
            .filter { type == nil || $0.cephTypeName == type }
        let families = try types.compactMap { type -> Family? in
            let objects = try Family.objects(of: type, in: corpus)
            return objects.isEmpty ? nil : Family(type: type, objects: objects)
        }
        guard !families.isEmpty else { throw ValidationError("\(corpus) holds no objects of these types") }
        Limits.boundMemory(extra: 1 << 30)
        let watchdog = Watchdog(limit: .seconds(5))
        var tally = Tally()
        let share = max(1, count / families.count)
        for family in families {
            for index in 0..<share { try run(family, index, watchdog, &tally) }
        }
        watchdog.end()
        print(
            "\(tally.inputs) inputs to \(families.count) decoders from seed \(seed): \(tally.values) values, "
                + "\(tally.refused) refused; at most \(tally.largestRatio) bytes kept a byte of input")
        print("\(tally.inputs) passed, 0 failed")
    }

    private func run(_ family: Family, _ index: Int, _ watchdog: Watchdog, _ tally: inout Tally) throws {
        // Each input has a seed of its own, so that one can be repeated alone.
        let name = "\(family.type.cephTypeName) seed \(seed) input \(index)"
        var random = SeededRandom(seed: seed &* 1_000_003 &+ UInt64(index))
        let object = family.objects[Int.random(in: 0..<family.objects.count, using: &random)]
        let bytes = ByteBuffer(bytes: random.damage(object))
        watchdog.begin(name)
        let before = Limits.allocated
        do {
            let value = try family.type.decode(from: bytes)
            let kept = max(0, Limits.allocated - before)
            tally.note(kept: kept, input: bytes.readableBytes)
            _ = CephEncoder.encode(value)
            tally.values += 1
        } catch is CephDecodingError {
            tally.refused += 1
        }
        tally.inputs += 1
    }

    private struct Tally {
        var inputs = 0
        var values = 0
        var refused = 0
        var largestRatio = 0

        mutating func note(kept: Int, input: Int) {
            // Small inputs have a fixed cost that says nothing.
            guard input > 512 else { return }
            largestRatio = max(largestRatio, kept / input)
        }
    }

    private struct Family {
        let type: any CephRecord.Type
        let objects: [[UInt8]]

        static func objects(of type: any CephRecord.Type, in corpus: String) throws -> [[UInt8]] {
            let files = FileManager.default
            let root = files.fileExists(atPath: "\(corpus)/archive") ? "\(corpus)/archive" : corpus
            var objects: [[UInt8]] = []
            for version in try files.contentsOfDirectory(atPath: root).sorted() {
                let folder = "\(root)/\(version)/objects/\(type.cephTypeName)"
                for name in ((try? files.contentsOfDirectory(atPath: folder)) ?? []).sorted() {
                    guard let bytes = files.contents(atPath: "\(folder)/\(name)"), bytes.count < 1 << 20
                    else { continue }
                    objects.append(Array(bytes))
                }
            }
            return objects
        }
    }
}
