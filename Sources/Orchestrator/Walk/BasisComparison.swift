import Archive
import PluginKit
import Tabular

/// Holds an answer about a unit with a row for every session against what is stored, and lets the provider weigh it as
/// a whole. Lists, units without sessions and walks of several pages are not weighed.
struct BasisComparison {
    let archive: any StoredSeries
    let walk: Walk
    let page: CheckedPage

    struct Weighed {
        let comparison: Comparison
        let weighing: Weighing
        /// nil: the answer does not speak of all that is stored, and asks for nothing later.
        let rereading: Rereading?
        let acceptance: Acceptance?

        /// The stored ticks of a dataset.
        func stored(_ dataset: Dataset?) -> [Int64] {
            guard let dataset, let axis = dataset.axisColumn else { return [] }
            return comparison.stored[dataset.name]?.columns[axis].values ?? []
        }
    }

    /// nil: rows are compared one by one.
    func weighed() throws -> Weighed? {
        guard case .done = page.content.end, walk.fetch.cursor == nil, let dense = walk.denseDataset,
            let span = walk.fetch.span
        else {
            return nil
        }
        let extent = try archive.extent(of: walk.unit, in: dense)
        // A unit that was asked for whole is never asked for whole once more.
        let isWhole =
            walk.fetch.purpose == .replace || (extent.map { span.lower <= $0.first && span.upper > $0.last } ?? true)
        var stored: [String: Batch] = [:]
        var answered: [String: Batch] = [:]
        for dataset in walk.series {
            stored[dataset.name] = try rows(of: dataset, from: isWhole ? nil : span.lower)
            answered[dataset.name] =
                page.series.first { $0.dataset.name == dataset.name }?.batch ?? Batch(empty: dataset.schema)
        }
        let comparison = Comparison(
            span: span, isWhole: isWhole, stored: stored, answered: answered, proofs: page.content.proofs,
            remarks: page.content.remarks,
            recordedNote: walk.unit.note, answeredNote: page.content.note)
        guard var weighing = try walk.provider.weigh(comparison, of: walk.unit.name) else { return nil }
        // The owner's word is on rows: an answer without any leaves it for the next.
        let acceptance =
            isWhole && answered[dense.name]?.isEmpty == false ? walk.unit.acceptance(at: walk.fetch.now) : nil
        if let acceptance {
            weighing.verdict = .restated(Reason("accepted", "as \(acceptance.rawValue)"))
            weighing.waiting = []
        }
        return Weighed(
            comparison: comparison, weighing: weighing, rereading: rereading(comparison, dense, weighing),
            acceptance: acceptance)
    }

    private func rows(of dataset: Dataset, from lower: Int64?) throws -> Batch {
        guard let newest = try archive.extent(of: walk.unit, in: dataset)?.last, lower.map({ newest >= $0 }) ?? true
        else {
            return Batch(empty: dataset.schema)
        }
        return try archive.storedRows(of: walk.unit, in: dataset, from: lower)
    }

    private func rereading(_ comparison: Comparison, _ dense: Dataset, _ weighing: Weighing) -> Rereading? {
        guard comparison.isWhole || !weighing.rereads.isEmpty else { return nil }
        var rereading = walk.unit.rereading
        if comparison.isWhole, Self.holds(comparison, dense) { rereading.compare(through: comparison.span.upper - 1) }
        rereading.wanted.formUnion(weighing.rereads)
        return rereading
    }

    /// Whether the answer has what is stored, but for 2 %: only then were stored rows held against it.
    private static func holds(_ comparison: Comparison, _ dense: Dataset) -> Bool {
        guard let axis = dense.axisColumn, let stored = comparison.stored[dense.name],
            let answered = comparison.answered[dense.name]
        else {
            return false
        }
        let answers = Set(answered.columns[axis].values)
        let missing = stored.columns[axis].values.count { !answers.contains($0) }
        return !answered.isEmpty && missing <= stored.count / 50
    }
}
