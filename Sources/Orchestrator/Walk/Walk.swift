import Archive
import PluginKit
import Tabular

/// A unit on its way through a run: what is asked next, and what has come of it. A value: it reads pages and what is
/// stored, and says what is to be committed; who has the archive does it.
struct Walk {
    let provider: any LoadedProvider
    let unit: UnitRecord
    let expectation: UnitExpectation
    let series: [Dataset]
    var fetch: StoredFetch
    var coverage: Coverage
    var report: UnitReport
    var restarts = 0
    /// Pages of this walk wait in the spool.
    var holdsRows = false
    /// Rows of the walk's pages so far, to notice one that repeats.
    var fingerprints: Set<Int> = []
    /// Pages so far, in this run.
    var pages = 0
    /// Pages in a row that had nothing.
    var emptyPages = 0
    /// A list's own pages are over; the subjects up to this id were asked for directly.
    var confirmedThrough: Int64 = 0
    /// It was worked on last by a run whose clock was ahead.
    var isMisdated = false
    /// A page of the walk said that nothing more will come.
    var isSealed = false
    /// It had rows before this run.
    var hadRows = false
    /// What it answers says something of its upstream: it has rows, and as far as its own record says it was there when
    /// it was asked last.
    var isWitness = false
    /// Sessions that its answer lacks, which may be no fault of its own.
    var missed: [MissedSession] = []
    /// Of a list, what its subjects were made from before: what still is passed over. nil: nothing is remembered.
    var known: KnownTexts?
    /// What its pages have left open: parts of the span of which nothing can be known yet.
    var open: [Span] = []
    /// Odd things that the log is told of.
    var flags: [String] = []

    /// What a page comes to.
    enum Step {
        case commit(PageCommit, then: Next)
        /// Nothing is to be committed yet: the upstream does not have the unit. `absent` takes its word.
        case absent(Absence)
    }

    /// What follows when a page is committed.
    enum Next {
        /// The walk's fetch is asked.
        case ask
        /// Its rows are added up, and `ended(with:)` says how it ends.
        case addUp
        /// The subjects that its list has not shown are looked up, and `confirm` asks for them.
        case confirm
        case end
    }

    /// That an upstream does not have a unit, and the commit that would say so.
    struct Absence {
        let reason: Reason
        /// All places were asked.
        let isGone: Bool
        let commit: PageCommit
    }

    /// What a run is, as far as its walks have to know.
    struct Context {
        let run: Int64
        let planner: Planner
    }

    /// Whether it has no series and only tells what there is.
    var isList: Bool { series.isEmpty && unit.partition.isEmpty }

    /// A list whose own pages are over: it asks for subjects directly.
    var isDirect: Bool { fetch.subjects != nil }

    /// A list that has nobody left to ask for.
    var isConfirmed: Bool { fetch.subjects?.isEmpty == true }

    /// Where rows of the unit can be at all; nil: anywhere.
    var lifetime: Span? {
        if case .continuous(let continuity) = expectation { continuity.lifetime } else { nil }
    }

    /// Whether the walk asks anew for all that the unit has.
    var isWholeRead: Bool {
        guard fetch.purpose != .extend, let span = fetch.span, let first = coverage.spans.first else { return false }
        return span.lower <= first.span.lower
    }

    /// The dataset with a row for every expected session; nil for other units.
    var denseDataset: Dataset? { series.first(where: \.isDense) }

    mutating func takeFlags() -> [String] {
        defer { flags = [] }
        return flags
    }

    /// Asks for all that the unit has or should have, to write it anew.
    mutating func replaceWhole() {
        fetch.purpose = .replace
        fetch.cursor = nil
        fingerprints = []
        guard let span = fetch.span else { return }
        let lower = [unit.start, coverage.spans.first?.span.lower].compactMap { $0 }.min() ?? span.lower
        fetch.span = Span(min(lower, span.lower), max(span.upper, coverage.spans.last?.span.upper ?? span.upper))
    }

    // MARK: Lists with direct questions

    /// Whether it is a list whose subjects are asked for directly where it does not show them: after its own pages,
    /// batch by batch.
    var asksDirectly: Bool { isList && directQuestions > 0 }

    /// So many subjects are asked for in one question.
    var directQuestions: Int { provider.manifest.subjects?.batch ?? 0 }

    /// Turns to the next subjects that the list did not show; `isConfirmed` when there are none.
    mutating func confirm(_ subjects: [(id: Int64, name: String)]) {
        fetch.cursor = nil
        fingerprints = []
        known = known?.withoutTexts
        fetch.subjects = subjects.map(\.name)
        confirmedThrough = subjects.last?.id ?? confirmedThrough
    }
}

/// What a walk asks of what is stored. Changes nothing.
protocol StoredSeries {
    /// nil: no rows.
    func extent(of unit: UnitRecord, in dataset: Dataset) throws -> Extent?
    /// From a tick on, in key order.
    func storedRows(of unit: UnitRecord, in dataset: Dataset, from lower: Int64?) throws -> Batch
    func gained(of unit: UnitRecord, in dataset: Dataset) throws -> GainedColumns
    /// Whether pages of the unit's walk wait in the spool.
    func holdsRows(of unit: UnitRecord) throws -> Bool
    /// A list as it is stored.
    func entities(of provider: String, in dataset: Dataset) throws -> Batch
    func failedTries(of unit: Int64, before run: Int64) throws -> [FailedTries]
}

extension ArchiveReader: StoredSeries {
    func holdsRows(of unit: UnitRecord) throws -> Bool { try record.holdsRows(of: unit) }
    func entities(of provider: String, in dataset: Dataset) throws -> Batch {
        try record.entities(of: provider, in: dataset)
    }
    func failedTries(of unit: Int64, before run: Int64) throws -> [FailedTries] {
        try record.failedTries(of: unit, before: run)
    }
}
