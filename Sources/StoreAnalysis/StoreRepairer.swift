import CephTypes
import MonitorStore
import NIOCore

/// Mends what a check says can be mended: one kind of damage after the other, with a new check between,
/// until nothing is left that it could do.
public struct StoreRepairer {
    private let store: any KeyValueReader
    private let files: StoreChecker.SmallFiles?
    private var tried: Set<Remedy> = []
    /// Things done.
    public private(set) var count = 0

    public typealias Apply = (StoreTransaction) throws -> Void
    public typealias Tell = (String) throws -> Void

    public init(_ store: any KeyValueReader, files: StoreChecker.SmallFiles? = nil) {
        self.store = store
        self.files = files
    }

    /// - Parameters:
    ///   - first: what a check has just said, if there was one.
    ///   - apply: changes the store.
    ///   - tell: gets each thing before it is done, and what could not be.
    /// - Returns: what a check says afterwards.
    public mutating func run(after first: CheckReport? = nil, apply: Apply, tell: Tell) throws -> CheckReport
    {
        var known = first
        while true {
            let report = try known ?? StoreChecker.check(store, files: files)
            known = nil
            let remedies = report.findings.flatMap(\.remedies).filter { !tried.contains($0) }
            guard let stage = remedies.map(\.stage).min() else { return report }
            for remedy in remedies where remedy.stage == stage && tried.insert(remedy).inserted {
                try mend(remedy, apply, tell)
            }
        }
    }

    private mutating func mend(_ remedy: Remedy, _ apply: Apply, _ tell: Tell) throws {
        if case .eraseVersions(let prefix, let infix, let from, let through) = remedy {
            try tell(remedy.description)
            try erase(prefix, infix, from...max(from, through), apply)
        } else if let transaction = try transaction(for: remedy) {
            try tell(remedy.description)
            try apply(transaction)
        } else {
            try tell("\(remedy): not done, what it is made of can't be read")
            return
        }
        count += 1
    }

    private func transaction(for remedy: Remedy) throws -> StoreTransaction? {
        var transaction = StoreTransaction()
        switch remedy {
        case .put(let key, let number): transaction.put(key.prefix, key.key, version: number)
        case .erase(let key): transaction.erase(key.prefix, key.key)
        case .eraseVersions: return nil
        case .replay(let key, let version):
            switch try PaxosReplay.value(of: key, after: version, in: store) {
            case .put(let value): transaction.put(key.prefix, key.key, value)
            case .erased: transaction.erase(key.prefix, key.key)
            case .unknown: return nil
            }
        case .restartLog(let version):
            transaction.put("paxos", "\(version)", StoreTransaction().encoded())
            transaction.put("paxos", "first_committed", version: version)
        case .rebuildFullMap(let epoch):
            guard let bytes = try OSDMapRebuild.bytes(of: epoch, in: store) else { return nil }
            transaction.put("osdmap", "full_\(epoch)", bytes)
        }
        return transaction
    }

    /// Erases the keys that are there, some at a time, so that what is kept for undoing it stays small.
    private func erase(
        _ prefix: String, _ infix: String, _ range: ClosedRange<UInt64>, _ apply: Apply
    ) throws {
        let keys = try store.keys(of: prefix).filter { key in
            let number = infix.isEmpty ? versionNumber(key) : fullNumber(key)
            return number.map(range.contains) == true
        }
        for start in stride(from: 0, to: keys.count, by: 1000) {
            var transaction = StoreTransaction()
            for key in keys[start..<min(start + 1000, keys.count)] { transaction.erase(prefix, key) }
            try apply(transaction)
        }
    }
}
