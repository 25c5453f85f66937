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
