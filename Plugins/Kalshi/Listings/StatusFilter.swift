import LosslessJSON
import PluginKit

/// Notices a listing whose `status` or `with_nested_markets` was ignored: more than two and more than a tenth of a
/// page's events are not of the kind that was asked for. Fewer may have moved on between Kalshi's filter and its
/// answer, and a page of a few events, as the last one may be, says nothing.
struct StatusFilter {
    /// Events of a page that can be judged.
    private static let enough = 20

    let listing: KalshiUnit.Listing
    private var events = 0
    private var withMarkets = 0
    private var strangers: [String] = []

    init(_ listing: KalshiUnit.Listing) {
        self.listing = listing
    }

    mutating func look(at markets: [JSONValue]) {
        events += 1
        guard let first = markets.first else { return }
        withMarkets += 1
        let words = markets.map { (try? $0["status"]?.string()) ?? "" }
        let isStranger =
            switch listing {
            case .open: words.allSatisfy { $0 == "finalized" }
            case .closed: words.contains("active") || words.allSatisfy { $0 == "finalized" }
            case .settled: words.contains("active")
            }
        if isStranger { strangers.append((try? first["event_ticker"]?.string()) ?? "?") }
    }

    /// Throws `PluginError.mismatch`.
    func verify(_ page: inout Page<Kalshi>) throws {
        // An event that is open has an open market.
        if listing == .open, events >= Self.enough, withMarkets == 0 {
            throw PluginError.mismatch("open events came without any market: with_nested_markets was ignored")
        }
        guard let first = strangers.first else { return }
        let words = "\(strangers.count) of \(withMarkets) events, \(first) the first, are not \(listing.rawValue)"
        guard events < Self.enough || strangers.count <= max(2, withMarkets / 10) else {
            throw PluginError.mismatch("\(words): the filter by status was ignored")
        }
        page.flag("T3", words)
    }
}
