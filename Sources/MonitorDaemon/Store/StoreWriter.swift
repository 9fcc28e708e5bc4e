import CephEncoding
import Dispatch
import MonitorStore
import NIOConcurrencyHelpers

/// Writes the store, on a queue of its own. What is waiting is written together, with one sync for all of it.
///
/// Compactions have another one, so that commits don't wait for them.
final class StoreWriter: Sendable {
    /// Told, where it was written, which jobs are done, or why none of these is; and how long it took.
    typealias Completion = @Sendable (_ jobs: [UInt64], _ error: StoreError?, _ time: Duration) -> Void

    struct Job: Sendable {
        let id: UInt64
        let transaction: StoreTransaction
        let sync: Bool
    }

    private let store: LevelDBStore
    private let waiting = NIOLockedValueBox<[Job]>([])
    private let writer = DispatchQueue(label: "store-writer", qos: .userInitiated)
    private let compactor = DispatchQueue(label: "store-compactor")
    private let ranges = NIOLockedValueBox(CompactionQueue())
    private let completion: Completion

    init(store: LevelDBStore, completion: @escaping Completion) {
        self.store = store
        self.completion = completion
    }

    /// Queues transactions. Jobs are applied in the order of these calls.
    func submit(_ jobs: [Job]) {
        let wasEmpty = waiting.withLockedValue { waiting in
            defer { waiting += jobs }
            return waiting.isEmpty
        }
        if wasEmpty { writer.async { [self] in write(takeWaiting(), completion) } }
    }

    private func takeWaiting() -> [Job] {
        waiting.withLockedValue { waiting in
            defer { waiting = [] }
            return waiting
        }
    }

    /// Writes on the caller's thread, before this returns. Only for a caller that knows that nothing is queued.
    func writeNow(
        _ jobs: [Job], _ completion: (_ jobs: [UInt64], _ error: StoreError?, _ time: Duration) -> Void
    ) {
        write(jobs, completion)
    }

    /// Compacts prefixes, or everything, while writes go on.
    func compact(_ prefixes: [String]?, _ done: @escaping @Sendable (StoreError?) -> Void) {
        store.counters.queuedCompactions.add()
        compactor.async { [store] in
            store.counters.queuedCompactions.subtract()
            done(
                StoreWriter.catching {
                    guard let prefixes else { return try store.compactAll() }
                    for prefix in prefixes { try store.compact(prefix: prefix) }
                })
        }
    }

    /// Returns when all that waits is written.
    func close() {
        writer.sync {}
        compactor.sync {}
    }

    /// Puts as many jobs into one batch as may be together.
    private func write(
        _ jobs: [Job], _ completion: (_ jobs: [UInt64], _ error: StoreError?, _ time: Duration) -> Void
    ) {
        var group: [Job] = []
        var batch = WriteBatch()
        func flush() {
            guard !group.isEmpty else { return }
            let sync = group.contains(where: \.sync)
            let began = ContinuousClock.now
            let error = StoreWriter.catching { try store.write(batch, sync: sync) }
            completion(group.map(\.id), error, ContinuousClock.now - began)
            if error == nil { startCompactions(of: group) }
            group = []
            batch = WriteBatch()
        }
        for job in jobs {
            if job.transaction.erasesRanges { flush() }
            let error = StoreWriter.catching { try store.append(job.transaction, to: &batch) }
            if let error {
                flush()
                completion([job.id], error, .zero)
                continue
            }
            group.append(job)
        }
        flush()
    }

    private func startCompactions(of jobs: [Job]) {
        for job in jobs {
            for range in job.transaction.compactions { startCompaction(from: range.from, to: range.to) }
        }
    }

    private func startCompaction(from: [UInt8], to: [UInt8]) {
        switch ranges.withLockedValue({ $0.add(from: from, to: to) }) {
        case .known: return
        case .merged: return store.counters.mergedCompactions.add()
        case .added: store.counters.queuedCompactions.add()
        }
        compactor.async { [self] in
            store.counters.queuedCompactions.subtract()
            guard let range = ranges.withLockedValue({ $0.next() }) else { return }
            // It changes no value. If it fails the disk does, and the next write says so.
            _ = StoreWriter.catching { try store.compact(from: range.from, to: range.to) }
        }
    }

    private static func catching(_ body: () throws -> Void) -> StoreError? {
        do {
            try body()
            return nil
        } catch let error as StoreError {
            return error
        } catch {
            return StoreError(.inputOutput, "\(error)")
        }
    }
}
