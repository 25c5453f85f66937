package import PluginKit
package import Tabular

/// The life of a market: which units it has, from when to when they are asked for, and when each is done.
extension Polymarket {
    /// For answers that were not yet in Gamma's or the CLOB's caches (300 and 90 seconds) when they were asked for.
    static let settleLag: Int64 = 600
    private static let rest: Int64 = 900
    /// 2020-06-01: the venue has nothing older. Where a market says no date, or an impossible one, it begins here and
    /// not in 1970.
    private static let firstDay = Instant(seconds: 1_590_969_600)

    /// The listings that a status needs: what is settled stands in the open one too, while other markets of its event
    /// are open.
    package func roots(for selection: Selection) throws -> [PolymarketUnit] {
        guard selection.names.isEmpty else {
            var known: Set<MarketName> = []
            return try selection.names.map { try MarketName.named($0) }.filter { known.insert($0).inserted }.map {
                .named($0.text)
            }
        }
        switch selection.status {
        case nil, "open": return [.events(.open)]
        case "closed", "settled", "all": return [.events(.open), .events(.closed)]
        case let status?:
            throw PluginError.usage("--status cannot be '\(status)'", fix: "say open, closed, settled or all")
        }
    }

    package func units(of subject: String, note: PolymarketNote, selection: Selection) throws -> [PolymarketUnit] {
        func isWanted(_ dataset: Dataset) -> Bool {
            selection.datasets.isEmpty || selection.datasets.contains(dataset.name)
        }
        let prices = note.tokens.indices.filter { !note.tokens[$0].isEmpty }.map {
            PolymarketUnit.prices(market: subject, outcome: $0)
        }
        return (isWanted(Prices.dataset) ? prices : [])
            + (isWanted(Trades.dataset) && note.condition != nil ? [.trades(market: subject)] : [])
    }

    package func roots(of subject: String, note: PolymarketNote) -> [PolymarketUnit] {
        let names: [MarketName] = [.id(subject), .slug(note.slug)] + (note.condition.map { [.condition($0)] } ?? [])
        // A slug that reads like an id names the market of that id.
        return names.filter { MarketName($0.text) == $0 }.map { .named($0.text) }
    }

    package func isWanted(_ subject: String, note: PolymarketNote, status: String) -> Bool {
        status == "all" || note.stage.rawValue == status
    }

    package func categories(of subject: String, note: PolymarketNote) -> [String] { note.tags }

    package func expectation(of unit: PolymarketUnit, note: PolymarketNote?) -> UnitExpectation {
        switch unit {
        case .events(.open), .named: return .snapshot(maxAge: 900)
        case .events(.closed): return .onRequest(maxAge: 20 * 3_600)
        case .prices:
            let grid = TimeGrid.seconds(Int64(options.fidelity) * 60)
            let until = note?.lastSecond.map { grid.next(after: $0.adding(seconds: -1)) }
            return .continuous(
                Continuity(
                    from: Polymarket.beginning(note?.firstDay), until: until, lag: Polymarket.settleLag, grid: grid,
                    rest: Polymarket.rest))
        case .trades:
            // The chain's clock is not Gamma's.
            return .continuous(
                Continuity(
                    from: Polymarket.beginning(note?.firstDay?.adding(days: -1)), until: note?.lastSecond,
                    lag: Polymarket.settleLag,
                    rest: Polymarket.rest,
                    total: note?.volume.map {
                        SeriesTotal(of: "size", in: "trades", is: $0, rule: "X5", isBinding: false)
                    }))
        }
    }

    static func beginning(_ day: Instant?) -> Instant { max(day ?? firstDay, firstDay) }

    package func partition(of unit: PolymarketUnit, note: PolymarketNote?) -> [String] {
        let event = note?.event ?? "0"
        switch unit {
        case .events, .named: return []
        case .prices(let market, let outcome): return [event, "\(market)-\(outcome)"]
        case .trades(let market): return [event, market]
        }
    }

    package func series(of unit: PolymarketUnit, note: PolymarketNote?) -> [String] {
        switch unit {
        case .events, .named: []
        case .prices: [Prices.dataset.name]
        case .trades: [Trades.dataset.name]
        }
    }

    package func label(of unit: PolymarketUnit, note: PolymarketNote?) -> String? {
        switch unit {
        case .events: nil
        case .named(let name): name
        case .prices(_, let outcome):
            note.map { $0.outcomes.indices.contains(outcome) ? "\($0.slug) \($0.outcomes[outcome])" : $0.slug }
        case .trades: note?.slug
        }
    }

    /// Fine prices are the first to go: some saw them gone 12 hours after a market was resolved. Trades stay.
    package func expiry(of unit: PolymarketUnit, note: PolymarketNote?, facts: NoValue?) -> Instant? {
        guard case .prices = unit, let note else { return nil }
        return note.closed.map { Instant(seconds: $0).adding(seconds: 12 * 3_600) }
            ?? note.end.map { Instant(seconds: $0) }
    }
}
