import Archive
import Orchestrator
import PluginKit
import Tabular
import Words

/// The units that have a place of their own on the page: those with the most holes where there are more than fit. The
/// rows of their series are read once the record was, one batch at a time.
struct UnitGathering {
    /// How many have a place.
    static let shown = 600
    /// How many rows are read for lines; a series of which there are more than are left has none, and says so.
    static let rows = 10_000_000

    private var kept: [Kept] = []
    private(set) var total = 0

    private struct Kept {
        let place: Int
        let provider: Int
        let missing: Int
        let account: UnitAccount
        let row: CoverageRow
    }

    /// - Parameter provider: where it stands among those of the archive.
    mutating func add(_ account: UnitAccount, _ row: CoverageRow, ofProvider provider: Int) {
        let sum = row.sum
        kept.append(
            Kept(place: total, provider: provider, missing: sum.missing + sum.unavailable, account: account, row: row))
        total += 1
        // Twice as many, so that sorting is rare.
        if kept.count > 2 * Self.shown { shed() }
    }

    private mutating func shed() {
        kept.sort { ($1.missing, $0.place) < ($0.missing, $1.place) }
        kept.removeSubrange(min(Self.shown, kept.count)...)
    }

    /// Reads their rows; by provider and name.
    func units(_ reader: ArchiveReader) throws -> [ReportedUnit] {
        var few = self
        few.shed()
        let units = few.kept.sorted {
            ($0.provider, $0.account.unit.label, $0.place) < ($1.provider, $1.account.unit.label, $1.place)
        }
        let asides = try reader.record.asides(of: Set(units.map(\.account.unit.id)))
        var left = Self.rows
        return try units.map { kept in
            var unit = ReportedUnit(
                account: kept.account, coverage: kept.row, asides: asides[kept.account.unit.id] ?? UnitAsides())
            for dataset in kept.account.datasets {
                unit.pictures[dataset.name] = try SeriesPicture(reader: reader, unit: unit, dataset: dataset)
                    .picture(&left)
            }
            return unit
        }
    }
}

/// What is drawn of one series.
private struct SeriesPicture {
    let reader: ArchiveReader
    let unit: ReportedUnit
    let dataset: Dataset

    private var account: UnitAccount { unit.account }

    /// - Parameter left: rows that may still be read.
    func picture(_ left: inout Int) throws -> ReportedUnit.Picture? {
        guard let chart = dataset.chart, let rows = account.extents[dataset.name]?.rows, rows > 0 else { return nil }
        guard rows <= left else {
            return .absent("of an archive no more than \(Figures.counted(UnitGathering.rows, "row")) are read")
        }
        left -= rows
        do {
            return try read(chart)
        } catch is ArchiveError where reader.writer != nil {
            // Between the record and the rows a commit may have come.
            do { return try read(chart) } catch let error as ArchiveError {
                return .absent("it is being written; \(error.message)")
            }
        } catch let error as ArchiveError {
            return .absent(error.message)
        }
    }

    private func read(_ chart: Dataset.Chart) throws -> ReportedUnit.Picture? {
        guard let extent = try reader.extent(of: account.unit, in: dataset), let axis = dataset.axisColumn,
            let value = dataset.schema.index(of: chart.value)
        else { return nil }
        let split = chart.split.flatMap { dataset.schema.index(of: $0) }
        var tally = LineTally(axis: account.axis, domain: domain(extent), holes: unit.holes)
        try reader.forEachStoredBatch(of: account.unit, in: dataset) { batch in
            let ticks = batch.columns[axis].values
            tally.add(ticks, batch.doubles(column: value)) { batch.text(row: $0, column: value) ?? "" }
            guard let split else { return }
            for (row, ratio) in batch.doubles(column: split).enumerated() where ratio.isFinite && ratio != 1 {
                let text = batch.text(row: row, column: split) ?? ""
                tally.addSplit(at: ticks[row], text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
            }
        }
        guard tally.rows == extent.rows else {
            throw ArchiveError(
                .damagedFile,
                """
                \(Figures.counted(tally.rows, "row")) can be read where the record has \(Figures.count(extent.rows))
                """)
        }
        let line = tally.line(
            name: chart.value, measure: dataset.schema.columns[value].unit, asides: unit.asides)
        return line.map { .line($0) } ?? .absent("no row has a \(chart.value)")
    }

    /// Its rows, and what is missing before and behind them; not what never was there to have.
    private func domain(_ extent: Extent) -> Span {
        let missing = account.spans.filter { $0.isHole && !$0.span.isEmpty }
        return Span(
            min(extent.first, missing.first?.span.lower ?? extent.first),
            max(extent.last + 1, missing.last?.span.upper ?? extent.last + 1))
    }
}
