import Archive
import MarketCalendar
import PluginKit
import Tabular
import Upstream

/// Turns a checked page into one commit, in the writer: compares with what is stored, judges, updates coverage.
struct PageApplication {
    let archive: Archive
    let run: Int64
    let planner: Planner
    let clock: RunClock

    enum Step {
        /// Ask again with the work's fetch.
        case next
        case finished
        /// Nothing was applied: the upstream does not have the unit. `absent` takes its word.
        case absent(PageAbsence)
    }

    /// That an upstream does not have a unit, and the commit that would say so.
    struct PageAbsence {
        let reason: Reason
        /// All places were asked.
        let isGone: Bool
        let commit: PageCommit
    }

    func apply(_ page: CheckedPage, _ answer: FetchedResponse, to work: inout UnitWork) throws -> Step {
        // What the owner gave to a newcomer stays so, until the owner says otherwise.
        let newcomer = work.unit.acceptance(at: work.fetch.now) == nil ? Newcomer(work.coverage) : nil
        return try apply(newcomer?.own(page) ?? page, answer, newcomer, to: &work)
    }

    private func apply(_ page: CheckedPage, _ answer: FetchedResponse, _ newcomer: Newcomer?, to work: inout UnitWork) throws -> Step {
        try refuseRepetition(page, &work)
        try refuseEmptiness(page, &work)
        try MembershipCheck(archive: archive.reader, work: work).check(page)
        work.report.counts.requests += answer.attempts
        var commit = PageCommit(run: run, unit: work.unit, progress: .next(cursor: work.fetch.cursor, purpose: work.fetch.purpose))
        commit.answer = AnswerRecord(
            span: work.fetch.span, purpose: work.fetch.purpose, received: clock.received(answer), status: answer.response.status,
            sha256: answer.sha256, bytes: answer.bytes, rows: page.rowCount)
        commit.now = work.fetch.now
        // Only ever earlier: a night's span begins with the last stored sessions.
        commit.start = [work.unit.start, work.fetch.span?.lower].compactMap { $0 }.min()
        switch page.content.end {
        case .again(let cursor):
            return try go(on: cursor, commit, &work)
        case .restart(let reason):
            work.restarts += 1
            guard work.restarts <= 3 else { throw UnitFailure(.malformed, Reason("restarts", "the walk began anew 3 times: \(reason)")) }
            return try go(on: nil, commit, &work)
        case .done, .more, .held:
            break
        }
        if let reason = page.content.absence {
            return .absent(PageAbsence(reason: reason, isGone: page.content.isGone, commit: commit))
        }

        let rows = SeriesReconciliation(archive: archive, work: work, page: page)
        switch try rows.changes() {
        case .restated(let reason):
            work.report.restated = reason
            commit.restated = reason
            return try readWhole(commit, &work)
        case .readWhole:
            // If the whole answer is refused, the next night asks for the whole at once.
            if let upper = work.fetch.span?.upper {
                var rereading = work.unit.rereading
                rereading.wanted.insert(upper - 1)
                commit.rereading = rereading
            }
            return try readWhole(commit, &work)
        case .changes(let changes):
            if let reason = changes.restated {
                work.report.restated = reason
                commit.restated = reason
            }
            commit.replaced = changes.replaced
            commit.rereading = changes.rereading
            commit.takesAcceptance = changes.acceptance != nil
            let flags =
                try page.content.remarks + changes.flags + announcements(page, work, &commit)
                + IdentityCheck(archive: archive.reader, work: work).remarks(on: page)
            // What is odd about an answer, not about its rows (T), is for the log alone.
            commit.flags = (flags + page.flags).map(RowFlag.init).filter { !$0.rule.hasPrefix("T") }
            commit.series = changes.series
            (commit.held, commit.releasesHeld) = (changes.held, changes.releasesHeld)
            commit.revised = changes.revised
            work.report.counts.stored += changes.stored
            work.report.counts.revised += changes.corrections
            work.flags += changes.remarks(on: work.unit)
            return try finish(page, changes, changes.newcomerSince.map(Newcomer.init(first:)) ?? newcomer, commit, &work)
        }
    }

    private func readWhole(_ commit: PageCommit, _ work: inout UnitWork) throws -> Step {
        var commit = commit
        work.replaceWhole()
        commit.progress = .next(cursor: nil, purpose: .replace)
        try archive.apply(commit)
        return .next
    }

    /// Notes what is to come, and says what is told of no more: it was never stored, and is forgotten unless its day has come and it is there.
    private func announcements(_ page: CheckedPage, _ work: UnitWork, _ commit: inout PageCommit) -> [String] {
        guard work.fetch.span != nil, page.content.announced != work.unit.announced else { return [] }
        commit.announced = page.content.announced
        let events = page.series.filter { $0.dataset.name != work.denseDataset?.name }
        let there = Set(events.flatMap { dataset, batch in dataset.axisColumn.map { batch.columns[$0].values } ?? [] })
        return work.unit.announced.subtracting(page.content.announced).filter { !there.contains($0.tick) }.map(\.text).sorted().map {
            "E13: \(work.unit.label): \($0) was announced and is not any more; it was not stored"
        }
    }

    private func finish(
        _ page: CheckedPage, _ changes: SeriesReconciliation.Changes, _ newcomer: Newcomer?, _ commit: PageCommit, _ work: inout UnitWork
    ) throws -> Step {
        var commit = commit
        commit.quarantined = page.quarantined.map { dataset, broken in
            QuarantinedRow(dataset: dataset, key: broken.key, rule: broken.rule, raw: broken.raw)
        }
        commit.entities = page.entities.map { dataset, batch in
            EntityChange(
                dataset, upserts: batch, isComplete: page.content.completed.contains(dataset.name), day: work.fetch.now.dayUTC)
        }
        commit.note = changes.keepsNote ? nil : page.content.note
        commit.facts = page.content.facts
        commit.discoveries = try page.content.discoveries.map { discovery in
            DiscoveredUnit(
                name: discovery.unit, label: try work.provider.label(of: discovery.unit, note: discovery.note),
                partition: try work.provider.partition(of: discovery.unit, note: discovery.note), note: discovery.note, rank: discovery.rank
            )
        }
        // Of another listing under the same name nothing is known yet.
        if changes.acceptance == .newcomer { work.coverage = Coverage() }
        let outcome = try coverage(page, changes, newcomer, work)
        work.missed = outcome.missed
        work.coverage = outcome.coverage
        commit.coverage = outcome.coverage
        work.report.counts.gapsFilled += outcome.filled
        work.report.counts.gapsOpen += outcome.holes.count

        work.report.counts.aside.quarantined += page.quarantined.count
        work.report.counts.aside.held += changes.withheld.count
        work.report.counts.aside.contradicted += page.duplicates.count
        work.report.counts.aside.uncompared += changes.uncompared
        if !outcome.holes.isEmpty || !page.quarantined.isEmpty {
            work.report.isKnown = outcome.isKnown && (work.report.result == .done || work.report.isKnown)
            work.report.result = .incomplete
            work.report.reason = outcome.reason.map { describe($0, holes: outcome.holes, work) } ?? quarantined(page, work)
        }
        commit.shown = page.content.shown
        commit.letsIn = try letsIn(page, work)
        commit.lacking = page.content.lacking
        commit.kept = page.content.kept
        work.isSealed = work.isSealed || page.content.isSealed
        var isLast = false
        var mustAddUp = false
        switch page.content.end {
        case .more(let cursor), .held(let cursor):
            if case .held = page.content.end { work.holdsRows = true }
            work.fetch.cursor = cursor
            commit.progress = .next(cursor: cursor, purpose: work.fetch.purpose)
        case .done, .again, .restart:
            isLast = true
            let isSealed = isSealed(work)
            // The sum is of what this page has written too.
            mustAddUp = isSealed && work.expectation.total != nil
            if isSealed, !mustAddUp {
                work.coverage.settle()
                commit.coverage = work.coverage
            }
            commit.progress =
                ListConfirmation.isNeeded(work)
                ? .confirming
                : mustAddUp ? .next(cursor: nil, purpose: work.fetch.purpose) : .finished(self.outcome(of: work, isSealed: isSealed))
        }
        try apply(commit, page, &work)
        if mustAddUp { try endWhole(&work) }
        if isLast, ListConfirmation.isNeeded(work) {
            try ListConfirmation(archive: archive).begin(&work)
            guard work.isConfirmed else { return .next }
            try end(&work)
        }
        return isLast ? .finished : .next
    }

    /// Whether a list stands for a name, and this is its first whole answer: what it shows was asked for, whichever run reads it.
    private func letsIn(_ page: CheckedPage, _ work: UnitWork) throws -> Bool {
        guard planner.options.updatesSeries, work.unit.completed == nil, let first = page.content.shown.first else { return false }
        return try work.provider.roots(of: first.name, note: first.note).contains(work.unit.name)
    }

    /// A list whose pages and whose direct questions are over.
    func end(_ work: inout UnitWork) throws {
        var commit = PageCommit(run: run, unit: work.unit, progress: .finished(outcome(of: work, isSealed: isSealed(work))))
        commit.now = work.fetch.now
        try archive.apply(commit)
    }

    /// A unit that would be sealed, if its rows add up to what its upstream states. Where they do not, it is read whole once more, at the
    /// next run; if it was already, the difference is kept and said.
    private func endWhole(_ work: inout UnitWork) throws {
        let difference = try TotalCheck(archive: archive.reader, provider: work.provider).difference(
            of: work.unit, work.expectation, work.coverage)
        let mustRepeat = difference?.total.isBinding == true && !work.isWholeRead
        if !mustRepeat { work.coverage.settle() }
        var outcome = outcome(of: work, isSealed: !mustRepeat)
        if mustRepeat { outcome.due = work.fetch.now }
        var commit = PageCommit(run: run, unit: work.unit, progress: .finished(outcome))
        commit.now = work.fetch.now
        commit.coverage = work.coverage
        if let difference, !mustRepeat { commit.flags = [RowFlag(difference.line)] }
        let effect = try archive.apply(commit)
        guard let difference else { return }
        work.flags.append(mustRepeat ? "\(difference.line); it is read whole once more at the next run" : difference.line)
        if difference.total.isBinding { work.report.flags += effect.newFlags.map(\.line) }
    }

    /// A batch of direct questions that has no believable answer stays as it was. Whether another follows; the list is over when none does.
    func passOver(_ work: inout UnitWork) throws -> Bool {
        try archive.apply(PageCommit(run: run, unit: work.unit, progress: .confirming))
        try ListConfirmation(archive: archive).begin(&work)
        if work.isConfirmed { try end(&work) }
        return !work.isConfirmed
    }

    private func apply(_ commit: PageCommit, _ page: CheckedPage, _ work: inout UnitWork) throws {
        let before = commit.releasesHeld ? try rows(of: work) : 0
        let effect = try archive.apply(commit)
        if commit.releasesHeld { work.report.counts.stored += try rows(of: work) - before }
        if effect.newlyQuarantined > 0 { work.report.isKnown = false }
        work.report.counts.aside.newlyQuarantined += effect.newlyQuarantined
        work.report.counts.revised += effect.revised
        work.flags += effect.flags
        // Said once: what is so on every night is in the table.
        let news = effect.newFlags.map(\.line).filter { !effect.flags.contains($0) && !page.flags.contains($0) }
        work.flags += news
        work.report.flags += effect.newFlags.map(\.line)
        if let gone = page.content.lacking.first {
            let count = page.content.lacking.count
            work.flags.append(
                "\(gone.name)\(count > 1 ? " and \(count - 1) more are" : " is") not there any more, kept as seen last: \(gone.reason)")
        }
        work.report.joined += effect.joined.sorted { $0.key < $1.key }.flatMap(\.value)
        work.report.left += effect.left.sorted { $0.key < $1.key }.flatMap(\.value)
        // A list that begins again from its first page under ever new cursors.
        if case .more = page.content.end, work.fetch.purpose != .confirm, !page.content.shown.isEmpty, effect.newlyShown == 0 {
            throw UnitFailure(
                .malformed,
                Reason("repeated_page", "a page shows only what this walk had shown before, \(page.content.shown[0].label) the first"))
        }
    }

    private func rows(of work: UnitWork) throws -> Int {
        try work.series.reduce(0) { $0 + (try archive.reader.extent(of: work.unit, in: $1)?.rows ?? 0) }
    }

    private func isSealed(_ work: UnitWork) -> Bool {
        work.isSealed || planner.isComplete(work.unit, expectation: work.expectation, coverage: work.coverage)
    }

    private func outcome(of work: UnitWork, isSealed: Bool) -> UnitOutcome {
        let reason = work.report.reason ?? Reason("quarantined")
        let due = isSealed ? nil : planner.due(work.unit, expectation: work.expectation, coverage: work.coverage)
        var outcome = UnitOutcome(work.report.result == .done ? .done : .incomplete(reason), due: due)
        outcome.isSealed = isSealed
        outcome.counts = work.report.counts
        return outcome
    }

    /// The upstream does not have the unit: a gap over all that was asked for. A unit without rows rests until its next try; one that has
    /// some is not believed to be over before it was said for long.
    func absent(_ absence: PageAbsence, _ work: inout UnitWork) throws {
        let reason = absence.reason
        var commit = absence.commit
        let isDoubted = try work.hadRows && work.unit.cause == nil && !absence.isGone && !isLastingly(reason, work)
        work.report.isKnown = work.unit.cause?.code == reason.code || work.coverage.hasGap(code: reason.code)
        if let span = work.fetch.span {
            let holes = work.coverage.gaps.compactMap { gap in gap.span.intersection(span).map { ($0, gap.state) } }
            for hole in work.coverage.missing(in: span) { work.coverage.setGap(hole, reason, now: work.fetch.now) }
            // What was a hole before has its own cause.
            for case (let hole, .gap(let cause, _, _)) in holes { work.coverage.setGap(hole, cause, now: work.fetch.now) }
            commit.coverage = work.coverage
        }
        let tries = (work.unit.cause?.code == reason.code ? work.unit.tries : 0) + 1
        let next =
            isDoubted
            ? planner.due(work.unit, expectation: work.expectation, coverage: work.coverage)
            : Coverage.nextTry(after: tries, from: work.fetch.now)
        var outcome = UnitOutcome(.absent(reason), due: next)
        outcome.isDoubted = isDoubted
        commit.progress = .finished(outcome)
        try archive.apply(commit)
        work.report.result = .absent
        work.report.reason = reason
        work.report.nextTry = next?.description
    }

    /// Whether a unit has been absent for so long, and so often, that it is believed.
    private func isLastingly(_ reason: Reason, _ work: UnitWork) throws -> Bool {
        let known = try archive.record.failedTries(of: work.unit.id, before: run).first { $0.cause == reason.code }
        return Patience(expectation: work.expectation, now: work.fetch.now).isOver(tries: (known?.count ?? 0) + 1, since: known?.first)
    }

    /// Keeps nothing of the page but where the walk goes on.
    private func go(on cursor: String?, _ commit: PageCommit, _ work: inout UnitWork) throws -> Step {
        var commit = commit
        commit.start = nil
        commit.progress = .next(cursor: cursor, purpose: work.fetch.purpose)
        work.fetch.cursor = cursor
        if cursor == nil {
            work.fingerprints = []
            // The walk itself is over: whom it showed stays shown, and only the batch begins anew.
            if work.fetch.purpose == .confirm { commit.progress = .confirming }
        }
        try archive.apply(commit)
        return .next
    }

    /// Ever new cursors without a row or a subject lead nowhere. A walk from new to old may pass over very many rows that are too new.
    private func refuseEmptiness(_ page: CheckedPage, _ work: inout UnitWork) throws {
        work.emptyPages = page.fingerprint == nil ? work.emptyPages + 1 : 0
        guard work.emptyPages > 5_000 else { return }
        throw UnitFailure(.malformed, Reason("empty_pages", "\(work.emptyPages) pages in a row had nothing that was asked for"))
    }

    /// T6: a walk that does not move is not a walk.
    private func refuseRepetition(_ page: CheckedPage, _ work: inout UnitWork) throws {
        let next: String? =
            switch page.content.end {
            case .more(let cursor), .held(let cursor), .again(let cursor): cursor
            case .done, .restart: nil
            }
        if let next, next == work.fetch.cursor {
            throw UnitFailure(.malformed, Reason("cursor_stands_still", "the page after \(next) is asked for again by itself"))
        }
        switch page.content.end {
        case .again, .restart: return
        case .done, .more, .held: break
        }
        if let fingerprint = page.fingerprint, !work.fingerprints.insert(fingerprint).inserted, next != nil {
            throw UnitFailure(.malformed, Reason("repeated_page", "two pages of the walk have the same \(page.rowCount) rows"))
        }
    }

    /// In time: rows that are stored refute an answer that has none where they are.
    private func believed(_ proof: SpanProof, _ page: CheckedPage, _ work: UnitWork) throws -> SpanProof {
        switch proof.proof {
        case .gap, .lacking, .unavailable: return proof
        case .stored, .empty: break
        }
        guard page.series.allSatisfy({ $0.batch.isEmpty }), let dataset = work.series.first,
            let stored = try archive.reader.extent(of: work.unit, in: dataset),
            proof.span.contains(stored.first) || proof.span.contains(stored.last), try !archive.record.holdsRows(of: work.unit)
        else { return proof }
        return SpanProof(span: proof.span, proof: .gap(Reason("rows_missing", "the answer has none of the rows that are stored")))
    }

    private func coverage(
        _ page: CheckedPage, _ changes: SeriesReconciliation.Changes, _ newcomer: Newcomer?, _ work: UnitWork
    ) throws -> CoverageUpdate.Outcome {
        guard let span = work.fetch.span else { return CoverageUpdate.Outcome(coverage: work.coverage) }
        var proofs = page.content.proofs
        if work.denseDataset == nil { proofs = try proofs.map { try believed($0, page, work) } }
        var withheld = changes.withheld
        if let dense = work.denseDataset {
            for (dataset, broken) in page.quarantined where dataset == dense.name {
                if let tick = broken.tick { withheld[tick] = Reason("quarantined", "rule \(broken.rule)") }
            }
        }
        if let newcomer = newcomer?.proof(in: span, on: work.denseDataset?.axis ?? .sessions) { proofs.append(newcomer) }
        let update = CoverageUpdate(
            span: span, proofs: proofs, present: changes.present, withheld: withheld, now: work.fetch.now)
        if case .sessions(let calendar, _) = work.expectation { return update.applied(to: work.coverage, calendar: calendar) }
        return update.applied(to: work.coverage)
    }

    /// Which rows were set aside where no session lacks one by it: `2026-04-03 (rule E1) and 2 more`, or the first one's key.
    private func quarantined(_ page: CheckedPage, _ work: UnitWork) -> Reason {
        guard let (dataset, row) = page.quarantined.first else { return Reason("quarantined") }
        let axis = work.series.first { $0.name == dataset }?.axis
        let place = axis.flatMap { axis in row.tick.map { axis.text($0) } } ?? row.key
        let more = page.quarantined.count > 1 ? " and \(page.quarantined.count - 1) more" : ""
        return Reason("quarantined", "\(place) (rule \(row.rule))\(more)")
    }

    /// `null bar: 2024-03-04 and 2 more`.
    private func describe(_ reason: Reason, holes: [Int64], _ work: UnitWork) -> Reason {
        guard let first = holes.first, let axis = work.denseDataset?.axis else { return reason }
        let more = holes.count > 1 ? " and \(holes.count - 1) more" : ""
        return Reason(reason.code, "\(axis.text(first))\(more)\(reason.detail.isEmpty ? "" : " (\(reason.detail))")")
    }
}
