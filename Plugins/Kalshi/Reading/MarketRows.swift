import LosslessJSON
import PluginKit
import Tabular

/// The markets of an answer on their way into rows: what they are, what state they are in, and that they are there.
///
/// One row that cannot be read is set aside and the rest goes in; its market is there all the same, and what is known
/// of it stays. One that came in the same text before is there as it was.
struct MarketRows {
    /// Whose complete walk shows a combo that is not over; nil: the unit that was asked. Other markets are in the list
    /// of open events.
    let combosList: KalshiUnit?
    let now: Instant

    /// What was made into rows, once the page is filled.
    private(set) var markets: [MarketRow] = []
    private var sent: [(row: JSONValue, ticker: String?, home: Home?)] = []

    init(now: Instant, combosList: KalshiUnit? = nil) {
        self.combosList = combosList
        self.now = now
    }

    /// `home` is nil where the event does not say readably where its markets belong.
    mutating func add(_ json: JSONValue, home: Home?) { sent.append((json, MarketRows.ticker(json), home)) }

    /// Whether a row was met of which nobody knows what market it is.
    var hasNameless: Bool { sent.contains { $0.ticker == nil } }

    /// Fills the page.
    mutating func append(to page: inout Page<Kalshi>) throws {
        let list = combosList.map { "\($0)" }
        for (row, ticker, home) in sent {
            guard let home else {
                setAside(row, ticker, in: &page)
                continue
            }
            guard let ticker else {
                try read(row, home, into: &page)
                continue
            }
            let given = [home.series, home.category, list]
            try page.subject(ticker, from: row, of: Markets.dataset, given: given) { page in
                try read(row, home, into: &page)
            }
        }
    }

    /// A market of an event that does not say readably where its markets belong: it is not its row that is odd.
    private func setAside(_ row: JSONValue, _ ticker: String?, in page: inout Page<Kalshi>) {
        page.setAside("T2", of: Markets.dataset, key: ticker ?? "?", raw: row.rawText)
        page.flag("T2", "markets \(ticker ?? "?"): the event's series or category cannot be read; set aside")
        if let ticker { page.keeps(ticker) }
    }

    private mutating func read(_ json: JSONValue, _ home: Home, into page: inout Page<Kalshi>) throws {
        page.looks(at: 1, of: Markets.dataset)
        let market: MarketRow
        var leftOut: [OddMember] = []
        do {
            market = try MarketRow(json, home: home)
            try page.rows(by: Markets.plan) { rows in leftOut = try rows.append(market) }
        } catch let odd as OddMember {
            let ticker = MarketRows.ticker(json)
            page.setAside(
                odd, json, of: Markets.dataset, rule: odd.name == MarketRow.tickerMember.path ? "P1" : "T2",
                key: ticker ?? "?")
            if let ticker { page.keeps(ticker) }
            return
        }
        for odd in leftOut { page.leavesOut(odd, json, of: Markets.dataset, key: market.ticker) }
        try page.append(
            values: [MarketStatus.Sighting(ticker: market.ticker, status: market.status, now: now)],
            by: MarketStatus.plan)
        for (rule, text) in market.flags { page.flag(rule, text) }
        try page.shows(
            market.ticker, label: market.ticker, note: market.note, rank: market.rank, isOver: market.isOver,
            list: market.isCombo ? combosList : .events(.open))
        markets.append(market)
    }

    static func ticker(_ json: JSONValue) -> String? { try? MarketRow.tickerMember.text(in: json) }
}
