import CephEncoding

/// A table of plain text as Ceph prints it (src/common/TextTable.h): columns as wide as their widest cell, two
/// blanks between them, a line of headings first.
public struct TextTable: Sendable {
    public enum Alignment: Sendable {
        case left
        case center
        case right
    }

    private struct Column: Sendable {
        let heading: String
        let headingAlignment: Alignment
        let alignment: Alignment
        var width: Int
    }

    private var columns: [Column] = []
    private var rows: [[String]] = []
    /// Blanks before every column.
    private let margin: String
    private let separator: String

    /// - Parameters:
    ///   - indent: blanks before every column, not the first alone.
    ///   - separator: what stands between two columns.
    public init(indent: Int = 0, separator: String = "  ") {
        margin = String(repeating: " ", count: max(0, indent))
        self.separator = separator
    }

    /// Adds a column; rows may be shorter than there are columns.
    public mutating func column(_ heading: String, _ headingAlignment: Alignment, _ alignment: Alignment) {
        columns.append(
            Column(
                heading: heading, headingAlignment: headingAlignment, alignment: alignment,
                width: heading.cephBytes.count))
    }

    /// Adds a row. Cells that are missing are blank, those beyond the last column are left out.
    public mutating func row(_ cells: [String]) {
        var cells = Array(cells.prefix(columns.count))
        cells += repeatElement("", count: columns.count - cells.count)
        for (index, cell) in cells.enumerated() {
            columns[index].width = max(columns[index].width, cell.cephBytes.count)
        }
        rows.append(cells)
    }

    /// Forgets the rows; columns are as wide as their headings again.
    public mutating func removeAllRows() {
        rows = []
        for index in columns.indices { columns[index].width = columns[index].heading.cephBytes.count }
    }

    /// Ceph counts bytes, not what they look like.
    private static func pad(_ text: String, to width: Int, _ alignment: Alignment) -> String {
        let length = text.cephBytes.count
        let missing = max(0, width - length)
        let left =
            switch alignment {
            case .left: 0
            // Half of each, rounded down: not the same as half of the difference.
            case .center: min(missing, width / 2 - length / 2)
            case .right: missing
            }
        return String(repeating: " ", count: left) + text + String(repeating: " ", count: missing - left)
    }
}

extension TextTable: CustomStringConvertible {
    /// Every line ends; cells are padded on the right too, as in Ceph.
    public var description: String {
        var text = line(columns.map { Self.pad($0.heading, to: $0.width, $0.headingAlignment) })
        for row in rows {
            text += line(zip(row, columns).map { Self.pad($0, to: $1.width, $1.alignment) })
        }
        return text
    }

    private func line(_ cells: [String]) -> String {
        cells.map { margin + $0 }.joined(separator: separator) + "\n"
    }
}

extension TextTable {
    /// A table whose columns are all aligned to the left.
    init(headings: [String]) {
        self.init()
        for heading in headings { column(heading, .left, .left) }
    }
}
