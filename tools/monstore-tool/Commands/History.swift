import ArgumentParser
import CephEncoding
import CephTypes
import MonitorStore
import StoreAnalysis

/// `history`: what happened to the cluster.
struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What happened to the cluster: a line a change, in order of time.",
        discussion: """
            Told from the changes that the store still has, all services together. A time with a '~' is not \
            the change's own: it is that of what was committed beside it. Keys are never shown, values of \
            config-key by their size alone. mgrstat (placement groups by state) is told only when asked for.
            """)

    @OptionGroup var store: StoreArgument
    @Option(
        name: .long, parsing: .singleValue,
        help: "only this service; may be repeated: \(StoreHistory.services.joined(separator: ", "))")
    var service: [String] = []
    @Option(help: "only from this time on: 2026-11-21, 2026-11-21T07:50, 2026-11-21T07:50:03.123456+0000")
    var since: String?
    @Option(help: "only from this version of the one service on") var from: UInt64?
    @OptionGroup var format: FormatOption

    func validate() throws {
        for name in service where !StoreHistory.services.contains(name) {
            throw ValidationError(
                "'\(name)' is no service with a history; these are: \(StoreHistory.services.joined(separator: ", "))"
            )
        }
        if from != nil && Set(service).count != 1 {
            throw ValidationError("--from counts a service's versions: give one --service with it")
        }
        if since != nil && from != nil { throw ValidationError("--since and --from exclude each other") }
        if let since, HistoryStart(time: since) == nil {
            throw ValidationError("'\(since)' is no time such as 2026-11-21 or 2026-11-21T07:50:03")
        }
    }

    func run() throws {
        let reader = try store.openForReading()
        let history = try StoreHistory(
            reader: reader, services: service.isEmpty ? StoreHistory.usualServices : service)
        let start = since.flatMap(HistoryStart.init(time:))
        var output = Output()
        if let style = format.style {
            try write(history, style, from: start, to: &output)
        } else {
            try history.forEach { event in
                if isWanted(event, start) { try output.line(event.description) }
            }
        }
        try output.finish()
    }

    private func isWanted(_ event: HistoryEvent, _ start: HistoryStart?) -> Bool {
        if let from, event.version < from { return false }
        return start?.includes(event) ?? true
    }

    private func write(
        _ history: StoreHistory, _ style: CephFormatter.Style, from start: HistoryStart?,
        to output: inout Output
    ) throws {
        var formatter = CephFormatter(style)
        try formatter.array("history") { list in
            try history.forEach { event in
                guard isWanted(event, start) else { return }
                list.dump("event", event)
                try output.write(list.drain())
            }
        }
        try output.write(formatter.drain())
        if style != .jsonPretty { try output.line("") }
    }
}
