import Tabular

/// One row of a market's trades as the data API has it: a wallet's side of a fill.
struct PolyTrade {
    let second: Int64
    let hash: String
    let outcome: Int
    let isBuy: Bool
    /// Ten thousandths.
    let price: Int
    /// Millionths.
    let size: Int
    let wallet: String
    let isTaker: Bool
    /// The new API does not know the outcome's index and the event's slug.
    let isUnlabelled: Bool

    var priceText: String { VenueText.number(price, digits: 4) }
    var sizeText: String { VenueText.number(size, digits: 6) }
}

/// What was traded on a market of Polymarket: transactions at odd seconds, each with a taker's row and one or more
/// makers' rows.
struct PolyTape {
    /// Millionths; the fourth is dust.
    private static let sizes = [
        57_510_000, 5_000_000, 120_250_000, 5_000, 22_840_000, 3_333_333, 1_000_000_000, 14_000_000,
    ]

    let market: PolyMarket

    /// Rows up to an instant, oldest first.
    func rows(until now: Instant) -> [PolyTrade] {
        guard let step = market.tradeEvery else { return [] }
        let end = min(now, market.closes?.adding(seconds: -1) ?? now).seconds
        var rows: [PolyTrade] = []
        var index = 0
        while case let second = second(index, step), second <= end {
            append(index, second, to: &rows)
            index += 1
        }
        return rows
    }

    /// Takers' shares up to an instant, in millionths.
    func volume(until now: Instant) -> Int { rows(until: now).reduce(0) { $0 + ($1.isTaker ? $1.size : 0) } }

    /// Every fifth transaction has the second of the one before it.
    private func second(_ index: Int, _ step: Int64) -> Int64 {
        let place = index % 5 == 4 ? index - 1 : index
        return market.starts.seconds + Int64(place) * step + Int64(market.seed.below(Int(step), place, 6)) | 1
    }

    private func append(_ index: Int, _ second: Int64, to rows: inout [PolyTrade]) {
        let seed = market.seed
        let hash = "0x" + seed.hex(64, index, 7)
        let outcome = market.outcomes.count > 1 ? seed.below(2, index, 8) : 0
        let level = market.level.level(at: second, tick: market.tick)
        let price = outcome == 0 ? level : 10_000 - level
        let size = PolyTape.sizes[(index + seed.below(8, 0, 9)) % PolyTape.sizes.count]
        let isBuy = seed.below(3, index, 10) != 0
        let isUnlabelled = index % 11 == 10
        func row(_ outcome: Int, _ isBuy: Bool, _ price: Int, _ size: Int, _ wallet: Int, isTaker: Bool = false) {
            rows.append(
                PolyTrade(
                    second: second, hash: hash, outcome: outcome, isBuy: isBuy, price: price, size: size,
                    wallet: "0x" + VenueSeed("wallet").hex(40, wallet), isTaker: isTaker, isUnlabelled: isUnlabelled))
        }
        let maker = seed.below(40, index, 11)
        switch index % 3 {
        case 0:
            row(outcome, !isBuy, price, size, maker)
        case 1 where market.outcomes.count > 1:
            // Half from a seller, half minted against a buyer of the other outcome.
            row(outcome, !isBuy, price, size / 2, maker)
            row(1 - outcome, isBuy, 10_000 - price, size - size / 2, maker + 1)
        default:
            // Two orders of one wallet, alike to the last digit.
            row(outcome, !isBuy, price, size / 2, maker)
            row(outcome, !isBuy, price, size / 2, maker)
        }
        row(outcome, isBuy, price, index % 3 == 2 ? size / 2 * 2 : size, 40 + seed.below(20, index, 12), isTaker: true)
    }
}
