import PluginKit
package import Tabular

/// What is known of a unit's axis: sorted spans that do not overlap, neighbours of equal state joined. What is in none
/// was never asked for.
package struct Coverage: Sendable, Hashable {
    package private(set) var spans: [CoverageSpan] = []

    package init() {}

    /// From any spans; a later one wins where they overlap.
    package init(_ spans: [CoverageSpan]) {
        for part in spans { set(part.span, part.state) }
    }

    /// From spans of the record, which are sorted, disjoint and joined.
    init(recorded spans: [CoverageSpan]) {
        self.spans = spans
    }

    package var isEmpty: Bool { spans.isEmpty }

    /// Sets a span to a state, whatever was known of it.
    package mutating func set(_ span: Span, _ state: CoverageSpan.State) {
        guard !span.isEmpty else { return }
        put([CoverageSpan(span, state)], over: span)
    }

    /// Forgets what was known of a span.
    package mutating func clear(_ span: Span) {
        guard !span.isEmpty else { return }
        put([], over: span)
    }

    /// The state at a tick; nil where nothing was asked for.
    package func state(at tick: Int64) -> CoverageSpan.State? {
        let index = firstIndex(endingAfter: tick)
        guard index < spans.count, spans[index].span.contains(tick) else { return nil }
        return spans[index].state
    }

    /// Whether a tick is stored, empty or unavailable. A gap is not covered.
    package func isCovered(_ tick: Int64) -> Bool {
        switch state(at: tick) {
        case nil, .gap: false
        case .stored, .empty, .unavailable: true
        }
    }

    /// The parts of a span that no span of this coverage holds: those never asked for.
    package func missing(in span: Span) -> [Span] {
        var missing: [Span] = []
        var position = span.lower
        var index = firstIndex(endingAfter: span.lower)
        while index < spans.count, spans[index].span.lower < span.upper {
            if spans[index].span.lower > position { missing.append(Span(position, spans[index].span.lower)) }
            position = spans[index].span.upper
            index += 1
        }
        if position < span.upper { missing.append(Span(position, span.upper)) }
        return missing
    }

    /// The first stored tick.
    package var firstStored: Int64? { spans.first { $0.state == .stored }?.span.lower }
    /// The last stored tick.
    package var lastStored: Int64? { spans.last { $0.state == .stored }.map { $0.span.upper - 1 } }

    /// The end of the last contiguous covered span; nil where nothing is covered.
    package var watermark: Int64? {
        spans.last { isCovering($0.state) }?.span.upper
    }

    /// The parts that lie in `span`.
    func parts(in span: Span) -> [CoverageSpan] {
        var parts: [CoverageSpan] = []
        var index = firstIndex(endingAfter: span.lower)
        while index < spans.count, let inside = spans[index].span.intersection(span) {
            parts.append(CoverageSpan(inside, spans[index].state))
            index += 1
        }
        return parts
    }

    private func isCovering(_ state: CoverageSpan.State) -> Bool {
        if case .gap = state { return false }
        return true
    }

    /// The index of the first span that ends after a tick.
    private func firstIndex(endingAfter tick: Int64) -> Int {
        var lower = 0
        var upper = spans.count
        while lower < upper {
            let middle = (lower + upper) / 2
            if spans[middle].span.upper > tick { upper = middle } else { lower = middle + 1 }
        }
        return lower
    }

    /// Replaces what lies in `span` and joins neighbours of equal state.
    private mutating func put(_ parts: [CoverageSpan], over span: Span) {
        var first = firstIndex(endingAfter: span.lower)
        var end = first
        while end < spans.count, spans[end].span.lower < span.upper { end += 1 }
        var replacement: [CoverageSpan] = []
        if first < end, spans[first].span.lower < span.lower {
            replacement.append(CoverageSpan(Span(spans[first].span.lower, span.lower), spans[first].state))
        }
        replacement += parts
        if first < end, spans[end - 1].span.upper > span.upper {
            replacement.append(CoverageSpan(Span(span.upper, spans[end - 1].span.upper), spans[end - 1].state))
        }
        // The neighbours may now be of equal state.
        if first > 0 {
            first -= 1
            replacement.insert(spans[first], at: 0)
        }
        if end < spans.count {
            replacement.append(spans[end])
            end += 1
        }
        var joined: [CoverageSpan] = []
        for part in replacement {
            if let last = joined.last, last.span.upper == part.span.lower, last.state == part.state {
                joined[joined.count - 1] = CoverageSpan(Span(last.span.lower, part.span.upper), part.state)
            } else {
                joined.append(part)
            }
        }
        spans.replaceSubrange(first..<end, with: joined)
    }
}
