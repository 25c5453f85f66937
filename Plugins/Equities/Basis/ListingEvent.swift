import PluginKit
import Tabular

/// A row of `actions`, as a number.
struct ListingEvent: Hashable {
    let kind: Actions.Kind
    let day: Int64
    /// The amount, or the ratio of a split: new shares for an old one.
    let value: Double
    /// `2:1`, `0.26`.
    let text: String

    /// `the split 2:1 of 2026-02-09`.
    var description: String { "the \(kind.words) \(text) of \(Day(number: day))" }

    /// A split that moves no price is none.
    var isSplit: Bool { kind == .split && abs(value - 1) > 1e-6 }

    /// Ascending. What is no number is left out.
    static func all(_ series: [String: Batch]) -> [ListingEvent] {
        guard let batch = series[Actions.dataset.name] else { return [] }
        func cell(_ row: Int, _ name: String) -> String? {
            batch.schema.index(of: name).flatMap { batch.text(row: row, column: $0) }
        }
        return (0..<batch.count).compactMap { row in
            guard let kind = cell(row, "kind").flatMap(Actions.Kind.init), let day = batch.schema.index(of: "date")
            else { return nil }
            let tick = batch.integer(row: row, column: day)
            if kind == .split {
                guard let above = cell(row, "numerator"), let below = cell(row, "denominator"),
                    let over = Double(above),
                    let under = Double(below), over > 0, under > 0
                else { return nil }
                return ListingEvent(kind: kind, day: tick, value: over / under, text: "\(whole(above)):\(whole(below))")
            }
            guard let text = cell(row, "amount"), let amount = Double(text) else { return nil }
            return ListingEvent(kind: kind, day: tick, value: amount, text: text)
        }
    }

    /// `4` for `4.0`.
    private static func whole(_ text: String) -> String { text.hasSuffix(".0") ? String(text.dropLast(2)) : text }

    /// Whether both are the same event, whatever its amount on today's basis.
    func isSame(as other: ListingEvent) -> Bool { kind == other.kind && day == other.day }
}
