/// One cell of a map as a stack: stored from below, then proved empty, then unavailable, and what is missing on top.
struct StackedCell: Equatable {
    /// In parts of a hundred; they add up to a hundred.
    let stored: Int
    let empty: Int
    let unavailable: Int
    let missing: Int

    /// A part that is not nothing is never drawn lower than this.
    private static let least = (stored: 15, empty: 15, unavailable: 15, missing: 30)

    init(_ cell: CoverageCell) {
        let counts = [cell.stored, cell.empty, cell.unavailable, cell.missing].map { max(0, $0) }
        let whole = counts.reduce(0, +)
        guard whole > 0 else {
            (stored, empty, unavailable, missing) = (0, 0, 0, 0)
            return
        }
        let least = [Self.least.stored, Self.least.empty, Self.least.unavailable, Self.least.missing]
        let room = 100 - zip(counts, least).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
        var heights = zip(counts, least).map { count, least in
            count > 0 ? least + Int(Double(room) * Double(count) / Double(whole)) : 0
        }
        // What rounding left goes to the largest.
        if let largest = heights.indices.max(by: { heights[$0] < heights[$1] }) {
            heights[largest] += 100 - heights.reduce(0, +)
        }
        (stored, empty, unavailable, missing) = (heights[0], heights[1], heights[2], heights[3])
    }

    var isBlank: Bool { stored + empty + unavailable + missing == 0 }
}

/// Stacks as shapes: one path for each kind of part, so that a row of hundreds of cells stays small.
struct StackedShapes {
    private var stored: Markup = ""
    private var empty: Markup = ""
    private var unavailable: Markup = ""
    private var missing: Markup = ""
    /// Strokes through what is missing, where there is room.
    private var strokes: Markup = ""
    let isStruck: Bool

    init(isStruck: Bool) {
        self.isStruck = isStruck
    }

    mutating func add(_ cell: StackedCell, at x: Int, width: Int) {
        var y = 100
        func part(_ height: Int) -> Markup {
            guard height > 0 else { return "" }
            y -= height
            return "M\(x) \(y)h\(width)v\(height)h-\(width)z"
        }
        stored += part(cell.stored)
        empty += part(cell.empty)
        unavailable += part(cell.unavailable)
        guard cell.missing > 0 else { return }
        // What is missing hangs from the top and never stands on the ground, as what is there does: the colour is not
        // the only sign.
        let height = min(cell.missing, 70)
        missing += "M\(x) 0h\(width)v\(height)h-\(width)z"
        guard isStruck else { return }
        for column in x..<x + width { strokes += "M\(column) \(height)l1-\(height)" }
    }

    var markup: Markup {
        let paths: [(name: Markup, path: Markup)] = [("s", stored), ("e", empty), ("u", unavailable), ("m", missing)]
        let parts = paths.filter { $0.path != "" }.map { "<path class=\"\($0.name)\" d=\"\($0.path)\"/>" as Markup }
        let struck: Markup =
            strokes == "" ? "" : "<path class=\"x\" vector-effect=\"non-scaling-stroke\" d=\"\(strokes)\"/>"
        return "\(parts)\(struck)"
    }
}
