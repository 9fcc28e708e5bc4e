import CephEncoding
import CephTypes
import Foundation
import MonitorStore
import NIOCore
import SeededRandom

/// Something that reads what others wrote: a record's decoder, or a reader of text.
struct FuzzTarget {
    let name: String
    /// What is damaged.
    var seeds: [[UInt8]]
    let damage: (inout SeededRandom, [UInt8]) -> [UInt8]
    /// Reads an input.
    /// - Returns: what the programs do with such a value next.
    /// - Throws: an error of the reader's own (``isRefusal(_:)``) for input that is none; any other fails the run.
    let read: ([UInt8]) throws -> () throws -> Void

    /// What reading may allocate, and what follows.
    var reading = Bound.reading
    var using = Bound.using

    /// Whether a reader said cleanly that this is no such thing.
    static func isRefusal(_ error: any Error) -> Bool {
        error is CephDecodingError || error is CrushTextError || error is KeyRingError
            || error is CapSyntaxError
    }

    /// Objects larger than this make too slow seeds.
    static let largestSeed = 1 << 20
    /// Stores hold many versions of one record.
    static let seedsOfAStore = 256
}

// MARK: Records

extension FuzzTarget {
    init(record type: any CephRecord.Type) {
        name = type.cephTypeName
        seeds = []
        if type is PGMap.Type { reading = .readingReports }
        if type is CrushMap.Type || type is OSDMap.Type || type is OSDMap.Incremental.Type {
            using = .usingDevices
        }
        damage = { Bool.random(using: &$0) ? $0.damage($1) : $0.damageInPlace($1) }
        read = { bytes in
            let value = try type.decode(from: ByteBuffer(bytes: bytes))
            return { Self.use(value) }
        }
    }

    /// What the tools do with any record that they read, and with some.
    private static func use(_ value: any CephRecord) {
        _ = value.encoded()
        _ = value.encoded(features: [])
        _ = CephFormatter.format(value, as: .json)
        switch value {
        case let map as OSDMap:
            _ = map.printed
            let mapper = PGMapper(map)
            for (number, pool) in map.pools.elements.prefix(4) {
                for seed in 0..<min(pool.pgNum, 4) { mapper.locate(PGID(pool: number, seed: seed)) }
            }
        case let map as CrushMap: _ = try? map.decompiled()
        default: break
        }
    }

    /// The objects of a folder in the layout of Ceph's object corpus, by type.
    static func objects(of type: String, inCorpus corpus: String) throws -> [[UInt8]] {
        let files = FileManager.default
        let root = files.fileExists(atPath: "\(corpus)/archive") ? "\(corpus)/archive" : corpus
        var objects: [[UInt8]] = []
        for version in try files.contentsOfDirectory(atPath: root).sorted() {
            let folder = "\(root)/\(version)/objects/\(type)"
            for name in ((try? files.contentsOfDirectory(atPath: folder)) ?? []).sorted() {
                guard let bytes = files.contents(atPath: "\(folder)/\(name)"), bytes.count < largestSeed
                else { continue }
                objects.append(Array(bytes))
            }
        }
        return objects
    }

    /// The values of a monitor's store that have a form, by the type of their record.
    static func values(ofStore path: String) throws -> [(type: any CephRecord.Type, values: [[UInt8]])] {
        var found: [String: (type: any CephRecord.Type, values: [[UInt8]])] = [:]
        let store = try SnapshotStore(path: try MonitorDirectory(path: path).database)
        try store.forEach { prefix, key, value in
            let type = StoredValues.type(prefix: String(cephBytes: prefix), key: String(cephBytes: key))
            if let type, value.count < largestSeed {
                var entry = found[type.cephTypeName] ?? (type, [])
                if entry.values.count < seedsOfAStore { entry.values.append(Array(value)) }
                found[type.cephTypeName] = entry
            }
            return true
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }
}

// MARK: Texts

extension FuzzTarget {
    private init(
        text name: String, seeds: [String], using: Bound = .using,
        read: @escaping (String) throws -> () throws -> Void
    ) {
        self.name = name
        self.seeds = seeds.map(\.cephBytes)
        self.using = using
        reading = .readingText
        damage = { $0.damageText($1) }
        self.read = { try read(String(cephBytes: $0)) }
    }

    static var texts: [FuzzTarget] {
        var targets = [
            FuzzTarget(text: "CRUSH text", seeds: SeedTexts.crush, using: .usingDevices) { text in
                let map = try CrushMap(text: text)
                return { use(map) }
            },
            FuzzTarget(text: "keyring text", seeds: SeedTexts.keyRings) { text in
                let ring = try KeyRing(bytes: ByteBuffer(bytes: text.cephBytes))
                return { _ = (ring.plain, ring.binary, ring.listing) }
            },
        ]
        for (service, seeds) in SeedTexts.capabilities {
            targets.append(
                FuzzTarget(text: "\(service) capability", seeds: seeds) { text in
                    try CapsValidation.validate(service: service, text: text)
                    guard service == "mon" else { return {} }
                    let cap = try MonCap(text)
                    return {
                        _ = cap.description
                        _ = cap.isCapable(
                            AuthEntityName("client.a") ?? AuthEntityName(), service: "config-key",
                            command: "config-key set", arguments: ["key": "mgr/a"], needs: .all,
                            peer: EntityAddress())
                    }
                })
        }
        return targets
    }
}
