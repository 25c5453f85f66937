import LosslessJSON
import PluginKit
import Tabular

/// The markets of an answer on their way into rows: what they are, what state they are in, and that they are there.
///
/// One row that cannot be read is set aside and the rest goes in; its market is there all the same, and what is known
/// of it stays.
struct MarketRows {
    /// Whose complete walk shows a combo that is not over; nil: the unit that was asked. Other markets are in the list
    /// of open events.
    let combosList: KalshiUnit?
    let now: Instant

    private(set) var markets: [MarketRow] = []
    private var unread: [(row: JSONValue, odd: OddMember)] = []
    /// Of events that do not say readably where their markets belong: it is not these rows that are odd.
    private var homeless: [JSONValue] = []

    init(now: Instant, combosList: KalshiUnit? = nil) {
        self.combosList = combosList
        self.now = now
    }

    /// `home` is nil where the event does not say readably where its markets belong.
    mutating func add(_ json: JSONValue, home: Home?) {
        guard let home else { return homeless.append(json) }
        do throws(OddMember) {
            markets.append(try MarketRow(json, home: home))
        } catch {
            unread.append((json, error))
        }
    }

    /// Whether a row was met of which nobody knows what market it is.
    var hasNameless: Bool { (unread.map(\.row) + homeless).contains { MarketRows.ticker($0) == nil } }

    /// Fills the page.
    func append(to page: inout Page<Kalshi>) throws {
        page.looks(at: markets.count + unread.count, of: Markets.dataset)
        for row in homeless {
            let ticker = MarketRows.ticker(row)
            page.setAside("T2", of: Markets.dataset, key: ticker ?? "?", raw: row.rawText)
            page.flag("T2", "markets \(ticker ?? "?"): the event's series or category cannot be read; set aside")
            if let ticker { page.keeps(ticker) }
        }
        var read: [MarketRow] = []
        var broken = unread
        var leftOut: [(MarketRow, OddMember)] = []
        try page.rows(by: Markets.plan) { rows in
            for market in markets {
                do throws(OddMember) {
                    for odd in try rows.append(market) { leftOut.append((market, odd)) }
                    read.append(market)
                } catch {
                    broken.append((market.json, error))
                }
            }
        }
        for (row, odd) in leftOut { page.leavesOut(odd, row.json, of: Markets.dataset, key: row.ticker) }
        for (row, odd) in broken {
            let ticker = MarketRows.ticker(row)
            page.setAside(
                odd, row, of: Markets.dataset, rule: odd.name == MarketRow.tickerMember.path ? "P1" : "T2",
                key: ticker ?? "?")
            if let ticker { page.keeps(ticker) }
        }
        try page.append(
            values: read.map { MarketStatus.Sighting(ticker: $0.ticker, status: $0.status, now: now) },
            by: MarketStatus.plan)
        for row in read {
            for (rule, text) in row.flags { page.flag(rule, text) }
            try page.shows(
                row.ticker, label: row.ticker, note: row.note, rank: row.rank, isOver: row.isOver,
                list: row.isCombo ? combosList : .events(.open))
        }
    }

    static func ticker(_ json: JSONValue) -> String? { try? MarketRow.tickerMember.text(in: json) }
}
