import Tabular

/// What a share of each outcome pays, as far as the last prices of a market that is closed say it.
///
/// S1: one outcome pays 1 and the others 0, or all the same (a void), or, for a scalar market, any shares of 1.
/// `[0, 0]` is what legacy rows have and means that nobody knows; so do prices at which an old market happened to stop,
/// such as 0.9999996 and 0.0000004.
struct Payouts {
    /// By outcome; empty when they are not known.
    let shares: [String]
    /// What is wrong with them; nil when nothing is.
    let oddity: String?

    init(prices: [String], isScalar: Bool) {
        guard prices.count > 1, prices.allSatisfy({ DecimalText.isDecimal($0.utf8) }) else {
            shares = []
            oddity = prices.isEmpty ? nil : "outcomePrices are \(prices.joined(separator: ", "))"
            return
        }
        let ones = prices.count { Payouts.isEqual($0, "1") }
        let zeros = prices.count { Payouts.isEqual($0, "0") }
        let isWon = ones == 1 && zeros == prices.count - 1
        let isVoid = Payouts.isEqual(prices[0], "0.5") && prices.count == 2 && Payouts.isEqual(prices[1], "0.5")
        let isShared = Payouts.sum(prices) == ExactDecimal(1)
        shares = isWon || isVoid || isScalar && isShared ? prices : []
        oddity =
            isShared || zeros == prices.count
            ? nil : "outcomePrices of a closed market are \(prices.joined(separator: ", "))"
    }

    /// nil where one is negative.
    private static func sum(_ prices: [String]) -> ExactDecimal? {
        prices.reduce(ExactDecimal(0)) { sum, text in
            guard let price = ExactDecimal(text), price >= ExactDecimal(0) else { return nil }
            return sum?.adding(price)
        }
    }

    private static func isEqual(_ left: String, _ right: String) -> Bool { DecimalText.isEqual(left.utf8, right.utf8) }
}
