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
