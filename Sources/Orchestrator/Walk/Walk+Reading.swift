import Archive
import MarketCalendar
import PluginKit
import Tabular

/// What a page becomes: it is held against what is stored, judged, and made one commit.
extension Walk {
    /// Reads a checked page. `answer` is what the ledger keeps of it, `attempts` how often it was asked for.
    ///
    /// Throws `UnitFailure` where the page cannot be believed: nothing of it is to be committed.
    mutating func read(
        _ page: CheckedPage, _ answer: AnswerRecord, attempts: Int, stored: any StoredSeries, in context: Context
    ) throws -> Step {
        // What the owner gave to a newcomer stays so, until the owner says otherwise.
        let newcomer = unit.acceptance(at: fetch.now) == nil ? Newcomer(coverage) : nil
        let page = newcomer?.own(page) ?? page
        try refuseRepetition(page)
        try refuseEmptiness(page)
        try refuseMore(than: context.planner.options.maximumPages, page)
        try MembershipCheck(archive: stored, walk: self).check(page)
        report.counts.requests += attempts
        var commit = PageCommit(run: context.run, unit: unit, progress: progress(to: fetch.cursor))
        commit.answer = answer
        commit.now = fetch.now
        // Only ever earlier: a night's span begins with the last stored sessions.
        commit.start = [unit.start, fetch.span?.lower].compactMap { $0 }.min()
        switch page.content.end {
        case .again(let cursor):
            return go(on: cursor, commit)
        case .restart(let reason):
            restarts += 1
            guard restarts <= 3 else {
                throw UnitFailure(.malformed, Reason("restarts", "the walk began anew 3 times: \(reason)"))
            }
            return go(on: nil, commit)
        case .done, .more, .held:
            break
        }
        if let reason = page.content.absence {
            return .absent(Absence(reason: reason, isGone: page.content.isGone, commit: commit))
        }

        switch try SeriesReconciliation(archive: stored, walk: self, page: page).changes() {
        case .restated(let reason):
            report.restated = reason
            commit.restated = reason
            return readWhole(commit)
        case .readWhole:
            // If the whole answer is refused, the next night asks for the whole at once.
            if let upper = fetch.span?.upper {
                var rereading = unit.rereading
                rereading.wanted.insert(upper - 1)
                commit.rereading = rereading
            }
            return readWhole(commit)
        case .changes(let changes):
            if let reason = changes.restated {
                report.restated = reason
                commit.restated = reason
            }
            commit.replaced = changes.replaced
            commit.rereading = changes.rereading
            commit.takesAcceptance = changes.acceptance != nil
            let remarks =
                try page.content.remarks + changes.flags + announcements(page, &commit)
                + IdentityCheck(archive: stored, walk: self).remarks(on: page)
            // What is odd about an answer, not about its rows (T), is for the log alone.
            commit.flags = (remarks + page.flags).map(RowFlag.init).filter { !$0.rule.hasPrefix("T") }
            commit.series = changes.series
            (commit.held, commit.releasesHeld) = (changes.held, changes.releasesHeld)
            commit.revised = changes.revised
            report.counts.stored += changes.stored
            report.counts.revised += changes.corrections
            flags += changes.remarks(on: unit)
            return try finish(
                page, changes, changes.newcomerSince.map(Newcomer.init(first:)) ?? newcomer, commit, stored: stored,
                in: context)
        }
    }

    private mutating func readWhole(_ commit: PageCommit) -> Step {
        var commit = commit
        replaceWhole()
        commit.progress = .next(cursor: nil, purpose: .replace)
        return .commit(commit, then: .ask)
    }

    /// Keeps nothing of the page but where the walk goes on.
    private mutating func go(on cursor: String?, _ commit: PageCommit) -> Step {
        var commit = commit
        commit.start = nil
        commit.progress = progress(to: cursor)
        fetch.cursor = cursor
        if cursor == nil { fingerprints = [] }
        return .commit(commit, then: .ask)
    }

    /// The walk goes on there, or begins anew. Of a list that asks directly only the batch does: whom the walk itself
    /// has shown stays shown.
    private func progress(to cursor: String?) -> PageCommit.Progress {
        isDirect ? .confirming(cursor: cursor) : .next(cursor: cursor, purpose: fetch.purpose)
    }

    /// Notes what is to come, and says what is told of no more: it was never stored, and is forgotten unless its day
    /// has come and it is there.
    private func announcements(_ page: CheckedPage, _ commit: inout PageCommit) -> [String] {
        guard fetch.span != nil, page.content.announced != unit.announced else { return [] }
        commit.announced = page.content.announced
        let events = page.series.filter { $0.dataset.name != denseDataset?.name }
        let there = Set(events.flatMap { dataset, batch in dataset.axisColumn.map { batch.columns[$0].values } ?? [] })
        return unit.announced.subtracting(page.content.announced).filter { !there.contains($0.tick) }.map(\.text)
            .sorted().map {
                "E13: \(unit.label): \($0) was announced and is not any more; it was not stored"
            }
    }

    private mutating func finish(
        _ page: CheckedPage, _ changes: SeriesReconciliation.Changes, _ newcomer: Newcomer?, _ commit: PageCommit,
        stored: any StoredSeries, in context: Context
    ) throws -> Step {
        var commit = commit
        commit.quarantined = page.quarantined
        commit.entities = page.entities.map { dataset, batch in
            EntityChange(
                dataset, upserts: batch, isComplete: page.content.completed.contains(dataset.name),
                day: fetch.now.dayUTC)
        }
        commit.note = changes.keepsNote ? nil : page.content.note
        commit.facts = page.content.facts
        commit.discoveries = try page.content.discoveries.map { discovery in
            DiscoveredUnit(
                name: discovery.unit, label: try provider.label(of: discovery.unit, note: discovery.note),
                partition: try provider.partition(of: discovery.unit, note: discovery.note), note: discovery.note,
                rank: discovery.rank
            )
        }
        // Of another listing under the same name nothing is known yet.
        if changes.acceptance == .newcomer { coverage = Coverage() }
        var outcome = try covered(by: page, changes, newcomer, stored: stored)
        missed = outcome.missed
        coverage = outcome.coverage
        noteUnproved(after: page, &outcome)
        commit.coverage = outcome.coverage
        report.counts.gapsFilled += outcome.filled
        report.counts.gapsOpen += outcome.holes.count

        report.counts.aside.quarantined += page.quarantined.count
        report.counts.aside.held += changes.withheld.count
        report.counts.aside.contradicted += page.duplicates.count
        report.counts.aside.uncompared += changes.uncompared
        if !outcome.holes.isEmpty || !page.quarantined.isEmpty {
            report.isKnown = outcome.isKnown && (report.result == .done || report.isKnown)
            report.result = .incomplete
            report.reason = outcome.reason.map { describe($0, holes: outcome.holes) } ?? quarantined(page)
        }
        commit.shown = page.content.shown
        commit.unchanged = page.content.unchanged
        commit.letsIn = try letsIn(page, in: context)
        commit.lacking = page.content.lacking
        commit.kept = page.content.kept
        isSealed = isSealed || page.content.isSealed
        switch page.content.end {
        case .more(let cursor), .held(let cursor):
            if case .held = page.content.end { holdsRows = true }
            fetch.cursor = cursor
            commit.progress = progress(to: cursor)
            return .commit(commit, then: .ask)
        case .done, .again, .restart:
            if asksDirectly {
                commit.progress = .confirming(cursor: nil)
                return .commit(commit, then: .confirm)
            }
            let isComplete = isComplete(in: context)
            // The sum is of what this page has written too.
            if isComplete, expectation.total != nil {
                commit.progress = .next(cursor: nil, purpose: fetch.purpose)
                return .commit(commit, then: .addUp)
            }
            if isComplete {
                coverage.settle()
                commit.coverage = coverage
            }
            commit.progress = .finished(self.outcome(isSealed: isComplete, in: context))
            return .commit(commit, then: .end)
        }
    }

    /// Whether a list stands for a name, and this is its first whole answer: what it shows was asked for, whichever run
    /// reads it.
    private func letsIn(_ page: CheckedPage, in context: Context) throws -> Bool {
        guard context.planner.options.updatesSeries, unit.completed == nil, let first = page.content.shown.first else {
            return false
        }
        return try provider.roots(of: first.name, note: first.note).contains(unit.name)
    }

    // MARK: Walks that lead nowhere

    /// Ever new cursors without a row or a subject lead nowhere. A walk from new to old may pass over very many rows
    /// that are too new.
    private mutating func refuseEmptiness(_ page: CheckedPage) throws {
        emptyPages = page.isEmpty ? emptyPages + 1 : 0
        guard emptyPages > 5_000 else { return }
        throw UnitFailure(
            .malformed, Reason("empty_pages", "\(emptyPages) pages in a row had nothing that was asked for"))
    }

    /// A walk that goes on for longer than anything that is known of is one that its provider does not end.
    private mutating func refuseMore(than most: Int, _ page: CheckedPage) throws {
        pages += 1
        guard pages >= most else { return }
        switch page.content.end {
        case .done: return
        case .more, .held, .again, .restart: break
        }
        throw UnitFailure(
            .malformed,
            Reason(
                "endless_walk",
                "after \(pages) pages it still goes on; if there is so much, say so with --max-pages"))
    }

    /// T6: a walk that does not move is not a walk.
    private mutating func refuseRepetition(_ page: CheckedPage) throws {
        let next: String? =
            switch page.content.end {
            case .more(let cursor), .held(let cursor), .again(let cursor): cursor
            case .done, .restart: nil
            }
        if let next, next == fetch.cursor {
            throw UnitFailure(
                .malformed, Reason("cursor_stands_still", "the page after \(next) is asked for again by itself"))
        }
        switch page.content.end {
        case .again, .restart: return
        case .done, .more, .held: break
        }
        if next != nil, !page.isEmpty, !fingerprints.insert(page.fingerprint).inserted {
            throw UnitFailure(
                .malformed, Reason("repeated_page", "two pages of the walk have the same \(page.rowCount) rows"))
        }
    }

    // MARK: Coverage

    private func covered(
        by page: CheckedPage, _ changes: SeriesReconciliation.Changes, _ newcomer: Newcomer?, stored: any StoredSeries
    ) throws -> CoverageUpdate.Outcome {
        guard let span = fetch.span else { return CoverageUpdate.Outcome(coverage: coverage) }
        var proofs = page.content.proofs
        if page.isBeforeSpan { proofs.removeAll { $0.proof.isOfRows } }
        if denseDataset == nil { proofs = try proofs.map { try believed($0, page, stored: stored) } }
        var withheld = changes.withheld
        if let dense = denseDataset {
            for row in page.quarantined where row.dataset == dense.name {
                if let tick = row.tick { withheld[tick] = Reason("quarantined", "rule \(row.rule)") }
            }
        }
        if let newcomer = newcomer?.proof(in: span, on: denseDataset?.axis ?? .sessions) { proofs.append(newcomer) }
        let update = CoverageUpdate(
            span: span, proofs: proofs, present: changes.present, withheld: withheld, now: fetch.now,
            isDense: denseDataset != nil)
        if case .sessions(let calendar, _) = expectation { return update.applied(to: coverage, calendar: calendar) }
        return update.applied(to: coverage)
    }

    /// A walk that is over has accounted for all that it asked for, or what it has not is a hole, however many rows
    /// came: what no answer proved is never said to be there, nor that there was nothing.
    private mutating func noteUnproved(after page: CheckedPage, _ outcome: inout CoverageUpdate.Outcome) {
        open += page.content.open
        guard case .done = page.content.end, let span = fetch.span else { return }
        for hole in unproved(in: span) {
            let reason = Reason(Reason.noProof, "the answers do not say whether this is all")
            coverage.setGap(hole, reason, now: fetch.now)
            outcome.holes.append(hole.lower)
            outcome.reason = outcome.reason ?? reason
            outcome.isKnown = false
        }
        outcome.coverage = coverage
    }

    /// What is in no state: of sessions those days alone, of time all that was not left open.
    private func unproved(in span: Span) -> [Span] {
        if case .sessions(let calendar, _) = expectation {
            return calendar.sessions(in: span.firstDay..<Day(number: span.upper)).filter {
                coverage.state(at: $0.number) == nil
            }.map { Span($0) }
        }
        var known = coverage
        for part in open { for hole in known.missing(in: part) { known.set(hole, .stored) } }
        return known.missing(in: span)
    }

    /// In time: rows that are stored refute an answer that has none where they are.
    private func believed(_ proof: SpanProof, _ page: CheckedPage, stored: any StoredSeries) throws -> SpanProof {
        switch proof.proof {
        case .gap, .lacking, .unavailable: return proof
        case .stored, .empty: break
        }
        guard page.series.allSatisfy({ $0.batch.isEmpty }), let dataset = series.first,
            let extent = try stored.extent(of: unit, in: dataset),
            proof.span.contains(extent.first) || proof.span.contains(extent.last), try !stored.holdsRows(of: unit)
        else { return proof }
        return SpanProof(
            span: proof.span, proof: .gap(Reason("rows_missing", "the answer has none of the rows that are stored")))
    }

    /// Which rows were set aside where no session lacks one by it: `2026-04-03 (rule E1) and 2 more`, or the first
    /// one's key.
    private func quarantined(_ page: CheckedPage) -> Reason {
        guard let row = page.quarantined.first else { return Reason("quarantined") }
        let axis = series.first { $0.name == row.dataset }?.axis
        let place = axis.flatMap { axis in row.tick.map { axis.text($0) } } ?? row.key
        let more = page.quarantined.count > 1 ? " and \(page.quarantined.count - 1) more" : ""
        return Reason("quarantined", "\(place) (rule \(row.rule))\(more)")
    }

    /// `null bar: 2024-03-04 and 2 more`.
    private func describe(_ reason: Reason, holes: [Int64]) -> Reason {
        guard let first = holes.first, let axis = denseDataset?.axis else { return reason }
        let more = holes.count > 1 ? " and \(holes.count - 1) more" : ""
        return Reason(reason.code, "\(axis.text(first))\(more)\(reason.detail.isEmpty ? "" : " (\(reason.detail))")")
    }
}
