import ArgumentParser
import Foundation
import Messenger
import NIOCore
import NIOPosix

/// What the commands that drive a cluster have in common.
struct ClusterOptions: ParsableArguments {
    @Option(help: "Whose key is used.")
    var name: String = "client.admin"

    @Option(help: "How many clients at a time, one run for each number.")
    var clients: String = "1,32"

    @Option(help: "Commands in each run.")
    var commands: Int = 2000

    @Option(help: "Bytes of each value.")
    var valueSize: Int = 128

    @Option(help: "What is written: config-key or log.")
    var operation: String = "config-key"

    @Option(help: "How many of a hundred commands only read.")
    var reads: Int = 0

    @Flag(help: "JSON instead of a table and plots.")
    var json = false

    func validate() throws {
        guard !numbers.isEmpty, numbers.allSatisfy({ (1...1000).contains($0) }) else {
            throw ValidationError("--clients takes numbers from 1 to 1000, such as 1,8,32")
        }
        guard ["config-key", "log"].contains(operation) else {
            throw ValidationError("--operation takes config-key or log")
        }
        guard (0...100).contains(reads), (0...60_000).contains(valueSize), (1...10_000_000).contains(commands)
        else {
            throw ValidationError("--reads takes 0 to 100, --value-size 0 to 60000, --commands 1 to 10000000")
        }
    }

    var numbers: [Int] {
        let parts = clients.split(separator: ",")
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == parts.count ? numbers : []
    }

    /// Runs every number of clients against one cluster.
    func measure(_ path: String, _ group: any EventLoopGroup) async throws -> [BenchResult] {
        let target = try MonClientConfiguration(file: path, name: name)
        var results: [BenchResult] = []
        for number in numbers {
            var clients: [MonClient] = []
            for _ in 0..<number { clients.append(try await MonClient.connected(target, group)) }
            // Cold caches and first connections are not what is measured.
            _ = try await ClusterLoad(plan(number, commands: max(number, 50))).run(clients)
            results.append(try await ClusterLoad(plan(number, commands: commands)).run(clients))
            for client in clients { await client.shutdown() }
        }
        return results
    }

    private func plan(_ clients: Int, commands: Int) -> ClusterLoad.Plan {
        ClusterLoad.Plan(
            clients: clients, commands: commands, valueSize: valueSize, operation: operation,
            readPercent: reads)
    }
}

/// Any cluster, ours or Ceph's, over the network.
struct ClusterBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster", abstract: "Drives a cluster's monitors over the network, ours or Ceph's.")

    @Argument(help: "The cluster's ceph.conf.")
    var conf: String

    @OptionGroup var options: ClusterOptions

    @Option(
        help: "Kill (SIGKILL) the process of this pid file, the leader's, and see how long no write succeeds."
    )
    var failover: String?

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        if let failover {
            let seconds = try await Failover.measure(conf, options.name, pidFile: failover, group)
            print(String(format: "writes succeeded again after %.2f s", seconds))
            return
        }
        let results = try await options.measure(conf, group)
        let report = BenchReport(results: results, valueSize: options.valueSize, synced: true)
        print(options.json ? try report.json() : report.text)
    }
}

/// Two clusters in turn, and how they compare.
struct CompareBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Drives two clusters in turn and prints ratios (first over second)."
    )

    @Argument(help: "The first cluster's ceph.conf.")
    var first: String
    @Argument(help: "The second's.")
    var second: String
    @OptionGroup var options: ClusterOptions

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let ours = try await options.measure(first, group)
        let theirs = try await options.measure(second, group)
        print("clients   median ms          per second         median   per second")
        for (one, other) in zip(ours, theirs) {
            let medians = (one.percentile(50), other.percentile(50))
            print(
                String(
                    format: "%7d   %7.3f  %7.3f   %7.0f  %7.0f   %8.2f   %10.1f", one.proposers, medians.0,
                    medians.1, one.perSecond, other.perSecond, medians.1 > 0 ? medians.0 / medians.1 : 0,
                    other.perSecond > 0 ? one.perSecond / other.perSecond : 0))
        }
    }
}

/// How long a cluster takes no writes when a monitor dies.
enum Failover {
    static func measure(
        _ conf: String, _ name: String, pidFile: String, _ group: any EventLoopGroup
    ) async throws -> Double {
        let target = try MonClientConfiguration(file: conf, name: name)
        let client = try await MonClient.connected(target, group)
        _ = try await client.command(#"{"prefix":"config-key set","key":"monbench/failover","val":"before"}"#)
        let text = try String(contentsOfFile: pidFile, encoding: .utf8)
        guard let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)), pid > 1 else {
            throw BenchError("\(pidFile) has no process id")
        }
        guard kill(pid, SIGKILL) == 0 else {
            throw BenchError("process \(pid) cannot be killed: \(String(cString: strerror(errno)))")
        }
        let began = ContinuousClock.now
        let reply = try await client.command(
            #"{"prefix":"config-key set","key":"monbench/failover","val":"after"}"#)
        guard reply.code == 0 else { throw BenchError("\(reply.status) (\(reply.code))") }
        let passed = (ContinuousClock.now - began).components
        await client.shutdown()
        return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
    }
}
