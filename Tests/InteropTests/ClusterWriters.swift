import CephAuth
import CephEncoding
import CephTypes
import Foundation
import Messenger
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import TestSupport

/// Clients of one process, each with its own connection to a cluster, that write for as long as they are let.
final class ClusterWriters: Sendable {
    /// What was acknowledged.
    struct Result: Sendable {
        /// Keys that were set; none twice.
        var keys: [String] = []
        /// What `osd create` gave.
        var ids: [Int] = []
        /// Creations during which a client lost its monitor: the client asked again, so they may be there twice.
        var doubtful = 0
        var failures: [String] = []
        /// How long each key took.
        var times: [Duration] = []
    }

    private struct State: Sendable {
        var result = Result()
        var isStopped = false
    }

    private let clients: [MonClient]
    private let state = NIOLockedValueBox(State())
    static let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)

    static func client(
        of cluster: OwnCluster, group: MultiThreadedEventLoopGroup = ClusterWriters.group
    ) throws -> MonClient {
        let keyring = try Data(contentsOf: URL(fileURLWithPath: "\(cluster.folder.path)/keyring"))
        let configuration = MonClientConfiguration(
            monitors: cluster.addresses.compactMap { EntityAddressVector($0) },
            name: AuthEntityName(.client, "admin"), keyring: try KeyRing(bytes: ByteBuffer(bytes: keyring)))
        return MonClient(group: group, configuration: configuration)
    }

    init(_ count: Int, on cluster: OwnCluster) throws {
        clients = try (0..<count).map { _ in try Self.client(of: cluster) }
    }

    /// Runs `body` while the clients write: all but the last set keys, that one creates what cannot be created twice
    /// without being seen.
    func write(while body: () async throws -> Void) async throws -> Result {
        for client in clients { try await client.connect() }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for (number, client) in clients.enumerated() {
                let isLast = number == clients.count - 1
                tasks.addTask { isLast ? await self.create(client) : await self.setKeys(client, number) }
            }
            defer { state.withLockedValue { $0.isStopped = true } }
            try await body()
        }
        for client in clients { await client.shutdown() }
        return state.withLockedValue { $0.result }
    }

    private var isStopped: Bool { state.withLockedValue { $0.isStopped } }

    private func setKeys(_ client: MonClient, _ number: Int) async {
        var turn = 0
        while !isStopped {
            turn += 1
            let key = "writers/\(number)/\(turn)"
            let json = #"{"prefix":"config-key set","key":"\#(key)","val":"\#(turn)"}"#
            let began = ContinuousClock.now
            await run(json, client) { reply, result in
                result.keys.append(key)
                result.times.append(ContinuousClock.now - began)
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private func create(_ client: MonClient) async {
        while !isStopped, state.withLockedValue({ $0.result.ids.count < 500 }) {
            let before = client.connection
            await run(#"{"prefix":"osd create"}"#, client) { reply, result in
                let text = String(buffer: reply.output).trimmingCharacters(in: .whitespacesAndNewlines)
                // Also where the leader that carried it out died before it could answer.
                if let id = Int(text) {
                    result.ids.append(id)
                } else {
                    result.failures.append("osd create gave no id: \(text)")
                }
                if before == nil || client.connection != before { result.doubtful += 1 }
            }
            try? await Task.sleep(for: .milliseconds(60))
        }
    }

    private func run(
        _ json: String, _ client: MonClient, _ note: (MonClientReply, inout Result) -> Void
    ) async {
        do {
            let reply = try await client.command(json)
            state.withLockedValue { state in
                if reply.code == 0 {
                    note(reply, &state.result)
                } else {
                    state.result.failures.append("\(json): \(reply.code) \(reply.status)")
                }
            }
        } catch {
            state.withLockedValue { $0.result.failures.append("\(json): \(error)") }
        }
    }
}
