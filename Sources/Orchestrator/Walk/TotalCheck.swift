import Archive
import PluginKit
import Tabular

/// Before a unit is sealed: whether its rows add up to what its upstream says that they do. The sum is exact, and rows
/// are read in batches.
struct TotalCheck {
    let archive: ArchiveReader
    let provider: any LoadedProvider

    struct Difference {
        let total: SeriesTotal
        /// `KXFED-26DEC-C25: count of its trades adds up to 2339.77, and its listing says 7339.77`
        let text: String

        var line: String { "\(total.rule): \(text)" }
    }

    /// nil: it adds up, or nothing can be said, because nobody states a total or a part of the unit's life is not
    /// stored: what the venue has removed cannot be in the sum.
    func difference(of unit: UnitRecord, _ expectation: UnitExpectation, _ coverage: Coverage) throws -> Difference? {
        guard case .continuous(let continuity) = expectation, let total = continuity.total,
            let stated = ExactDecimal(total.amount),
            Self.isWhole(coverage, continuity),
            let dataset = try provider.series(of: unit.name, note: unit.note).first(where: { $0.name == total.dataset }
            ),
            let column = dataset.schema.index(of: total.column)
        else { return nil }
        var sum: ExactDecimal? = ExactDecimal(0)
        try archive.forEachStoredBatch(of: unit, in: dataset) { batch in
            for row in 0..<batch.count where !batch.isNull(row: row, column: column) {
                let cell = batch.bytes(row: row, column: column).withUnsafeBufferPointer { ExactDecimal($0) }
                sum = cell.flatMap { sum?.adding($0) }
            }
        }
        guard let sum, sum != stated else { return nil }
        return Difference(
            total: total,
            text:
                """
                \(unit.label): \(total.column) of its \(total.dataset) adds up to \(sum.text), and its listing says \
                \(stated.text)
                """
        )
    }

    private static func isWhole(_ coverage: Coverage, _ continuity: Continuity) -> Bool {
        guard let from = continuity.from, let until = continuity.until else { return false }
        let life = Span(TimeGrid.wholeSeconds.floor(from).microseconds, until.microseconds)
        return coverage.spans.contains {
            $0.state == .stored && $0.span.lower <= life.lower && $0.span.upper >= life.upper
        }
    }
}

extension UnitExpectation {
    /// The total that the unit's rows must reach; nil: nobody states one.
    var total: SeriesTotal? { if case .continuous(let continuity) = self { continuity.total } else { nil } }
}
