import PluginKit

/// Where the tiers meet.
enum CutoffReading {
    static let request = Request(Tier.archive.upstream, path: "/historical/cutoff")

    static func read(_ response: Response, into page: inout Page<Kalshi>) throws {
        let root = try KalshiAnswer.root(response)
        guard let settled = try? Member("market_settled_ts", .kalshi).instant(in: root),
            let created = try? Member("trades_created_ts", .kalshi).instant(in: root)
        else {
            throw PluginError.malformed("the cutoff does not say where the tiers meet: \(root)")
        }
        try page.facts(KalshiFacts(marketsSettled: settled, tradesCreated: created))
    }
}
