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
}
