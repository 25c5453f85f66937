import Tabular

/// The markets of Kalshi by what they are asked for.
struct KalshiIndex: Sendable {
    struct Event: Sendable {
        let event: KalshiMarket.Event
        let markets: [KalshiMarket]
        var isCombo: Bool { markets.contains { $0.combo != nil } }
    }

    /// By ticker.
    let markets: [KalshiMarket]
    let events: [Event]
    let series: [KalshiMarket.Series]
    /// When the first market of a series was made, by its ticker.
    let seriesCreated: [String: Instant]
    private let places: [String: Int]
    private let eventPlaces: [String: Int]

    init(_ world: [KalshiMarket]) {
        let markets = world.sorted { $0.ticker < $1.ticker }
        let groups = Dictionary(grouping: markets, by: \.event.ticker)
        let events = groups.values.compactMap { group in group.first.map { Event(event: $0.event, markets: group) } }
            .sorted { $0.event.ticker < $1.event.ticker }
        self.markets = markets
        self.events = events
        series = Dictionary(grouping: markets, by: \.event.series.ticker).values.compactMap { $0.first?.event.series }
            .sorted { $0.ticker < $1.ticker }
        seriesCreated = Dictionary(markets.map { ($0.event.series.ticker, $0.created) }, uniquingKeysWith: min)
        places = Dictionary(uniqueKeysWithValues: markets.enumerated().map { ($1.ticker, $0) })
        eventPlaces = Dictionary(uniqueKeysWithValues: events.enumerated().map { ($1.event.ticker, $0) })
    }

    func market(_ ticker: String) -> KalshiMarket? { places[ticker].map { markets[$0] } }
    func event(_ ticker: String) -> Event? { eventPlaces[ticker].map { events[$0] } }

    /// Where a market stands in `markets`.
    func place(_ ticker: String) -> Int? { places[ticker] }
}
