import CephMessages

/// A trace as a picture: a lane for each monitor, an arrow for each message, time downwards.
extension Simulation {
    /// The trace within a range of virtual seconds, a line an event.
    public func traceLines(in range: ClosedRange<Double>) -> [String] {
        events(in: range).compactMap { $0.text(names) }
    }

    private func events(in range: ClosedRange<Double>) -> [TraceEvent] {
        trace.filter { range.contains(Double($0.time) / 1e9) }
    }

    /// An SVG picture of its own.
    public func sequenceDiagram(in range: ClosedRange<Double>) -> String {
        var diagram = SequenceDiagram(names: names)
        for event in events(in: range) { diagram.add(event) }
        return diagram.svg
    }

    /// A page with the picture, and the lines below it.
    public func tracePage(in range: ClosedRange<Double>, title: String) -> String {
        let lines = traceLines(in: range).map(SequenceDiagram.escaped).joined(separator: "\n")
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>\(SequenceDiagram.escaped(title))</title></head>
            <body><h1>\(SequenceDiagram.escaped(title))</h1>
            \(sequenceDiagram(in: range))
            <pre>
            \(lines)
            </pre></body></html>
            """
    }
}

/// Draws one row for each event.
struct SequenceDiagram {
    let names: [String]
    private var rows: [String] = []
    private var y = 60
    private let left = 110
    private let lane = 230
    private let step = 22

    init(names: [String]) { self.names = names }

    private func x(_ host: Int) -> Int { left + 90 + host * lane }

    mutating func add(_ event: TraceEvent) {
        let time = "\(Double(event.time / 1000) / 1e6)"
        switch event.what {
        case .arrived(let from, let to, let message): arrow(time, from, to, Self.label(message), "#246")
        case .lost(let from, let to, let message): arrow(time, from, to, Self.label(message) + " ✕", "#c33")
        case .state(let host, let state): box(time, host, state, "#eef4e8")
        case .started(let host): box(time, host, "starts", "#dff0ff")
        case .crashed(let host): box(time, host, "crashes", "#ffd9d9")
        case .failure(let host, let reason): box(time, host, "gives up: \(reason)", "#ffd9d9")
        case .asked(let client, let host, let text): box(time, host, "client.\(client): \(text)", "#fff6d5")
        case .answered(let host, let client, let text):
            box(time, host, "to client.\(client): \(text)", "#fff6d5")
        case .fault(let text), .verdict(let text): note(time, text)
        case .sent, .line, .clusterLog: break
        }
    }

    /// What a message says, in few words.
    static func label(_ message: any CephMessage) -> String {
        switch message {
        case let message as MMonElection: "\(message.op) e\(message.epoch)"
        case let message as MMonProbe: "probe \(message.op)"
        case let message as MMonSync: "sync \(message.op)"
        case let message as MTimeCheck2: "time check \(message.op)"
        case let message as MMonPaxos: paxosLabel(message)
        case is MForward: "forward"
        case is MRoute: "route"
        case is MMonScrub: "scrub"
        default: "\(type(of: message))"
        }
    }

    private static func paxosLabel(_ message: MMonPaxos) -> String {
        switch message.op {
        case .collect: "collect pn \(message.pn)"
        case .last: "last v\(message.lastCommitted) pn \(message.pn)"
        case .begin: "begin v\(message.lastCommitted + 1)"
        case .accept: "accept v\(message.lastCommitted + 1)"
        case .commit: "commit v\(message.lastCommitted)"
        case .lease: "lease v\(message.lastCommitted)"
        case .leaseAck: "lease ack"
        }
    }

    private mutating func row(_ time: String, _ content: String) {
        rows.append("<text x=\"8\" y=\"\(y + 4)\" class=\"t\">\(time)</text>\(content)")
        y += step
    }

    private mutating func arrow(_ time: String, _ from: Int, _ to: Int, _ label: String, _ color: String) {
        let (start, end) = (x(from), x(to))
        let tip = end > start ? -7 : 7
        row(
            time,
            """
            <line x1="\(start)" y1="\(y)" x2="\(end)" y2="\(y)" stroke="\(color)"/>\
            <path d="M\(end) \(y) l\(tip) -4 v8 z" fill="\(color)"/>\
            <text x="\((start + end) / 2)" y="\(y - 4)" class="m" fill="\(color)">\(Self.escaped(label))</text>
            """)
    }

    private mutating func box(_ time: String, _ host: Int, _ text: String, _ color: String) {
        let shown = text.count > 34 ? String(text.prefix(33)) + "…" : text
        row(
            time,
            """
            <rect x="\(x(host) - 105)" y="\(y - 11)" width="210" height="18" rx="5" fill="\(color)" \
            stroke="#999"/><text x="\(x(host))" y="\(y + 2)" class="m">\(Self.escaped(shown))</text>
            """)
    }

    private mutating func note(_ time: String, _ text: String) {
        row(time, "<text x=\"\(left)\" y=\"\(y + 4)\" class=\"n\">\(Self.escaped(text))</text>")
    }

    var svg: String {
        let width = left + names.count * lane
        let lanes = names.enumerated().map { host, name in
            "<line x1=\"\(x(host))\" y1=\"40\" x2=\"\(x(host))\" y2=\"\(y)\" stroke=\"#bbb\"/>"
                + "<text x=\"\(x(host))\" y=\"28\" class=\"h\">mon.\(name)</text>"
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(y + 10)" \
            font-family="sans-serif" font-size="11">
            <style>.t{fill:#777}.m{text-anchor:middle}.n{fill:#a40;font-weight:bold}\
            .h{text-anchor:middle;font-size:14px;font-weight:bold}</style>
            <rect width="100%" height="100%" fill="white"/>
            \(lanes.joined(separator: "\n"))
            \(rows.joined(separator: "\n"))
            </svg>
            """
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
        return result
    }
}
