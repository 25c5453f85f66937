import Archive
import PluginKit
import Tabular

/// A unit on its way through a run: what is asked next, and what has come of it.
struct UnitWork {
    let provider: any LoadedProvider
    let unit: UnitRecord
    let expectation: Expectation
    let series: [Dataset]
    var fetch: StoredFetch
    var coverage: Coverage
    var report: UnitReport
    var restarts = 0
    /// Pages of this walk wait in the spool.
    var holdsRows = false
    /// Rows of the walk's pages so far, to notice one that repeats.
    var fingerprints: Set<Int> = []
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
    /// What it answers says something of its upstream: it has rows, and as far as its own record says it was there when it was asked last.
    var isWitness = false
    /// Sessions that its answer lacks, which may be no fault of its own.
    var missed: [MissedSession] = []
    /// Odd things that the archive found.
    var flags: [String] = []

    /// Whether it has no series and only tells what there is.
    var isList: Bool { series.isEmpty && unit.partition.isEmpty }

    /// A list that has nobody left to ask for.
    var isConfirmed: Bool { fetch.purpose == .confirm && fetch.subjects.isEmpty }

    /// Where rows of the unit can be at all; nil: anywhere.
    var lifetime: Span? {
        if case .continuous(let continuity) = expectation { continuity.lifetime } else { nil }
    }

    /// Whether the walk asks anew for all that the unit has.
    var isWholeRead: Bool {
        guard fetch.purpose != .extend, let span = fetch.span, let first = coverage.spans.first else { return false }
        return span.lower <= first.span.lower
    }

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

    /// The dataset with a row for every expected session; nil for other units.
    var denseDataset: Dataset? {
        series.first { dataset in
            if case .series(_, isDense: true) = dataset.kind { return true }
            return false
        }
    }
}
