import CephEncoding
import CephTypes
import Foundation
import Monitor
import MonitorDaemon
import MonitorStore
import NIOCore

/// So many callers that each give one command after the other.
struct ProposerLoad {
    let host: StandaloneMonitor
    let proposers: Int
    let valueSize: Int
    let commits: Int

    func run() throws -> BenchResult {
        let name = proposers == 1 ? "1 proposer" : "\(proposers) proposers"
        let promise = host.loop.makePromise(of: BenchResult.self)
        let (proposers, valueSize, commits, host) = (proposers, valueSize, commits, host)
        host.loop.execute {
            let run = Run(
                monitor: host.monitor, name: name, proposers: proposers, valueSize: valueSize,
                commits: commits,
                promise: promise)
            run.start()
        }
        return try promise.futureResult.wait()
    }

    /// Lives on the monitor's loop.
    private final class Run {
        private let monitor: Monitor
        private let session: Session
        private let value: String
        private var result: BenchResult
        private var remaining: Int
        private var running: Int
        private let promise: EventLoopPromise<BenchResult>
        private let began = ContinuousClock.now
        /// The first commits meet cold caches.
        private var warmUp: Int

        init(
            monitor: Monitor, name: String, proposers: Int, valueSize: Int, commits: Int,
            promise: EventLoopPromise<BenchResult>
        ) {
            self.monitor = monitor
            self.promise = promise
            session = Session(connection: ConnectionID(0), name: EntityName(.client, 0))
            session.caps = .allowAll
            value = String(repeating: "v", count: valueSize)
            result = BenchResult(name: name, proposers: proposers)
            remaining = commits
            running = proposers
            warmUp = 0
        }

        func start() {
            monitor.turn { for proposer in 0..<running { propose(proposer) } }
        }

        private func propose(_ proposer: Int) {
            guard remaining > 0 else {
                running -= 1
                if running == 0 {
                    result.elapsed = ContinuousClock.now - began
                    promise.succeed(result)
                }
                return
            }
            remaining -= 1
            let key = "bench/\(proposer)/\(remaining % 100)"
            let started = ContinuousClock.now
            let arguments = CommandArguments(
                prefix: "config-key set", ["key": .string(key), "val": .string(value)])
            monitor.execute(arguments, session: session) { reply in
                guard reply.code == 0 else {
                    self.remaining = 0
                    return self.promise.fail(BenchError("config-key set: \(reply.status) (\(reply.code))"))
                }
                self.result.record(ContinuousClock.now - started)
                self.propose(proposer)
            }
        }
    }
}
