import Foundation
import Messenger
import NIOConcurrencyHelpers
import NIOCore

/// So many clients, each with a connection of its own, that give one command after the other.
final class ClusterLoad: Sendable {
    struct Plan: Sendable {
        var clients = 1
        var commands = 1000
        var valueSize = 128
        /// `config-key` or `log`.
        var operation = "config-key"
        /// How many of a hundred commands only read.
        var readPercent = 0
    }

    private struct State {
        var result: BenchResult
        var remaining: Int
        var running: Int
        var failure: (any Error)?
    }

    private let plan: Plan
    private let value: String
    private let state: NIOLockedValueBox<State>

    init(_ plan: Plan) {
        self.plan = plan
        value = String(repeating: "v", count: plan.valueSize)
        let name = plan.clients == 1 ? "1 client" : "\(plan.clients) clients"
        state = NIOLockedValueBox(
            State(
                result: BenchResult(name: name, proposers: plan.clients), remaining: plan.commands,
                running: plan.clients))
    }

    /// Runs the plan to its end.
    func run(_ clients: [MonClient]) async throws -> BenchResult {
        let began = ContinuousClock.now
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            for (number, client) in clients.enumerated() { next(number, client, done) }
        }
        var result = state.withLockedValue { $0.result }
        result.elapsed = ContinuousClock.now - began
        if let failure = state.withLockedValue({ $0.failure }) { throw failure }
        return result
    }

    private func next(_ number: Int, _ client: MonClient, _ done: CheckedContinuation<Void, Never>) {
        let turn = state.withLockedValue { state -> Int? in
            guard state.remaining > 0, state.failure == nil else {
                state.running -= 1
                return nil
            }
            state.remaining -= 1
            return state.remaining
        }
        guard let turn else {
            if state.withLockedValue({ $0.running }) == 0 { done.resume() }
            return
        }
        let started = ContinuousClock.now
        client.command(json(number, turn)) { [self] outcome in
            let latency = ContinuousClock.now - started
            state.withLockedValue { state in
                switch outcome {
                case .success(let reply) where reply.code == 0: state.result.record(latency)
                case .success(let reply): state.failure = BenchError("\(reply.status) (\(reply.code))")
                case .failure(let error): state.failure = error
                }
            }
            next(number, client, done)
        }
    }

    private func json(_ client: Int, _ turn: Int) -> String {
        // Spread over the run, and the same in every run.
        if (turn &* 37) % 100 < plan.readPercent { return #"{"prefix":"mon dump","format":"json"}"# }
        if plan.operation == "log" { return #"{"prefix":"log","logtext":["monbench \#(client) \#(turn)"]}"# }
        return #"{"prefix":"config-key set","key":"monbench/\#(client)/\#(turn % 100)","val":"\#(value)"}"#
    }
}
