import PluginKit

/// Where the tiers meet.
enum CutoffReading {
    static let request = Request(Tier.archive.upstream, path: "/historical/cutoff")

    static func read(_ response: Response, into page: inout Page<Kalshi>) throws {
        let row = VenueRow(try Answer.root(response))
        guard let settled = try? row.instant("market_settled_ts"), let created = try? row.instant("trades_created_ts") else {
            throw PluginError.malformed("the cutoff does not say where the tiers meet: \(row.json)")
        }
        try page.facts(KalshiFacts(marketsSettled: settled, tradesCreated: created))
    }
}
