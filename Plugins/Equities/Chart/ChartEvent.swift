import LosslessJSON
import PluginKit
import Tabular

/// One dividend, split or capital gain of an answer; several of one kind and day as one.
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
    /// Of a payment; empty where the answer does not say.
    var currency = ""

    /// `the split 2:1 of 2026-03-02`.
    var text: String { "the \(kind.words) \(figures) of \(day)" }

    /// `2:1`, `0.25`.
    var figures: String {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        return amount.isEmpty ? "\(text(numerator)):\(text(denominator))" : text(amount)
    }

    /// Why an entry is no event.
    enum Fault: Error {
        /// T2: a member cannot be read.
        case odd(OddMember)
        /// E12: all of it is read, and no split can be so.
        case noRatio
    }

    static func read(
        _ entry: JSONValue, _ kind: Actions.Kind, _ day: Day, priceText: EquitiesOptions.PriceText
    ) -> Result<ChartEvent, Fault> {
        func decimal(_ name: String) throws(Fault) -> String {
            guard let text = entry[name]?.decimalText else {
                throw .odd(OddMember(name, expected: "a decimal", found: entry[name]))
            }
            return text
        }
        do throws(Fault) {
            guard kind == .split else {
                let text = Array(try decimal("amount").utf8)
                var amount: [UInt8] = []
                switch priceText {
                case .sent: amount = text
                case .shortest: Float32Text.appendShortest(of: text[...], to: &amount)
                }
                return .success(
                    ChartEvent(
                        kind: kind, day: day, value: amount, amount: amount, numerator: [], denominator: [],
                        currency: entry["currency"]?.plainText ?? ""))
            }
            let (numerator, denominator) = (try decimal("numerator"), try decimal("denominator"))
            guard let split = ChartEvent(split: numerator, denominator, day) else { return .failure(.noRatio) }
            return .success(split)
        } catch {
            return .failure(error)
        }
    }

    init(
        kind: Actions.Kind, day: Day, value: [UInt8], amount: [UInt8], numerator: [UInt8], denominator: [UInt8],
        currency: String = ""
    ) {
        self.kind = kind
        self.day = day
        self.value = value
        self.amount = amount
        self.numerator = numerator
        self.denominator = denominator
        self.currency = currency
    }

    /// nil for what is not the ratio of a split.
    init?(split numerator: String, _ denominator: String, _ day: Day) {
        guard let ratio = SplitRatio(numerator, denominator) else { return nil }
        self.init(
            kind: .split, day: day, value: Array(ratio.text.utf8), amount: [], numerator: Array(numerator.utf8),
            denominator: Array(denominator.utf8))
    }
}
