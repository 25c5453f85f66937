import LosslessJSON
import Tabular

/// One dividend, split or capital gain of an answer.
struct ChartEvent {
    let kind: Actions.Kind
    /// In New York, from the event's own date. The key beside it is the bar's stamp when bars are longer than a day.
    let day: Day
    /// What goes into `daily_bars`: the amount, or the ratio.
    let value: [UInt8]
    /// The amount; empty for splits.
    let amount: [UInt8]
    let numerator: [UInt8]
    let denominator: [UInt8]

    /// `the split 2:1 of 2026-03-02`.
    var text: String {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        let what = amount.isEmpty ? "\(text(numerator)):\(text(denominator))" : text(amount)
        return "the \(kind.words) \(what) of \(day)"
    }
}
