/// A table of left-aligned columns, two blanks between them (src/common/TextTable.cc).
struct TextTable {
    private var rows: [[String]]

    init(_ headings: [String]) { rows = [headings] }

    mutating func add(_ row: [String]) { rows.append(row) }

    var text: String {
        let columns = rows.first?.count ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].cephBytes.count : 0 }.max() ?? 0
        }
        var text = ""
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column > 0 { text += "  " }
                text += cell
                text += String(repeating: " ", count: widths[column] - cell.cephBytes.count)
            }
            text += "\n"
        }
        return text
    }
}
