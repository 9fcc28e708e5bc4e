import CephEncoding
import Foundation
import MonitorStore
import NIOConcurrencyHelpers

/// Writes the store, on a thread of its own. What is waiting is written together, with one sync for all of it.
///
/// Compactions run on a thread of their own, so that commits don't wait for them.
final class StoreWriter: Sendable {
    /// Told, on the thread that wrote, which jobs are done, or why none of these is; and how long it took.
    typealias Completion = @Sendable (_ jobs: [UInt64], _ error: StoreError?, _ time: Duration) -> Void

    struct Job: Sendable {
        let id: UInt64
        let transaction: StoreTransaction
        let sync: Bool
    }

    private struct Queue: Sendable {
        var jobs: [Job] = []
        var isClosed = false
    }

    private let store: LevelDBStore
    private let queue = NIOLockedValueBox(Queue())
    private let wakeUp = DispatchSemaphore(value: 0)
    private let closed = DispatchSemaphore(value: 0)
    private let compactor = DispatchQueue(label: "store-compactor")
    private let completion: Completion

    init(store: LevelDBStore, completion: @escaping Completion) {
        self.store = store
        self.completion = completion
        let thread = Thread { [self] in run() }
        thread.name = "store-writer"
        thread.start()
    }

    /// Queues transactions. Jobs are applied in the order of these calls.
    func submit(_ jobs: [Job]) {
        let wasEmpty = queue.withLockedValue { queue in
            defer { queue.jobs += jobs }
            return queue.jobs.isEmpty
        }
        if wasEmpty { wakeUp.signal() }
    }

    /// Writes on the caller's thread, before this returns. Only for a caller that knows that nothing is queued.
    func writeNow(
        _ jobs: [Job], _ completion: (_ jobs: [UInt64], _ error: StoreError?, _ time: Duration) -> Void
    ) {
        write(jobs, completion)
    }

    /// Compacts prefixes, or everything, while writes go on.
    func compact(_ prefixes: [String]?, _ done: @escaping @Sendable (StoreError?) -> Void) {
        compactor.async { [store] in
            done(
                StoreWriter.catching {
                    guard let prefixes else { return try store.compactAll() }
                    for prefix in prefixes { try store.compact(prefix: prefix) }
                })
        }
    }

    /// Writes what waits, then ends the thread; returns when it has ended.
    func close() {
        queue.withLockedValue { $0.isClosed = true }
        wakeUp.signal()
        closed.wait()
        compactor.sync {}
    }

    private func run() {
        while true {
            let (jobs, isClosed) = queue.withLockedValue { queue in
                defer { queue.jobs = [] }
                return (queue.jobs, queue.isClosed)
            }
            if jobs.isEmpty {
                if isClosed { break }
                wakeUp.wait()
                continue
            }
            write(jobs, completion)
        }
        closed.signal()
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
        for job in jobs where job.transaction.compacts {
            compactor.async { [store] in
                // It changes no value. If it fails the disk does, and the next write says so.
                _ = StoreWriter.catching { try store.runCompactions(of: job.transaction) }
            }
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
