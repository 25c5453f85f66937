import Archive
import PluginKit
import Tabular

/// What a page's series rows change in the files of a unit.
struct SeriesReconciliation {
    let archive: any StoredSeries
    let walk: Walk
    let page: CheckedPage

    struct Changes {
        var series: [SeriesChange] = []
        var held: [HeldRows] = []
        /// The walk is over and has rows in the spool.
        var releasesHeld = false
        var revised: [RevisedRow] = []
        /// Rows that were not stored before.
        var stored = 0
        /// Rows that took the place of a stored one.
        var corrections = 0
        /// Stored rows that have the value of a column which their dataset has gained since.
        var filled = 0
        /// Ticks inside the fetch's span that have a row now, in the dense dataset; sorted.
        var present: [Int64] = []
        /// Answered sessions of the dense dataset that are not stored although the answer has them, and why.
        var withheld: [Int64: Reason] = [:]
        /// Series as they were before this page wrote them anew.
        var replaced: [ReplacedRows] = []
        /// Why they were.
        var restated: Reason?
        /// When the unit is to be read whole again; nil: nothing was weighed.
        var rereading: Rereading?
        /// The owner's word on the unit has been followed.
        var acceptance: Acceptance?
        /// With which tick a newcomer's series begins, on its owner's word.
        var newcomerSince: Int64?
        /// Nothing of the answer was taken.
        var keepsNote = false
        var flags: [String] = []
        /// Stored rows that were asked for again and that the answer has not: nothing was held against them, and they
        /// stay.
        var uncompared = 0

        /// What the log alone says of them.
        func remarks(on unit: UnitRecord) -> [String] {
            filled > 0 ? ["\(unit.label): \(filled) stored rows have values of columns that were gained since"] : []
        }
    }

    enum Outcome {
        case changes(Changes)
        /// Nothing of this page is kept: the unit is fetched whole, on one basis.
        case restated(Reason)
        /// Nor here: the page is too short to say whether it is of the stored basis.
        case readWhole(Reason)
    }

    func changes() throws -> Outcome {
        var changes = Changes()
        for (dataset, key, kept, other) in page.duplicates {
            changes.revised.append(
                RevisedRow(dataset: dataset.name, key: key, stored: kept, answered: other, cause: .duplicate))
        }
        if let weighed = try BasisComparison(archive: archive, walk: walk, page: page).weighed() {
            return try self.changes(weighed, changes)
        }
        for dataset in walk.series {
            let answered = answered(of: dataset)
            if case .held = page.content.end {
                changes.held.append(HeldRows(dataset, answered))
                continue
            }
            if walk.holdsRows, case .done = page.content.end {
                changes.held.append(HeldRows(dataset, answered))
                changes.releasesHeld = true
                continue
            }
            if walk.fetch.purpose == .replace {
                try replace(dataset, answered, &changes)
            } else if let reason = try extend(dataset, answered, &changes) {
                return .restated(reason)
            }
        }
        return .changes(changes)
    }

    /// Of an answer that was weighed as a whole.
    private func changes(_ weighed: BasisComparison.Weighed, _ known: Changes) throws -> Outcome {
        var changes = known
        changes.flags = weighed.weighing.flags
        changes.rereading = weighed.rereading
        changes.acceptance = weighed.acceptance
        switch weighed.weighing.verdict {
        case .refused(let reason): throw UnitFailure(.malformed, reason)
        case .readWhole(let reason): return .readWhole(reason)
        case .keep:
            changes.keepsNote = true
            changes.present = weighed.stored(walk.denseDataset)
            changes.uncompared = walk.denseDataset.map { unanswered(changes.present, $0) } ?? 0
            for dataset in walk.series { _ = taken(of: dataset, weighed.weighing, &changes) }
            // Nor what would have filled older holes: it is of the answer's basis.
            if let reason = weighed.weighing.waiting.first?.reason, let dense = walk.denseDataset,
                let axis = dense.axisColumn
            {
                let stored = Set(changes.present)
                for tick in answered(of: dense).columns[axis].values where !stored.contains(tick) {
                    changes.withheld[tick] = reason
                }
            }
        case .restated(let reason):
            changes.restated = reason
            if weighed.acceptance == .newcomer {
                let first = walk.denseDataset.flatMap { dense in
                    dense.axisColumn.flatMap { answered(of: dense).columns[$0].values.first }
                }
                changes.newcomerSince = weighed.weighing.newcomerSince ?? first
            }
            for dataset in walk.series {
                try replace(dataset, taken(of: dataset, weighed.weighing, &changes), &changes, weighed)
            }
        case .rows:
            for dataset in walk.series {
                let answered = taken(of: dataset, weighed.weighing, &changes)
                if let reason = try extend(dataset, answered, &changes, stored: weighed) { return .readWhole(reason) }
            }
        }
        return .changes(changes)
    }

    private func answered(of dataset: Dataset) -> Batch {
        page.series.first { $0.dataset.name == dataset.name }?.batch ?? Batch(empty: dataset.schema)
    }

    /// The answered rows of a dataset without those that wait, or that come before a newcomer's first.
    private func taken(of dataset: Dataset, _ weighing: Weighing, _ changes: inout Changes) -> Batch {
        let answered = answered(of: dataset)
        guard let axis = dataset.axisColumn else { return answered }
        if let first = changes.newcomerSince {
            return answered.selecting(
                answered.columns[axis].values.indices.filter { answered.columns[axis].values[$0] >= first })
        }
        guard !weighing.waiting.isEmpty else { return answered }
        var kept: [Int] = []
        for (row, tick) in answered.columns[axis].values.enumerated() {
            if let waiting = weighing.waiting.first(where: { $0.span.contains(tick) }) {
                if dataset.name == walk.denseDataset?.name { changes.withheld[tick] = waiting.reason }
            } else {
                kept.append(row)
            }
        }
        return answered.selecting(kept)
    }

    /// Returns the reason when the series is on another basis.
    private func extend(
        _ dataset: Dataset, _ answered: Batch, _ changes: inout Changes, stored weighed: BasisComparison.Weighed? = nil
    ) throws -> Reason? {
        guard let axis = dataset.axisColumn else { return nil }
        // Where a row stands for every session, what is stored in the whole span counts; elsewhere only what the answer
        // overlaps.
        let isDense = dataset.name == walk.denseDataset?.name
        guard isDense || !answered.isEmpty else { return nil }
        let lower = isDense ? walk.fetch.span?.lower : answered.columns[axis].values.min()
        let stored = try weighed?.comparison.stored[dataset.name] ?? storedRows(of: dataset, from: lower)
        if isDense {
            changes.uncompared = unanswered(stored.columns[axis].values, dataset)
            changes.present = Self.union(stored.columns[axis].values, answered.columns[axis].values)
        }
        guard !answered.isEmpty else { return nil }
        let gained = try archive.gained(of: walk.unit, in: dataset)
        let result = try Reconciliation(answered: answered, stored: stored, dataset: dataset, gained: gained) {
            difference in
            let judgement = try walk.provider.judge(difference, of: walk.unit.name)
            // A whole answer of the stored basis: what differs is a correction of the row alone.
            if case .restated = judgement, weighed?.comparison.isWhole == true { return .revision }
            return judgement
        }
        if let reason = result.restated { return reason }
        changes.stored += result.appended.count + result.inserted
        changes.corrections += result.revised.count
        changes.revised += result.revised.map {
            RevisedRow(dataset: dataset.name, key: $0.key, stored: $0.stored, answered: $0.answered, cause: .revision)
        }
        changes.filled += result.filled
        if !result.merged.isEmpty {
            let rows = result.merged.appending(result.appended)
            let because =
                result.inserted > 0
                ? "rows between stored ones" : result.revised.isEmpty ? "columns that were gained" : "revision"
            changes.series.append(SeriesChange(dataset, .merge(rows, because: because), readFrom: result.readFrom))
        } else if !result.appended.isEmpty {
            changes.series.append(SeriesChange(dataset, .append(result.appended), readFrom: result.readFrom))
        }
        return nil
    }

    private func storedRows(of dataset: Dataset, from lower: Int64?) throws -> Batch {
        let newest = try archive.extent(of: walk.unit, in: dataset)?.last
        let mustCompare = newest.map { newest in lower.map { newest >= $0 } ?? true } ?? false
        return mustCompare
            ? try archive.storedRows(of: walk.unit, in: dataset, from: lower) : Batch(empty: dataset.schema)
    }

    private func replace(
        _ dataset: Dataset, _ answered: Batch, _ changes: inout Changes, _ weighed: BasisComparison.Weighed? = nil
    ) throws {
        guard let axis = dataset.axisColumn else { return }
        var isLast = true
        if case .more = page.content.end { isLast = false }
        let stored =
            try weighed?.comparison.stored[dataset.name] ?? archive.storedRows(of: walk.unit, in: dataset, from: nil)
        var answered = answered
        // The same listing, as its owner says: what the answer lacks stays, unless it would be another basis among its
        // rows.
        var readFrom: Int64?
        if changes.acceptance == .continuation, weighed?.weighing.isOneBasis != false {
            // What the answer lacks was not read with columns that were gained.
            readFrom = Self.missing(from: answered, of: stored).last.map { stored.integer(row: $0, column: axis) + 1 }
            answered = Self.merged(answered, over: stored)
        }
        if weighed != nil {
            changes.replaced.append(ReplacedRows(dataset, stored, changes.acceptance == nil ? .restated : .accepted))
        }
        let isWholeAnswer = isLast && walk.fetch.cursor == nil
        if isWholeAnswer, changes.acceptance == nil {
            let lost = Self.missing(from: answered, of: stored)
            // A short answer is no reason to shorten the archive.
            guard lost.count <= max(5, stored.count / 50) else {
                throw UnitFailure(
                    .malformed,
                    Reason(
                        "short_answer",
                        """
                        \(dataset.name): the answer that should replace \(stored.count) rows lacks \(lost.count) of them
                        """
                    ))
            }
            changes.revised += lost.map {
                RevisedRow(
                    dataset: dataset.name, key: stored.keyText($0), stored: stored.rowText($0), answered: "",
                    cause: .restated)
            }
        }
        if dataset.name == walk.denseDataset?.name { changes.present = answered.columns[axis].values }
        // A restated row is no revision: the whole series is on another basis, and the run says so once.
        changes.stored += changes.acceptance == .newcomer ? answered.count : max(0, answered.count - stored.count)
        changes.series.append(SeriesChange(dataset, .replace(answered, isLast: isLast), readFrom: readFrom))
    }

    /// The rows of both in key order; of two with one key the answered one.
    private static func merged(_ answered: Batch, over stored: Batch) -> Batch {
        let rest = missing(from: answered, of: stored)
        return rest.isEmpty ? answered : answered.appending(stored.selecting(rest)).sortedByKey()
    }

    /// Rows of `stored` whose keys are not in `answered`; both are in key order.
    private static func missing(from answered: Batch, of stored: Batch) -> [Int] {
        var row = 0
        return (0..<stored.count).filter { old in
            while row < answered.count, answered.compareKey(row, to: old, in: stored) < 0 { row += 1 }
            return row == answered.count || answered.compareKey(row, to: old, in: stored) != 0
        }
    }

    /// How many stored ticks of the span that was asked for the answer has no row of.
    private func unanswered(_ stored: [Int64], _ dataset: Dataset) -> Int {
        guard let span = walk.fetch.span, let axis = dataset.axisColumn else { return 0 }
        let answers = Set(answered(of: dataset).columns[axis].values)
        return stored.count { span.contains($0) && !answers.contains($0) }
    }

    private static func union(_ left: [Int64], _ right: [Int64]) -> [Int64] {
        left.isEmpty ? right : (right.isEmpty ? left : Array(Set(left).union(right)).sorted())
    }
}
