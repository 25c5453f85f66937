import PluginKit
import Tabular

/// The dataset `actions`: dividends, splits and distributed capital gains, also those on days without a bar.
enum Actions {
    /// In the order of their texts, which is the order of the key.
    enum Kind: String {
        case capitalGain = "capital_gain"
        case dividend
        case split

        /// `capital gain`.
        var words: String { rawValue.split(separator: "_").joined(separator: " ") }
    }

    static let dataset = Dataset(
        "actions", .series(axis: "date", isDense: false),
        "Dividends, splits and distributed capital gains of a listing, each on its own date.",
        columns: [
            Column("symbol", .text, "The listing, share classes behind a dot: BRK.B."),
            Column(
                "date", .day, from: "date",
                "Ex-date of a distribution, first day of a split, in New York; it may have no bar."),
            Column("kind", .text, "capital_gain, dividend or split."),
            Column(
                "amount", .decimal, nullable: true, unit: "USD a share", from: "amount",
                "What is paid, split-adjusted; null for a split."),
            Column(
                "numerator", .decimal, nullable: true, unit: "shares", from: "numerator",
                "New shares of a split, 4 of 4:1; null for others."),
            Column(
                "denominator", .decimal, nullable: true, unit: "shares", from: "denominator",
                "Old shares of a split, 1 of 4:1; null for others."),
        ],
        key: ["symbol", "date", "kind"], home: .record,
        rules: [
            Rule(
                "T2", .reading, .quarantine,
                "An event has a time and figures. One that has not is kept with its text, and the bar of its day waits."
            ),
            Rule(
                "E3", .reading, .flag,
                """
                Several of a kind on one date are one row: payments added up, ratios multiplied, each named as sent; \
                equal ones, with the same figures in the same currency, count once.
                """),
            Rule(
                "E12", .reading, .quarantine,
                """
                A split has a ratio of two numbers above 0, several payments of one date are in one currency, and none \
                is as large as the share was worth the session before.
                """),
            Rule("E12", .reading, .flag, "What is paid in another currency than USD is stored as sent."),
            Rule("E4", .increasing, .reject, "Dates strictly increase within an answer."),
            Rule(
                "E12", .positive(columns: ["amount", "numerator", "denominator"]), .quarantine,
                "Amounts and ratios are greater than 0."),
        ])

    static let plan = RowPlan<(symbol: String, event: ChartEvent)>(
        dataset,
        values: [
            .text("symbol") { $0.symbol }, .day("date") { $0.event.day }, .text("kind") { $0.event.kind.rawValue },
            .decimal("amount") { text($0.event.amount) }, .decimal("numerator") { text($0.event.numerator) },
            .decimal("denominator") { text($0.event.denominator) },
        ])

    /// nil for what an event of its kind does not have.
    private static func text(_ number: [UInt8]) -> String? {
        number.isEmpty ? nil : String(decoding: number, as: UTF8.self)
    }
}
