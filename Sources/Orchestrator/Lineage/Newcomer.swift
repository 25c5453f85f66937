import Archive
import PluginKit
import Tabular

/// The owner's word that a series begins with another listing: what stands before it is not of the series, whatever
/// answers have of it later.
struct Newcomer {
    /// The first tick of the series.
    let first: Int64

    private static let words = "as its owner says, another listing begins on "

    init(first: Int64) {
        self.first = first
    }

    /// As coverage has it; nil where the owner has not said so.
    init?(_ coverage: Coverage) {
        let spans = coverage.spans.filter { part in
            if case .empty(let reason) = part.state { reason.detail.hasPrefix(Newcomer.words) } else { false }
        }
        guard let last = spans.last else { return nil }
        first = last.span.upper
    }

    /// That there is nothing before it in a span; nil where the span begins with it.
    func proof(in span: Span, on axis: Axis) -> SpanProof? {
        guard first > span.lower else { return nil }
        let reason = Reason("before_listing", Newcomer.words + axis.text(first))
        return SpanProof(span: Span(span.lower, min(first, span.upper)), proof: .empty(reason))
    }

    /// A page without the rows of whoever had the name before.
    func own(_ page: CheckedPage) -> CheckedPage {
        var page = page
        page.series = page.series.map { dataset, batch in
            guard let axis = dataset.axisColumn else { return (dataset, batch) }
            let ticks = batch.columns[axis].values
            return ticks.contains { $0 < first }
                ? (dataset, batch.selecting(ticks.indices.filter { ticks[$0] >= first })) : (dataset, batch)
        }
        return page
    }
}
