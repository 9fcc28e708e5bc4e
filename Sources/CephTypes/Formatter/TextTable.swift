/// A table of plain text as Ceph prints it (src/common/TextTable.h): columns as wide as their widest cell, two
/// blanks between them, a line of headings first.
public struct TextTable {
    public enum Alignment: Sendable {
        case left
        case center
        case right
    }

    private struct Column {
        let heading: String
        let headingAlignment: Alignment
        let alignment: Alignment
        var width: Int
    }

    private var columns: [Column] = []
    private var rows: [[String]] = []

    public init() {}

    /// Adds a column; rows may be shorter than there are columns.
    public mutating func column(_ heading: String, _ headingAlignment: Alignment, _ alignment: Alignment) {
        columns.append(
            Column(
                heading: heading, headingAlignment: headingAlignment, alignment: alignment,
                width: heading.utf8.count))
    }

    /// Adds a row. Cells beyond the last column are left out.
    public mutating func row(_ cells: [String]) {
        let cells = Array(cells.prefix(columns.count))
        for (index, cell) in cells.enumerated() {
            columns[index].width = max(columns[index].width, cell.utf8.count)
        }
        rows.append(cells)
    }

    private static func pad(_ text: String, to width: Int, _ alignment: Alignment) -> String {
        let missing = max(0, width - text.utf8.count)
        let left =
            switch alignment {
            case .left: 0
            case .center: missing / 2
            case .right: missing
            }
        return String(repeating: " ", count: left) + text + String(repeating: " ", count: missing - left)
    }
}

extension TextTable: CustomStringConvertible {
    public var description: String {
        var text = columns.map { Self.pad($0.heading, to: $0.width, $0.headingAlignment) }.joined(separator: "  ")
        text += "\n"
        for row in rows {
            text += zip(row, columns).map { Self.pad($0, to: $1.width, $1.alignment) }.joined(separator: "  ")
            text += "\n"
        }
        return text
    }
}

extension TextTable {
    /// A table whose columns are all aligned to the left.
    init(headings: [String]) {
        for heading in headings { column(heading, .left, .left) }
    }
}
