import CephEncoding

/// Ceph's `TableFormatter`: every value is a cell of one row, named by the sections around it, innermost
/// first: `features:monmap:bit_flag[0]`. The `ceph` program does not ask for it; other clients may.
struct TableBackend: FormatterBackend {
    private typealias Cell = (label: [UInt8], value: [UInt8])

    private let keyValue: Bool
    private var rows: [[Cell]] = []
    private var sections: [String] = []
    /// How often a label came since the section that it counts in was closed.
    private var counts: [String: Int] = [:]
    /// A `dump_stream` that Ceph turns into a cell with the next value, wherever that is.
    private var pending: (name: String, bytes: [UInt8])?

    init(keyValue: Bool) { self.keyValue = keyValue }

    mutating func open(_ name: String, isArray: Bool) { sections.append(name) }

    mutating func close() {
        guard let name = sections.popLast() else { return }
        counts[name] = 0
    }

    mutating func value(_ name: String, _ bytes: [UInt8], _ kind: FormatterValueKind) {
        flushPending()
        if kind == .stream { pending = (name, bytes) } else { add(name, bytes) }
    }

    private mutating func flushPending() {
        guard let (name, bytes) = pending else { return }
        pending = nil
        add(name, bytes)
    }

    private mutating func add(_ name: String, _ bytes: [UInt8]) {
        // Outside all sections, a row begins where its first label comes again.
        if rows.isEmpty || rows.last?.first?.label == name.cephBytes { rows.append([]) }
        let cell: Cell = (label(name), bytes)
        rows[rows.count - 1].append(cell)
    }

    private mutating func label(_ name: String) -> [UInt8] {
        guard !sections.isEmpty else { return name.cephBytes }
        let label = (sections.reversed() + [name]).joined(separator: ":")
        defer { counts[label, default: 0] += 1 }
        return "\(label)[\(counts[label] ?? 0)]".cephBytes
    }

    var output: [UInt8] {
        var complete = self
        complete.flushPending()
        return keyValue ? complete.keyValueText : complete.tableText
    }

    private var keyValueText: [UInt8] {
        var text: [UInt8] = []
        for row in rows {
            for cell in row {
                text += Array("key::".utf8) + cell.label + Array("=\"".utf8) + cell.value + Array("\" ".utf8)
            }
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    private var tableText: [UInt8] {
        let columns = rows.map(\.count).max() ?? 0
        var widths = [Int](repeating: 0, count: columns)
        for row in rows {
            for (column, cell) in row.enumerated() {
                widths[column] = max(widths[column], cell.label.count, cell.value.count)
            }
        }
        guard let first = rows.first, let last = rows.last else { return [] }
        var text = Self.rule(widths.prefix(first.count))
        text += Self.line(first.map(\.label), widths) + Self.rule(widths.prefix(first.count))
        for row in rows { text += Self.line(row.map(\.value), widths) }
        return text + Self.rule(widths.prefix(last.count))
    }

    private static func rule(_ widths: ArraySlice<Int>) -> [UInt8] {
        Array(("+" + widths.map { String(repeating: "-", count: $0 + 3) + "+" }.joined() + "\n").utf8)
    }

    private static func line(_ cells: [[UInt8]], _ widths: [Int]) -> [UInt8] {
        var text = [UInt8(ascii: "|")]
        for (cell, width) in zip(cells, widths) {
            text.append(UInt8(ascii: " "))
            text += cell
            text += repeatElement(UInt8(ascii: " "), count: max(0, width + 2 - cell.count))
            text.append(UInt8(ascii: "|"))
        }
        return text + [UInt8(ascii: "\n")]
    }
}
