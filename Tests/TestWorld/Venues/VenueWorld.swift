/// What there is on two venues, and what happens to it: a value. What an answer says follows from it and from the time
/// of the answer.
package struct VenueWorld: Sendable {
    package var polymarket: [PolyMarket]
    package var kalshi: [KalshiMarket]

    package init(polymarket: [PolyMarket] = [], kalshi: [KalshiMarket] = []) {
        self.polymarket = polymarket
        self.kalshi = kalshi
    }

    /// For changing one market's life in a test.
    package mutating func change(polymarket id: String, _ body: (inout PolyMarket) -> Void) {
        for index in polymarket.indices where polymarket[index].id == id { body(&polymarket[index]) }
    }

    package mutating func change(kalshi ticker: String, _ body: (inout KalshiMarket) -> Void) {
        for index in kalshi.indices where kalshi[index].ticker == ticker { body(&kalshi[index]) }
    }
}
