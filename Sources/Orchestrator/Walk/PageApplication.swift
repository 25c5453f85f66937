import Archive
import PluginKit
import Tabular
import Upstream

/// Does what walks say, in the writer: commits what has become of a page, and looks up what the walk wants to know
/// next.
struct PageApplication {
    let archive: Archive
    let clock: RunClock
    let context: Walk.Context

    enum Outcome {
        /// Ask again with the walk's fetch.
        case next
        case finished
        /// Nothing was committed: the upstream does not have the unit. `absent` takes its word.
        case absent(Walk.Absence)
    }

    func apply(_ page: CheckedPage, _ answer: FetchedAnswer, to walk: inout Walk) throws -> Outcome {
        var page = page
        // Since the page was read, another may have shown one of them otherwise.
        if try !archive.record.areMade(page.content.unchanged) { page = try whole(answer, walk) }
        let record = AnswerRecord(
            span: walk.fetch.span, purpose: walk.fetch.purpose, isDirect: walk.isDirect,
            received: clock.received(answer.answer), status: answer.response.status, sha256: answer.sha256,
            bytes: answer.response.body.count,
            rows: page.rowCount)
        switch try walk.read(page, record, attempts: answer.attempts, stored: archive.reader, in: context) {
        case .absent(let absence): return .absent(absence)
        case .commit(let commit, let next):
            let before = commit.releasesHeld ? try rows(of: walk) : 0
            let effect = try archive.apply(commit)
            if commit.releasesHeld { walk.report.counts.stored += try rows(of: walk) - before }
            try walk.took(effect, of: page)
            return try follow(next, &walk)
        }
    }

    /// The page with all that is in it, whatever was read before.
    private func whole(_ answer: FetchedAnswer, _ walk: Walk) throws -> CheckedPage {
        do {
            return try PageCheck(fetch: walk.fetch, lifetime: walk.lifetime).check(
                try walk.provider.read(answer.response, for: walk.fetch, known: walk.known?.withoutTexts))
        } catch {
            throw UnitFailure(error)
        }
    }

    private func follow(_ next: Walk.Next, _ walk: inout Walk) throws -> Outcome {
        switch next {
        case .ask: return .next
        case .end: return .finished
        case .addUp:
            let difference = try TotalCheck(archive: archive.reader, provider: walk.provider).difference(
                of: walk.unit, walk.expectation, walk.coverage)
            let (commit, repeats) = walk.ended(with: difference, in: context)
            walk.took(try archive.apply(commit), difference, repeats: repeats)
            return .finished
        case .confirm: return try confirm(&walk) ? .next : .finished
        }
    }

    /// Turns a list to its next direct questions; it ends where there are none. Whether there are.
    private func confirm(_ walk: inout Walk) throws -> Bool {
        try Self.lookUp(&walk, in: archive)
        if walk.isConfirmed { try end(&walk) }
        return !walk.isConfirmed
    }

    /// Turns a list to the subjects that its walk has not shown, behind those that were asked for.
    static func lookUp(_ walk: inout Walk, in archive: Archive) throws {
        // What a clock that was ahead has put off is asked for.
        let now = walk.isMisdated ? nil : walk.fetch.now
        let unshown = try archive.record.unshown(
            by: walk.unit, after: walk.confirmedThrough, limit: walk.directQuestions, now: now)
        walk.confirm(unshown.map { ($0.id, $0.name) })
    }

    /// A list whose pages and whose direct questions are over.
    func end(_ walk: inout Walk) throws { try archive.apply(walk.ended(in: context)) }

    /// A batch of direct questions that has no believable answer is passed over. Whether another follows; the list is
    /// over when none does.
    func passOver(_ walk: inout Walk) throws -> Bool {
        try archive.apply(walk.passedOver(in: context))
        return try confirm(&walk)
    }

    /// The upstream's word that it does not have a unit is taken.
    func absent(_ absence: Walk.Absence, _ walk: inout Walk) throws {
        try archive.apply(walk.absent(absence, stored: archive.reader, in: context))
    }

    private func rows(of walk: Walk) throws -> Int {
        try walk.series.reduce(0) { $0 + (try archive.reader.extent(of: walk.unit, in: $1)?.rows ?? 0) }
    }
}
