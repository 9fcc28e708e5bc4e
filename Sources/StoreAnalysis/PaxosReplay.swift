import CephEncoding
import CephTypes
import MonitorStore
import NIOCore

/// What the transactions of an unbroken chain leave of every key that they touch; of values, what is enough
/// to recognize them.
struct PaxosReplay {
    struct Outcome {
        let paxosVersion: UInt64
        /// Nil for a key that was erased.
        let value: Fingerprint?
    }

    struct Fingerprint: Equatable {
        let length: Int
        let crc: UInt32
        /// Of a counter: its value.
        let number: UInt64?

        init(_ value: ByteBuffer) {
            length = value.readableBytes
            crc = CRC32C.checksum(value, seed: 0)
            number = length == 8 ? value.getInteger(at: value.readerIndex, endianness: .little) : nil
        }
    }

    private(set) var outcomes: [StoreKey: Outcome] = [:]
    /// Ranges that were erased, in order.
    private(set) var erasedRanges: [(prefix: String, start: String, end: String, paxosVersion: UInt64)] = []

    init(_ chain: ClosedRange<UInt64>, in reader: any KeyValueReader) throws {
        // The chain's versions are all there: this does not count further than keys do.
        for version in chain {
            guard let value = try reader.value(of: StoreKey("paxos", "\(version)")) else { continue }
            guard let transaction = try? StoreTransaction.decode(from: value) else { continue }
            for operation in transaction.operations { apply(operation, version) }
        }
    }

    private mutating func apply(_ operation: StoreTransaction.Operation, _ version: UInt64) {
        // Paxos' own keys change beside its transactions as well.
        guard operation.prefix != "paxos" else { return }
        switch operation {
        case .put(let key, let value):
            outcomes[key] = Outcome(paxosVersion: version, value: Fingerprint(value))
        case .erase(let key):
            outcomes[key] = Outcome(paxosVersion: version, value: nil)
        case .eraseRange(let prefix, let start, let end):
            let (low, high) = (StoreKey(prefix, start), StoreKey(prefix, end))
            for key in outcomes.keys
            where !StoreKey.precedes(key, low) && StoreKey.precedes(key, high) && key.prefix == prefix {
                outcomes[key] = Outcome(paxosVersion: version, value: nil)
            }
            erasedRanges.append((prefix, start, end, version))
        case .compact:
            break
        }
    }

    /// Whether the store holds what was agreed on.
    func agrees(_ key: StoreKey, _ outcome: Outcome, in reader: any KeyValueReader) throws -> Bool {
        try reader.value(of: key).map(Fingerprint.init) == outcome.value
    }

    /// Whether a counter is what the last transaction that touched it made of it.
    func confirms(_ prefix: String, _ key: String, _ number: UInt64) -> Bool {
        outcomes[StoreKey(prefix, key)]?.value?.number == number
    }

    /// What one version's transaction left of a key.
    enum ReplayedValue {
        case put(ByteBuffer)
        case erased
        /// The version can't be read, or does not touch the key.
        case unknown
    }

    static func value(
        of key: StoreKey, after version: UInt64, in reader: any KeyValueReader
    ) throws -> ReplayedValue {
        guard let bytes = try reader.value(of: StoreKey("paxos", "\(version)")),
            let transaction = try? StoreTransaction.decode(from: bytes)
        else { return .unknown }
        var result = ReplayedValue.unknown
        for operation in transaction.operations {
            switch operation {
            case .put(key, let value): result = .put(value)
            case .erase(key): result = .erased
            case .eraseRange(key.prefix, let start, let end):
                let (low, high) = (StoreKey(key.prefix, start), StoreKey(key.prefix, end))
                if !StoreKey.precedes(key, low) && StoreKey.precedes(key, high) { result = .erased }
            default: break
            }
        }
        return result
    }
}

extension StoreChecker {
    /// That replaying the values that are there gives what the store holds.
    mutating func checkReplay(_ replay: PaxosReplay) throws {
        let keys = replay.outcomes.keys.sorted { StoreKey.precedes($0, $1) }
        for key in keys {
            guard let outcome = replay.outcomes[key], try !replay.agrees(key, outcome, in: reader) else {
                continue
            }
            try reportReplayed(key, outcome, replay)
        }
        for range in replay.erasedRanges { try checkErased(range, replay) }
    }

    private mutating func reportReplayed(
        _ key: StoreKey, _ outcome: PaxosReplay.Outcome, _ replay: PaxosReplay
    ) throws {
        let stored = try reader.value(of: key)
        if try isWrittenBesides(key, stored, outcome) { return }
        let version = outcome.paxosVersion
        let remedy = Remedy.replay(key, paxosVersion: version)
        guard let expected = outcome.value else {
            list.add(.error, key, "is there, but paxos/\(version) erased it", mend: .repair(remedy))
            return
        }
        let difference =
            stored.map { "differs from what paxos/\(version) wrote (\($0.readableBytes) bytes" }
            ?? "is not there, but paxos/\(version) wrote it (none"
        let sentence = "\(difference) for \(expected.length))"
        if try replayedIsDamaged(key, version) {
            list.add(
                .error, "paxos/\(version)", "its value for \(key) is damaged, the store's is not",
                mend: .advice("the monitor does not need it any more; it is trimmed in time"))
        } else {
            list.add(.error, key, sentence, mend: .repair(remedy))
        }
    }

    /// Keys that change without Paxos.
    private mutating func isWrittenBesides(
        _ key: StoreKey, _ stored: ByteBuffer?, _ outcome: PaxosReplay.Outcome
    ) throws -> Bool {
        // Every monitor counts by itself which full OSD map it has seen (OSDMonitor::update_from_paxos).
        if key.prefix == "osdmap", key.key == "full_latest" { return true }
        // Monitor::preinit and mkfs write these directly.
        if key.prefix == "monitor" || key.prefix == "mkfs" || key.prefix == "mon_sync" { return true }
        guard key.key == "last_committed", let agreed = outcome.value?.number,
            let number = stored.map(PaxosReplay.Fingerprint.init)?.number, number > agreed,
            scan.usable(key.prefix).run(containing: number)?.contains(agreed) == true
        else { return key.key == "latest" && key.prefix == "monmap" }
        // `ceph-mon --inject-monmap` and `ceph-monstore-tool` add versions so.
        list.add(
            key.prefix == "monmap" ? .info : .warning, key,
            "is \(number), Paxos agreed on \(agreed): a tool added \(number - agreed) of them")
        return true
    }

    /// Whether the value within a Paxos version does not decode, and that in the store does.
    private func replayedIsDamaged(_ key: StoreKey, _ version: UInt64) throws -> Bool {
        guard let type = Self.type(of: key), !scan.damaged.contains(key), try reader.value(of: key) != nil,
            case .put(let value) = try PaxosReplay.value(of: key, after: version, in: reader)
        else { return false }
        guard let record = try? type.decode(from: value) else { return true }
        return (record as? OSDMap.Incremental)?.verifiedCRC == false
    }

    private mutating func checkErased(
        _ range: (prefix: String, start: String, end: String, paxosVersion: UInt64), _ replay: PaxosReplay
    ) throws {
        let cursor = try reader.makeCursor()
        let end = StoreKey(range.prefix, range.end).combined
        try cursor.seek(StoreKey(range.prefix, range.start).combined)
        while cursor.isValid, cursor.rawKey.lexicographicallyPrecedes(end) {
            let key = StoreKey(combined: cursor.rawKey)
            if replay.outcomes[key] == nil {
                list.add(
                    .error, key, "is there, but paxos/\(range.paxosVersion) erased it",
                    mend: .repair(.replay(key, paxosVersion: range.paxosVersion)))
            }
            try cursor.next()
        }
    }
}
