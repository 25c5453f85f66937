import Tabular

/// The markets of Polymarket by what they are asked for.
struct PolyIndex: Sendable {
    struct Event: Sendable {
        let event: PolyMarket.Event
        let markets: [PolyMarket]
    }

    /// Something in a listing, with its place in the world.
    struct Listed<Item> {
        let position: Int
        let item: Item
        let created: Instant
        let market: PolyMarket
    }

    /// By id, as numbers.
    let markets: [PolyMarket]
    let events: [Event]
    private let eventPlaces: [String: Int]
    private let conditions: [String: Int]
    private let tokens: [String: (market: Int, outcome: Int)]

    init(_ world: [PolyMarket]) {
        let markets = world.sorted { (Int($0.id) ?? 0) < (Int($1.id) ?? 0) }
        let groups = Dictionary(grouping: markets, by: \.event.id)
        let events = groups.values.compactMap { group in group.first.map { Event(event: $0.event, markets: group) } }
            .sorted { (Int($0.event.id) ?? 0) < (Int($1.event.id) ?? 0) }
        var conditions: [String: Int] = [:]
        var tokens: [String: (market: Int, outcome: Int)] = [:]
        for (place, market) in markets.enumerated() {
            conditions[market.conditionID] = place
            for (outcome, token) in market.tokens.enumerated() { tokens[token] = (place, outcome) }
        }
        self.markets = markets
        self.events = events
        self.conditions = conditions
        self.tokens = tokens
        eventPlaces = Dictionary(uniqueKeysWithValues: events.enumerated().map { ($1.event.id, $0) })
    }

    func event(id: String?, slug: String?) -> Event? {
        if let id { return eventPlaces[id].map { events[$0] } }
        return events.first { $0.event.slug == slug }
    }

    func market(condition: String) -> PolyMarket? { conditions[condition].map { markets[$0] } }
    func market(token: String) -> (market: PolyMarket, outcome: Int)? {
        tokens[token].map { (markets[$0.market], $0.outcome) }
    }

    var tags: [String] { Set(events.flatMap(\.event.tags)).sorted() }
}
