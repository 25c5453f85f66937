import Archive
import Orchestrator
import PluginKit
import ReportPage
import Tabular
import Words

/// The units that have a place of their own on the page: those with the most holes where there are more than fit. The
/// rows of their series are read once the record was, one batch at a time.
struct UnitGathering {
    /// How many have a place.
    static let shown = 600
    /// How many rows are read for lines; a series of which there are more than are left has none, and says so.
    static let rows = 10_000_000
    /// How many holes are told of each.
    static let holes = 5

    private var kept: [Kept] = []
    private var total = 0

    private struct Kept {
        let place: Int
        let provider: Int
        let missing: Int
        let account: UnitAccount
        let row: CoverageRow
    }

    /// - Parameter provider: where it stands among those of the archive.
    mutating func add(_ account: UnitAccount, _ row: CoverageRow, ofProvider provider: Int) {
        let missing = row.cells.reduce(0) { $0 + $1.missing + $1.unavailable }
        kept.append(Kept(place: total, provider: provider, missing: missing, account: account, row: row))
        total += 1
        // Twice as many, so that sorting is rare.
        if kept.count > 2 * Self.shown { shed() }
    }

    private mutating func shed() {
        kept.sort { ($1.missing, $0.place) < ($0.missing, $1.place) }
        kept.removeSubrange(min(Self.shown, kept.count)...)
    }

    /// Reads their rows; by provider and name.
    func listing(_ reader: ArchiveReader) throws -> Listing<UnitBlock> {
        var few = self
        few.shed()
        let units = few.kept.sorted {
            ($0.provider, $0.account.unit.label, $0.place) < ($1.provider, $1.account.unit.label, $1.place)
        }
        let asides = try reader.record.asides(of: Set(units.map(\.account.unit.id)))
        var left = Self.rows
        let blocks = try units.map { unit in
            try block(unit, asides[unit.account.unit.id] ?? UnitAsides(), reader, &left)
        }
        return Listing(blocks, total: total)
    }

    private func block(_ unit: Kept, _ asides: UnitAsides, _ reader: ArchiveReader, _ left: inout Int) throws
        -> UnitBlock
    {
        let account = unit.account
        let series = try account.datasets.map { dataset in
            let extent = account.extents[dataset.name]
            let ends = extent.flatMap { $0.rows > 0 ? $0 : nil }
            return UnitSeries(
                dataset: dataset.name, rows: extent?.rows ?? 0,
                first: ends.map { ReportWording.moment(account.axis.text($0.first)) },
                last: ends.map { ReportWording.moment(account.axis.text($0.last)) },
                picture: try SeriesPicture(reader: reader, account: account, dataset: dataset, asides: asides)
                    .picture(&left))
        }
        let holes = account.spans.filter { $0.isHole || $0.isUnavailable }
        return UnitBlock(
            id: account.unit.id, provider: account.unit.provider, label: account.unit.label, series: series,
            coverage: unit.row, measure: ReportWording.measure(of: account.axis),
            holes: Listing(holes.prefix(Self.holes).map { ReportWording.hole($0, account.axis) }, total: holes.count),
            quarantined: asides.quarantined, remarks: asides.remarks, revised: asides.revised,
            restated: asides.restated)
    }
}

/// What is drawn of one series.
private struct SeriesPicture {
    let reader: ArchiveReader
    let account: UnitAccount
    let dataset: Dataset
    let asides: UnitAsides

    /// - Parameter left: rows that may still be read.
    func picture(_ left: inout Int) throws -> UnitSeries.Picture {
        guard let chart = dataset.chart, let rows = account.extents[dataset.name]?.rows, rows > 0 else {
            return .nothing
        }
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

    private func read(_ chart: Dataset.Chart) throws -> UnitSeries.Picture {
        guard let extent = try reader.extent(of: account.unit, in: dataset), let axis = dataset.axisColumn,
            let value = dataset.schema.index(of: chart.value)
        else { return .nothing }
        let split = chart.split.flatMap { dataset.schema.index(of: $0) }
        var tally = LineTally(domain: domain(extent), holes: holes)
        try reader.forEachStoredBatch(of: account.unit, in: dataset) { batch in
            let ticks = batch.columns[axis].values
            tally.add(ticks, batch.doubles(column: value)) { batch.text(row: $0, column: value) ?? "" }
            guard let split else { return }
            for (row, ratio) in batch.doubles(column: split).enumerated() where ratio.isFinite && ratio != 1 {
                let text = batch.text(row: row, column: split) ?? ""
                tally.addSplit(
                    at: ticks[row],
                    "split \(text.hasSuffix(".0") ? String(text.dropLast(2)) : text) for 1 on \(moment(ticks[row]))")
            }
        }
        guard tally.rows == extent.rows else {
            throw ArchiveError(
                .damagedFile,
                """
                \(Figures.counted(tally.rows, "row")) can be read where the record has \(Figures.count(extent.rows))
                """)
        }
        let restatements = asides.restatements.map { restatement in
            (
                tick: account.axis == .sessions
                    ? restatement.recorded.dayUTC.number : restatement.recorded.microseconds,
                text: "written anew on \(restatement.recorded.dayUTC): \(restatement.reason)"
            )
        }
        let line = tally.line(
            name: chart.value, measure: dataset.schema.columns[value].unit, restatements: restatements,
            total: asides.restated, moment: moment)
        return line.map { .line($0) } ?? .absent("no row has a \(chart.value)")
    }

    private func moment(_ tick: Int64) -> String { ReportWording.moment(account.axis.text(tick)) }

    private var holes: [LineTally.Hole] {
        account.spans.filter { $0.isHole || $0.isUnavailable }
            .map { LineTally.Hole(span: $0.span, text: ReportWording.hole($0, account.axis)) }
    }

    /// Its rows, and what is missing before and behind them; not what never was there to have.
    private func domain(_ extent: Extent) -> Span {
        let missing = account.spans.filter { $0.isHole && !$0.span.isEmpty }
        return Span(
            min(extent.first, missing.first?.span.lower ?? extent.first),
            max(extent.last + 1, missing.last?.span.upper ?? extent.last + 1))
    }
}

extension AccountedSpan {
    /// The upstream does not have it.
    fileprivate var isUnavailable: Bool { if case .recorded(.unavailable) = state { true } else { false } }
}
