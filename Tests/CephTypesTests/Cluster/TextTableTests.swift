import CephEncoding
import CephTypes
import Testing

@Suite struct TextTableTests {
    /// The cells of a printed table whose columns are wide enough to be told apart by two blanks.
    private func cells(_ line: Substring, _ starts: [Int]) -> [String] {
        let bytes = Array(line)
        return zip(starts, starts.dropFirst() + [bytes.count]).map { start, end in
            String(bytes[min(start, bytes.count)..<min(end, bytes.count)]).trimmed
        }
    }

    private func starts(_ columns: [String], _ widths: [Int]) -> [Int] {
        widths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1 + 2) }.dropLast()
    }

    /// Cells right, headings left.
    @Test("The table of «ceph osd df» comes out as it was")
    func osdDF() throws {
        let names = [
            "ID", "CLASS", "WEIGHT", "REWEIGHT", "SIZE", "RAW USE", "DATA", "OMAP", "META", "AVAIL", "%USE",
            "VAR", "PGS", "STATUS",
        ]
        let widths = [2, 5, 7, 8, 5, 7, 4, 4, 4, 8, 4, 4, 3, 9]
        let lines = try ClusterFixtures.text("answers/osd-df.txt").split(separator: "\n").dropLast()
        var table = TextTable()
        for name in names { table.addColumn(name, .right, headingAlignment: .left) }
        for line in lines.dropFirst() { table.addRow(cells(line, starts(names, widths))) }
        // The total's label stands alone, right before the sizes.
        #expect(table.description == lines.joined(separator: "\n") + "\n")
    }

    @Test("The tables of «ceph df» come out as they were")
    func df() throws {
        let text = try ClusterFixtures.text("answers/df.txt")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let from = try #require(lines.firstIndex(of: "--- POOLS ---")) + 1
        var table = TextTable()
        let names = ["POOL", "ID", "PGS", "STORED", "OBJECTS", "USED", "%USED", "MAX AVAIL"]
        for name in names { table.addColumn(name, name == "POOL" ? .left : .right) }
        let pools = lines[from...].dropFirst().filter { !$0.isEmpty }
        for line in pools { table.addRow(cells(line, starts(names, [21, 2, 3, 7, 7, 7, 5, 9]))) }
        #expect(table.description == lines[from...].joined(separator: "\n"))
    }

    @Test("The tree of «ceph osd tree» comes out as it was")
    func tree() throws {
        let text = try ClusterFixtures.text("answers/osd-tree.txt")
        let lines = text.split(separator: "\n")
        var table = TextTable()
        for name in ["ID", "CLASS", "WEIGHT"] { table.addColumn(name, .right, headingAlignment: .left) }
        table.addColumn("TYPE NAME", .left)
        for name in ["STATUS", "REWEIGHT", "PRI-AFF"] {
            table.addColumn(name, .right, headingAlignment: .left)
        }
        let places = starts(["", "", "", "", "", "", ""], [2, 5, 7, 14, 9, 8, 7])
        for line in lines.dropFirst() {
            var row = cells(line, places)
            // The name's own indentation shows its depth.
            let name = String(Array(line)[places[3]..<places[4]])
            row[3] = String(name.reversed().drop { $0 == " " }.reversed())
            table.addRow(row)
        }
        #expect(table.description == text)
    }

    @Test("Cells are centred, cut and filled up")
    func shapes() {
        var table = TextTable(indent: 1, separator: "|")
        table.addColumn("middle", .center)
        table.addColumn("n", .right)
        table.addRow(["x", 10, "too many"])
        table.addRow(["long cell"])
        #expect(table.description == "  middle  |  n\n     x    | 10\n long cell|   \n")
        table.removeAllRows()
        #expect(table.description == " middle| n\n")
        #expect(TextTable().description == "\n")
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
