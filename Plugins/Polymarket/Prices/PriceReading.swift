import LosslessJSON
import PluginKit
import Tabular

/// Reads midpoints, or what it means that there are none.
///
/// No points are no proof: what one fidelity does not have any more, a coarser one may. So is an answer that begins
/// days behind its window: the part before it is asked for by itself, with the rungs that are left.
struct PriceReading {
    private static let day: Int64 = 86_400

    private let question: PriceQuestion
    private let market: String
    private let outcome: Int

    init(_ question: PriceQuestion, market: String, outcome: Int) {
        self.question = question
        self.market = market
        self.outcome = outcome
    }

    private var window: PriceWindow { question.window }

    /// A bucket's beginning in Unix seconds, and its midpoint.
    private struct Point {
        let bucket: Int64
        let mid: JSONNode
    }

    func read(_ response: Response, into page: inout Page<Polymarket>) throws {
        let document = try JSONDocument(response.body)
        let answer = try points(document.root.member("history"), &page)
        let points = answer.points
        guard let first = points.first else {
            guard answer.hasUnread else { return nothing(&page) }
            // Not none: those that there are cannot be read.
            page.proves(span(window.start, window.end), .gap(Reason("quarantined", "no point of it can be read")))
            page.end = end(first: window.rung(of: question.ladder.count))
            return
        }
        if let head = head(before: first.bucket) {
            if let next = head.next(rungs: question.ladder.count) {
                // The window comes again, from where its points begin.
                page.end = .again(.prices(next))
                return
            }
            prove(span(head.start, head.end), &page)
            page.proves(span(head.end, window.end), .stored)
        } else {
            page.proves(span(window.start, window.end), .stored)
        }
        try append(points, of: document, to: &page)
        if let last = points.last { flagDisagreement(last, document, &page) }
        page.end = end(first: window.rung(of: question.ladder.count))
    }

    /// The last point of each bucket, those of the window only. A point that is not of the window at all is another
    /// question's answer.
    private func points(_ history: JSONValue, _ page: inout Page<Polymarket>) throws -> (
        points: [Point], hasUnread: Bool
    ) {
        let width = Int64(question.fidelity) * 60
        var points: [Point] = []
        var hasUnread = false
        page.looks(at: history.count, of: Prices.dataset)
        for element in try history.elements {
            let (stamp, sent) = (Prices.time.raw(in: element), Prices.mid.raw(in: element))
            guard let time = stamp?.wholeNumber, stamp?.instant != nil, let mid = sent, !mid.hasEscapes,
                mid.decimalText != nil
            else {
                let isTime = stamp?.wholeNumber != nil && stamp?.instant != nil
                page.setAside(
                    isTime
                        ? OddMember(Prices.mid.path, expected: "a decimal", found: sent)
                        : OddMember(Prices.time.path, expected: "a time", found: stamp), element,
                    of: Prices.dataset, key: "\(market)|\(outcome)|\(isTime ? stamp?.rawText ?? "" : "?")")
                hasUnread = true
                continue
            }
            guard time >= window.start - width, time <= window.end + width else {
                throw PluginError.mismatch(
                    """
                    points of \(span(window.start, window.end).text(on: .time)) were asked for and one is of \
                    \(Instant(seconds: time))
                    """
                )
            }
            let bucket = time.roundedDown(to: width)
            guard bucket >= window.start, bucket < window.end else { continue }
            if points.last?.bucket == bucket { points.removeLast() }
            points.append(Point(bucket: bucket, mid: mid.node))
        }
        return (points, hasUnread)
    }

    private func nothing(_ page: inout Page<Polymarket>) {
        if isQuiet {
            page.leavesOpen(span(window.start, window.end))
            page.end = end(first: window.first)
            return
        }
        if let next = window.next(rungs: question.ladder.count) {
            page.end = .again(.prices(next))
            return
        }
        prove(span(window.start, window.end), &page)
        page.end = end(first: window.first)
    }

    /// The last hours of an open market: fine points are kept for a week, so that there are none yet. A coarser one in
    /// their place would keep them out when they come.
    private var isQuiet: Bool { question.note.closed == nil && window.start >= question.now.adding(days: -2).seconds }

    /// The days of the window before its first point, when there are at least two that should have some.
    private func head(before bucket: Int64) -> PriceWindow? {
        // Younger days are not known yet, and are asked for with what follows them.
        let points = min(bucket, question.now.adding(days: -1).seconds).roundedDown(to: PriceReading.day)
        let opening = question.note.start ?? window.start
        let expected = max(window.start, opening).roundedDown(to: PriceReading.day)
        guard points >= expected + 2 * PriceReading.day, points > window.start else { return nil }
        return window.head(to: points, rungs: question.ladder.count)
    }

    /// 2022-11-18: before it the venue keeps no points of any fidelity.
    private static let firstKept: Int64 = 1_668_729_600

    /// All rungs were asked and none has a point: of what ended a day ago that is asked for some times more, but where
    /// the venue says that it keeps none. What is younger is not known: a quiet hour is no trouble, and the next run
    /// asks for it again with what follows, from the midnight to which the rest is proved.
    private func prove(_ span: Span, _ page: inout Page<Polymarket>) {
        let dayAgo = question.now.adding(days: -1).seconds
        let end = span.end.seconds <= dayAgo ? span.end : Instant(seconds: dayAgo.roundedDown(to: PriceReading.day))
        page.leavesOpen(Span(max(span.lower, end.microseconds), span.upper))
        guard end > span.start else { return }
        let span = Span(span.lower, end.microseconds)
        let fidelities = question.ladder.map(String.init).joined(separator: ", ")
        let reason = Reason("no_points", "none at \(fidelities) minutes")
        page.proves(span, span.end.seconds <= Self.firstKept ? .unavailable(reason) : .lacking(reason))
    }

    private func append(_ points: [Point], of document: JSONDocument, to page: inout Page<Polymarket>) throws {
        try page.rows(by: Prices.plan) { rows in
            for point in points {
                let mid = String(decoding: document.bytes[point.mid.textRange], as: UTF8.self)
                _ = try rows.append(
                    Prices.Point(
                        market: market, outcome: outcome, bucket: point.bucket, mid: mid, fidelity: question.fidelity))
            }
        }
    }

    /// S2: the last midpoint of a market that pays 1 or 0 is near it, unless there was a dispute.
    private func flagDisagreement(_ last: Point, _ document: JSONDocument, _ page: inout Page<Polymarket>) {
        guard let closed = question.note.closed, window.end >= closed, question.note.payouts.indices.contains(outcome)
        else { return }
        let payout = question.note.payouts[outcome]
        guard let mid = DecimalText.double(document.bytes[last.mid.textRange]) else { return }
        let isWon = DecimalText.isEqual(payout.utf8, "1".utf8)
        let isLost = DecimalText.isEqual(payout.utf8, "0".utf8)
        guard isWon && mid < 0.95 || isLost && mid > 0.05 else { return }
        page.flag("S2", "market \(market), outcome \(outcome): the last midpoint is \(mid) and a share pays \(payout)")
    }

    private func end(first: Int) -> PageEnd<PolymarketCursor> {
        question.following(first: first).map { .more(.prices($0)) } ?? .done
    }

    private func span(_ start: Int64, _ end: Int64) -> Span {
        Span(Instant(seconds: start).microseconds, Instant(seconds: end).microseconds)
    }
}
