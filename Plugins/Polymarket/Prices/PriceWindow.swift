import PluginKit
import Tabular

/// A part of the span that is asked for, of at most 15 days, and the fidelity it is asked with. A value: where such a
/// walk stands.
///
/// Windows end at midnight in UTC, except the last one: a day is a whole number of buckets of every fidelity, so that
/// no bucket belongs to two windows.
package struct PriceWindow: Hashable, Codable, Sendable {
    /// The CLOB refuses more, whatever the fidelity.
    static let longest: Int64 = 15 * 86_400

    /// Unix seconds; the end is exclusive.
    let start: Int64
    let end: Int64
    /// The rung of the ladder with which the window began.
    let first: Int
    /// How many rungs were asked without an answer.
    let asked: Int
    /// Windows that were cut off this one because a rung has points for them: they follow it.
    let rest: [Part]

    /// To where, and with which rung.
    struct Part: Hashable, Codable, Sendable {
        let end: Int64
        let rung: Int
    }

    init(start: Int64, end: Int64, first: Int, asked: Int = 0, rest: [Part] = []) {
        self.start = start
        self.end = end
        self.first = first
        self.asked = asked
        self.rest = rest
    }

    /// The window at the beginning of what is left of a span.
    init(from start: Int64, to end: Int64, first: Int) {
        let midnight = (start + PriceWindow.longest).roundedDown(to: 86_400)
        self.init(start: start, end: min(end, midnight), first: first)
    }

    /// About how many windows a span has.
    static func count(_ span: Span) -> Int {
        let seconds = span.end.seconds(since: span.start)
        return seconds.isFinite && seconds > 0 ? Int(seconds / Double(longest)) + 1 : 1
    }

    /// The same window with the next rung; nil when all were asked.
    func next(rungs: Int) -> PriceWindow? {
        asked + 1 < rungs ? PriceWindow(start: start, end: end, first: first, asked: asked + 1, rest: rest) : nil
    }

    /// What is before `middle`, where the rung that is asked now has nothing; the rest comes after it.
    func head(to middle: Int64, rungs: Int) -> PriceWindow {
        PriceWindow(
            start: start, end: middle, first: first, asked: asked, rest: [Part(end: end, rung: rung(of: rungs))] + rest)
    }

    /// The rung that is asked now: the coarser ones after the first, then those before it.
    func rung(of rungs: Int) -> Int { (first + asked) % rungs }
}

extension Int64 {
    func roundedDown(to step: Int64) -> Int64 {
        let rest = self % step
        return self - (rest < 0 ? rest + step : rest)
    }
}
