import PluginKit
import Tabular

/// One request's part of a span: Kalshi refuses more than 5,000 bars, reckoned from the bounds before anything is read.
struct CandleWindow {
    /// Room is left for the hour that a day may be longer, and for the bounds themselves.
    static let bars: Int64 = 4_800

    /// The first and the last second at which a bar may end.
    let start: Int64
    let end: Int64
    /// The part of the unit's axis that an answer proves.
    let span: Span
    /// Where the next window begins; nil: this is the last one.
    let next: Int64?

    /// Windows tile the span: each begins with the second after the one before it.
    init(_ whole: Span, _ period: CandlePeriod, start: Int64?) {
        let first = CandleWindow.ceil(whole.lower)
        let last = max(Instant(microseconds: whole.upper - 1).seconds, first)
        let begin = start ?? first
        let width = CandleWindow.bars * period.seconds
        self.start = begin
        end = min(begin + width - 1, last)
        next = end < last ? end + 1 : nil
        span = Span(
            start.map { Instant(seconds: $0).microseconds } ?? whole.lower,
            next.map { Instant(seconds: $0).microseconds } ?? whole.upper)
    }

    static func count(_ whole: Span, _ period: CandlePeriod) -> Int {
        let seconds = Instant(microseconds: whole.upper).seconds - Instant(microseconds: whole.lower).seconds
        return max(1, Int((seconds + bars * period.seconds - 1) / (bars * period.seconds)))
    }

    private static func ceil(_ microseconds: Int64) -> Int64 {
        let instant = Instant(microseconds: microseconds)
        return instant.seconds + (microseconds == Instant(seconds: instant.seconds).microseconds ? 0 : 1)
    }
}
