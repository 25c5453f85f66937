import Words

/// Rows below a heading. Where there is no room for all of it, columns give way in the order that they have.
struct Table {
    struct Column {
        let name: String
        let cells: [String]
        /// The same in fewer places; nil: the column is left out where it gives way.
        var narrow: [String]?
        /// The lowest gives way first; nil: it never does.
        var givesWay: Int?
    }

    let columns: [Column]

    /// - Parameter room: columns of the terminal; nil: as many as it takes.
    /// - Returns: the lines, and the names of what was left out.
    func laid(in room: Int?) -> (lines: [String], leftOut: [String]) {
        var shown = columns
        var leftOut: [String] = []
        let order = columns.filter { $0.givesWay != nil }.sorted { ($0.givesWay ?? 0) < ($1.givesWay ?? 0) }
        for column in order where Self.width(of: shown) > room ?? .max {
            guard let index = shown.firstIndex(where: { $0.name == column.name }) else { continue }
            if let narrow = column.narrow {
                shown[index] = Column(name: column.name, cells: narrow)
            } else {
                shown.remove(at: index)
                leftOut.append(column.name)
            }
        }
        let widths = shown.map(Self.width)
        let rows =
            [shown.map(\.name)] + (columns.first?.cells.indices ?? 0..<0).map { row in shown.map { $0.cells[row] } }
        let lines = rows.map { row in
            let line = zip(row, widths).map { $0.column($1 + Self.gap) }.joined()
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        return (lines, leftOut)
    }

    private static let gap = 2

    private static func width(of column: Column) -> Int { ([column.name] + column.cells).map(\.count).max() ?? 0 }

    private static func width(of columns: [Column]) -> Int { columns.map(width).reduce(-gap) { $0 + $1 + gap } }
}
