import PluginKit
import Tabular

/// Takes the units of a dataset one by one, and keeps as much as a map shows.
///
/// Up to `limit` units stay as they are, by name. Of more, the worst stay and the others go into bands: memory does not
/// grow with their number.
struct CoverageTally {
    static let limit = 200
    static let worst = 40
    static let bands = 40

    private let expected: Int
    private var taken = 0
    /// With the place of each in the order.
    private var rows: [(place: Int, missing: Int, row: CoverageRow)] = []
    private var bands: [Band] = []

    private struct Band {
        var row: CoverageRow
        var firstPlace: Int
        var firstLabel: String
        var lastPlace: Int
        var lastLabel: String
    }

    /// - Parameter units: how many will come, more or less: it decides how wide the bands are.
    init(units: Int) {
        expected = max(1, units)
    }

    mutating func add(_ row: CoverageRow) {
        let sum = row.sum
        rows.append((taken, sum.missing + sum.unavailable, row))
        taken += 1
        // Twice the limit, so that sorting is rare.
        if rows.count > 2 * Self.limit { shed(to: Self.worst) }
    }

    func map(name: String, noun: ProviderManifest.Noun, axis: Axis) -> CoverageMap {
        var tally = self
        if taken > Self.limit {
            tally.shed(to: Self.worst)
        } else {
            tally.rows.sort { ($0.row.label, $0.place) < ($1.row.label, $1.place) }
        }
        return CoverageMap(
            name: name, noun: noun, axis: axis, rows: tally.rows.map(\.row),
            bands: tally.bands.compactMap { band in
                guard band.row.units > 0 else { return nil }
                var row = band.row
                row.label = row.units == 1 ? band.firstLabel : "\(band.firstLabel) to \(band.lastLabel)"
                return row
            })
    }

    /// Leaves the worst, and none without a hole.
    private mutating func shed(to count: Int) {
        rows.sort { ($1.missing, $0.place) < ($0.missing, $1.place) }
        let kept = rows.prefix(count).prefix { $0.missing > 0 }.count
        for (place, _, row) in rows[kept...] { addToBand(row, place) }
        rows.removeSubrange(kept...)
    }

    private mutating func addToBand(_ row: CoverageRow, _ place: Int) {
        let index = min(Self.bands - 1, place * Self.bands / expected)
        while bands.count <= index {
            let empty = CoverageRow(label: "", units: 0, first: row.first, cells: [])
            bands.append(Band(row: empty, firstPlace: .max, firstLabel: "", lastPlace: -1, lastLabel: ""))
        }
        bands[index].row.add(row)
        if place < bands[index].firstPlace { (bands[index].firstPlace, bands[index].firstLabel) = (place, row.label) }
        if place > bands[index].lastPlace { (bands[index].lastPlace, bands[index].lastLabel) = (place, row.label) }
    }
}
