import CephEncoding
import CephTypes
import FoundationEssentials
import Monitor
import NIOCore
import NIOHTTP1
import NIOPosix

/// `/metrics` for Prometheus, `/healthz` (the process works) and `/readyz` (it is in a quorum).
final class MetricsServer: Sendable {
    private let channel: any Channel

    private init(_ channel: any Channel) { self.channel = channel }

    /// - Parameter address: `HOST:PORT`, `[::1]:9283`, or a port alone.
    static func open(
        _ address: String, on loop: any EventLoop, source: NIOLoopBound<Metrics>
    ) async throws -> MetricsServer {
        let (host, port) = try parse(address)
        let channel = try await ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(Handler(source: source, loop: loop))
                }
            }
            .bind(host: host, port: port).get()
        return MetricsServer(channel)
    }

    var localAddress: NIOCore.SocketAddress? { channel.localAddress }

    func close() async throws { try await channel.close().get() }

    private static func parse(_ address: String) throws -> (host: String, port: Int) {
        if let port = Int(address) { return ("0.0.0.0", port) }
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]),
            (0...65535).contains(port)
        else { throw UsageError("--metrics-addr takes HOST:PORT, not \(address)") }
        return (address[..<colon].trimmed { $0 == "[" || $0 == "]" }, port)
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let source: NIOLoopBound<Metrics>
        private let loop: any EventLoop

        init(source: NIOLoopBound<Metrics>, loop: any EventLoop) {
            self.source = source
            self.loop = loop
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .head(let head) = unwrapInboundIn(data) else { return }
            let channel = context.channel
            loop.execute { [source] in
                let (status, text) = source.value.answer(head.uri)
                let headers: HTTPHeaders = [
                    "content-type": "text/plain; version=0.0.4", "content-length": "\(text.utf8.count)",
                    "connection": "close",
                ]
                let response = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
                channel.write(HTTPServerResponsePart.head(response), promise: nil)
                channel.write(
                    HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))), promise: nil)
                channel.writeAndFlush(HTTPServerResponsePart.end(nil)).whenComplete { _ in
                    channel.close(promise: nil)
                }
            }
        }
    }
}

/// The text that Prometheus reads.
final class Metrics {
    private let monitor: Monitor
    private let counters: CounterCollection
    private let network: MonitorNetwork?

    init(monitor: Monitor, counters: CounterCollection, network: MonitorNetwork?) {
        self.monitor = monitor
        self.counters = counters
        self.network = network
    }

    func answer(_ uri: String) -> (HTTPResponseStatus, String) {
        switch uri.split(separator: "?").first ?? "" {
        case "/metrics": (.ok, text)
        case "/healthz": (.ok, "ok\n")
        case "/readyz": monitor.isInQuorum ? (.ok, "ok\n") : (.serviceUnavailable, "not in a quorum\n")
        default: (.notFound, "there are /metrics, /healthz and /readyz\n")
        }
    }

    private var text: String {
        var lines: [String] = []
        func add(_ name: String, _ help: String, _ type: String, _ values: [String]) {
            lines.append("# HELP ceph_mon_\(name) \(help)")
            lines.append("# TYPE ceph_mon_\(name) \(type)")
            lines.append(contentsOf: values.map { "ceph_mon_\(name)\($0)" })
        }
        let states: [Monitor.State] = [.probing, .synchronizing, .electing, .leader, .peon]
        add(
            "state", "What the monitor does, 1 for the one that is.", "gauge",
            states.map { "{state=\"\($0.rawValue)\"} \($0 == monitor.state ? 1 : 0)" })
        add("quorum_size", "Monitors in the quorum.", "gauge", [" \(monitor.quorum.count)"])
        add(
            "paxos_last_committed", "The last committed version.", "counter",
            [" \(monitor.paxos.lastCommitted)"])
        let latency = monitor.paxos.counters.commitLatency
        add(
            "paxos_commit_latency_seconds", "From begin to visible.", "histogram",
            latency.buckets.map { "_bucket{le=\"\($0.bound)\"} \($0.count)" } + [
                "_sum \(latency.total.sum.inSeconds)", "_count \(latency.total.count)",
            ])
        add("mon_num_connections", "Connections.", "gauge", [" \(network?.connectionCount ?? 0)"])
        add("mon_election_epoch", "Epoch of the last election.", "gauge", [" \(monitor.electionEpoch)"])
        let store = monitor.environment.dataStatistics().storeStats
        add("leveldb_bytes", "Size of the database.", "gauge", [" \(store.bytesTotal)"])
        for counter in counters.all {
            let (name, help) = (Self.name(of: counter), counter.description + ".")
            switch counter.value {
            case .gauge(let value): add(name, help, "gauge", [" \(value)"])
            case .counter(let value): add(name, help, "counter", [" \(value)"])
            case .time(let time): add(name, help, "counter", [" \(time.inSeconds)"])
            case .sum(let count, let sum): add(name, help, "summary", ["_sum \(sum)", "_count \(count)"])
            case .average(let count, let sum):
                add(name, help, "summary", ["_sum \(sum.inSeconds)", "_count \(count)"])
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `throttle_mon_client_bytes_val`: no other characters are allowed.
    private static func name(of counter: PerfCounter) -> String {
        let prefix = counter.group + "_"
        let name = counter.name.hasPrefix(prefix) ? counter.name : prefix + counter.name
        return String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }
}
