import Archive
import PluginKit
import Tabular

/// How a walk ends, and what it takes note of when a commit of it is in the archive.
extension Walk {
    /// A list whose pages and whose direct questions are over.
    func ended(in context: Context) -> PageCommit {
        var commit = PageCommit(
            run: context.run, unit: unit, progress: .finished(outcome(isSealed: isComplete(in: context), in: context)))
        commit.now = fetch.now
        return commit
    }

    /// A batch of direct questions that has no believable answer stays as it was.
    func passedOver(in context: Context) -> PageCommit {
        PageCommit(run: context.run, unit: unit, progress: .confirming(cursor: nil))
    }

    /// A unit that would be sealed, if its rows add up to what its upstream states. Where they do not, it is read whole
    /// once more, at the next run; if it was already, the difference is kept and said.
    ///
    /// - Returns: the commit, and whether the unit is to be read once more.
    mutating func ended(with difference: TotalCheck.Difference?, in context: Context) -> (
        commit: PageCommit, repeats: Bool
    ) {
        let mustRepeat = difference?.total.isBinding == true && !isWholeRead
        if !mustRepeat { coverage.settle() }
        var outcome = outcome(isSealed: !mustRepeat, in: context)
        if mustRepeat { outcome.due = fetch.now }
        var commit = PageCommit(run: context.run, unit: unit, progress: .finished(outcome))
        commit.now = fetch.now
        commit.coverage = coverage
        if let difference, !mustRepeat { commit.flags = [RowFlag(difference.line)] }
        return (commit, mustRepeat)
    }

    /// The commit that ended it is in the archive.
    mutating func took(_ effect: PageEffect, _ difference: TotalCheck.Difference?, repeats: Bool) {
        guard let difference else { return }
        flags.append(repeats ? "\(difference.line); it is read whole once more at the next run" : difference.line)
        if difference.total.isBinding { report.flags += effect.newFlags.map(\.line) }
    }

    /// A page's commit is in the archive. Throws `UnitFailure` for a list that begins again from its first page under
    /// ever new cursors.
    mutating func took(_ effect: PageEffect, of page: CheckedPage) throws {
        if effect.newlyQuarantined > 0 { report.isKnown = false }
        report.counts.aside.newlyQuarantined += effect.newlyQuarantined
        report.counts.revised += effect.revised
        flags += effect.flags
        // Said once: what is so on every night is in the table.
        flags += effect.newFlags.map(\.line).filter { !effect.flags.contains($0) && !page.flags.contains($0) }
        report.flags += effect.newFlags.map(\.line)
        if let gone = page.content.lacking.first {
            let count = page.content.lacking.count
            flags.append(
                """
                \(gone.name)\(count > 1 ? " and \(count - 1) more are" : " is") not there any more, kept as seen last: \
                \(gone.reason)
                """
            )
        }
        report.joined += effect.joined.sorted { $0.key < $1.key }.flatMap(\.value)
        report.left += effect.left.sorted { $0.key < $1.key }.flatMap(\.value)
        if case .more = page.content.end, !isDirect, let first = page.firstSubject, effect.newlyShown == 0 {
            throw UnitFailure(
                .malformed,
                Reason("repeated_page", "a page shows only what this walk had shown before, \(first) the first"))
        }
    }

    /// The upstream does not have the unit: a gap over all that was asked for. A unit without rows rests until its next
    /// try; one that has some is not believed to be over before it was said for long.
    mutating func absent(_ absence: Absence, stored: any StoredSeries, in context: Context) throws -> PageCommit {
        let reason = absence.reason
        var commit = absence.commit
        let isDoubted =
            try hadRows && unit.cause == nil && !absence.isGone
            && !isLastingly(reason, stored: stored, before: context.run)
        report.isKnown = unit.cause?.code == reason.code || coverage.hasGap(code: reason.code)
        if let span = fetch.span {
            let holes = coverage.gaps.compactMap { gap in gap.span.intersection(span).map { ($0, gap.state) } }
            for hole in coverage.missing(in: span) { coverage.setGap(hole, reason, now: fetch.now) }
            // What was a hole before has its own cause.
            for case (let hole, .gap(let cause, _, _)) in holes { coverage.setGap(hole, cause, now: fetch.now) }
            commit.coverage = coverage
        }
        let tries = (unit.cause?.code == reason.code ? unit.tries : 0) + 1
        let next = isDoubted ? plan(in: context).due : Coverage.nextTry(after: tries, from: fetch.now)
        var outcome = UnitOutcome(.absent(reason), due: next)
        outcome.isDoubted = isDoubted
        commit.progress = .finished(outcome)
        report.result = .absent
        report.reason = reason
        report.nextTry = next?.description
        return commit
    }

    /// Whether a unit has been absent for so long, and so often, that it is believed.
    private func isLastingly(_ reason: Reason, stored: any StoredSeries, before run: Int64) throws -> Bool {
        let known = try stored.failedTries(of: unit.id, before: run).first { $0.cause == reason.code }
        return Patience(expectation: expectation, now: fetch.now).isOver(
            tries: (known?.count ?? 0) + 1, since: known?.first)
    }

    // MARK: The outcome

    func plan(in context: Context) -> any Plan {
        context.planner.plan(unit, expectation: expectation, coverage: coverage)
    }

    func isComplete(in context: Context) -> Bool { isSealed || plan(in: context).isComplete }

    func outcome(isSealed: Bool, in context: Context) -> UnitOutcome {
        let reason = report.reason ?? Reason("quarantined")
        var outcome = UnitOutcome(
            report.result == .done ? .done : .incomplete(reason), due: isSealed ? nil : plan(in: context).due)
        outcome.isSealed = isSealed
        outcome.counts = report.counts
        return outcome
    }
}
