package import Archive
import MarketCalendar
package import PluginKit
package import Tabular
package import Upstream

/// One real question to each upstream of a provider: the cheapest that the provider has, asked by its own request and
/// read by its own reader, so that a page or an error in words is told from data. Writes nothing.
package struct LiveInquiry: Sendable {
    /// What one upstream answered.
    package struct Finding: Sendable, Hashable {
        package enum Outcome: Sendable, Hashable {
            /// It answered as it does in a run: who, and to what question.
            case answered(host: String, question: String)
            case met(UpstreamDiagnosis)
            /// It said something of the question, not of itself; or the question could not be asked.
            case failed(Reason)
            /// The provider asks it only for what it knows from others, and nothing of that is known yet.
            case notAsked
        }

        package let upstream: String
        package let outcome: Outcome
        /// Where its other host answered, and why it was asked.
        package let move: String?
    }

    private let provider: any LoadedProvider
    private let selection: Selection
    private let units: [UnitRecord]
    private let upstreams: Upstreams
    private let now: Instant

    /// So many units of a kind are looked at to find a question for an upstream.
    private static let most = 40

    /// - Parameters:
    ///   - selection: the job's.
    ///   - units: of the archive, where there is one.
    package init(
        _ provider: any LoadedProvider, selection: Selection, units: [UnitRecord], upstreams: Upstreams, now: Instant
    ) {
        self.provider = provider
        self.selection = selection
        self.units = units
        self.upstreams = upstreams
        self.now = now
    }

    private struct Candidate {
        let unit: UnitName
        var note: String?
    }

    package func findings() async -> [Finding] {
        var outcomes: [String: Finding.Outcome] = [:]
        let names = provider.manifest.upstreams.map(\.name)
        var facts: String?
        var queue = candidates
        var next = 0
        while next < queue.count, outcomes.count < names.count {
            let candidate = queue[next]
            next += 1
            let fetch = StoredFetch(
                unit: candidate.unit, note: candidate.note, facts: facts, span: span(of: candidate), now: now)
            guard let request = try? provider.request(for: fetch), names.contains(request.upstream),
                outcomes[request.upstream] == nil
            else { continue }
            let task = FetchTask(
                provider: provider, upstreams: upstreams, fetch: fetch, request: .success(request), lifetime: nil,
                known: nil, kept: nil, looksTwice: true)
            switch await task.run() {
            case .page(let page, let answer, _):
                outcomes[request.upstream] = .answered(
                    host: PrintableAddress(answer.url).description, question: label(of: candidate))
                facts = page.content.facts ?? facts
                queue += told(by: page.content)
            case .failed(let failure, _):
                outcomes[request.upstream] = outcome(of: failure, from: request.upstream)
            case .cancelled:
                outcomes[request.upstream] = .failed(Reason("stopped"))
            }
        }
        let moves = upstreams.moves
        return names.map { name in
            Finding(
                upstream: name, outcome: outcomes[name] ?? .notAsked, move: moves.first { $0.hasPrefix("\(name): ") })
        }
    }

    /// What is known without asking: what opens every run, what the archive has, what the job names.
    private var candidates: [Candidate] {
        let prologue = ((try? provider.prologue()) ?? []).map { Candidate(unit: $0) }
        let known = units.filter { $0.state != .sealed && $0.cause == nil && $0.retired == nil }.suffix(Self.most).map {
            Candidate(unit: $0.name, note: $0.note)
        }
        let roots = ((try? provider.roots(for: selection)) ?? []).prefix(Self.most).map { Candidate(unit: $0) }
        return prologue + known + roots
    }

    /// What a list told of, a few.
    private func told(by content: PageContent) -> [Candidate] {
        let units = content.discoveries.prefix(Self.most).map { Candidate(unit: $0.unit, note: $0.note) }
        let subjects = content.shown.filter { !$0.isOver }.prefix(Self.most).flatMap { subject in
            ((try? provider.units(of: subject.name, note: subject.note, selection: selection)) ?? []).map {
                Candidate(unit: $0, note: subject.note)
            }
        }
        return units + subjects
    }

    private func outcome(of failure: UnitFailure, from upstream: String) -> Finding.Outcome {
        if let met = upstreams.met.diagnoses.first(where: { $0.upstream == upstream }) { return .met(met) }
        guard failure.kind == .malformed else { return .failed(failure.reason) }
        return .met(
            UpstreamDiagnosis(
                .unreadable, upstream: upstream, host: upstreams.hosts[upstream] ?? "",
                detail: failure.reason.description))
    }

    private func label(of candidate: Candidate) -> String {
        (try? provider.label(of: candidate.unit, note: candidate.note)) ?? candidate.unit.text
    }

    /// Little, and of late: the last session that has closed, or the last hour of a life.
    private func span(of candidate: Candidate) -> Span? {
        guard let expectation = try? provider.expectation(of: candidate.unit, note: candidate.note) else { return nil }
        switch expectation {
        case .sessions(let calendar, _):
            return calendar.session(before: now.dayUTC).map { Span($0.number, $0.number + 1) }
        case .continuous(let continuity):
            let end = continuity.grid.floor(min(now.adding(seconds: -continuity.lag), continuity.until ?? now))
            let begin = max(end.adding(seconds: -3600), continuity.from ?? end.adding(seconds: -3600))
            return Span(min(begin, end).microseconds, end.microseconds + (continuity.includesEnd ? 1 : 0))
        case .snapshot, .onRequest, .once:
            return nil
        }
    }
}
