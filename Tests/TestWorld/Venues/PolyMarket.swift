package import Tabular

/// An invented market of Polymarket and what happens to it.
package struct PolyMarket: Sendable {
    /// The event that a market belongs to.
    package struct Event: Sendable {
        package var id: String
        package var title: String
        package var tags: [String]
        package var isNegRisk = false

        package init(id: String, title: String, tags: [String], isNegRisk: Bool = false) {
            self.id = id
            self.title = title
            self.tags = tags
            self.isNegRisk = isNegRisk
        }

        package var slug: String { PolyMarket.slug(title) }
    }

    /// From an instant on, what UMA says; nil: nothing any more.
    package struct Stage: Sendable {
        package var from: Instant
        package var resolution: String?

        package init(_ from: Instant, _ resolution: String?) {
            self.from = from
            self.resolution = resolution
        }
    }

    package var id: String
    package var question: String
    package var event: Event
    package var outcomes = ["Yes", "No"]
    package var created: Instant
    /// Trading and prices begin.
    package var starts: Instant
    /// Nominal; says nothing about when it really ends.
    package var ends: Instant
    /// When it is closed and resolved, if ever.
    package var closes: Instant?
    /// `outcomePrices` once it is closed, as text.
    package var payouts: [String] = []
    package var stages: [Stage] = []
    /// From here on nobody serves it.
    package var vanishes: Instant?
    /// Minutes between two price points.
    package var pointEvery = 180
    /// Seconds between two transactions, on average; nil: nobody trades it.
    package var tradeEvery: Int64? = 43_200
    /// No tokens, no book, no prices where it is false: the AMM's markets, and names that wait for a candidate.
    package var hasTokens = true
    /// Whether `/prices-history` has anything, at any fidelity.
    package var hasPrices = true
    /// In ten thousandths.
    package var tick = 10
    /// Further members of the market's JSON.
    package var extras: [(name: String, json: String)] = []

    package init(id: String, _ question: String, event: Event, created: Instant, ends: Instant) {
        self.id = id
        self.question = question
        self.event = event
        self.created = created
        self.starts = created.adding(seconds: 3_600)
        self.ends = ends
    }

    // MARK: What follows

    package var slug: String { PolyMarket.slug(question) }
    package var conditionID: String { "0x" + seed.hex(64, 0, 1) }
    /// One of 78 digits and the others of 77, as text; empty without tokens.
    package var tokens: [String] {
        guard hasTokens else { return [] }
        return outcomes.indices.map { seed.digits($0 == 0 ? 78 : 77, beginning: $0 == 0 ? "10" : "7", $0 + 1) }
    }

    var seed: VenueSeed { VenueSeed("polymarket:" + id) }

    var level: PriceLevel {
        PriceLevel(
            seed: seed, opens: starts.seconds, closes: closes?.seconds,
            payout: payouts.first.flatMap(PolyMarket.tenThousandths))
    }

    package func isServed(at now: Instant) -> Bool { created <= now && now < vanishes ?? .distantFuture }
    package func isClosed(at now: Instant) -> Bool { closes.map { $0 <= now } ?? false }
    package func resolution(at now: Instant) -> String? { stages.last { $0.from <= now }?.resolution }

    /// The last time anything about it but prices changed.
    func updated(at now: Instant) -> Instant {
        ([created, starts] + stages.map(\.from) + [closes].compactMap { $0 }).filter { $0 <= now }.max() ?? created
    }

    static func slug(_ text: String) -> String {
        text.lowercased().split { !($0.isLetter || $0.isNumber) || !$0.isASCII }.joined(separator: "-")
    }

    /// `0.5843...` as 5843; digits behind the fourth are cut.
    private static func tenThousandths(_ text: String) -> Int? {
        let parts = text.split(separator: ".")
        guard let whole = parts.first.flatMap({ Int($0) }) else { return nil }
        let fraction = parts.count > 1 ? String(parts[1].prefix(4)) : ""
        return whole * 10_000 + (Int(fraction + String(repeating: "0", count: 4 - fraction.utf8.count)) ?? 0)
    }
}

extension Instant {
    static let distantFuture = Instant(microseconds: .max)
}
