import LosslessJSON
import PluginKit
import Tabular

/// The markets of an answer on their way into rows: what they are, what state they are in, and that they are there.
///
/// One row that cannot be read is set aside and the rest goes in; an answer in which no row can be read is refused.
struct MarketRows {
    /// Whose complete walk shows a combo that is not over; nil: the unit that was asked. Other markets are in the list of open events.
    let combosList: KalshiUnit?
    let now: Instant

    private(set) var markets: [(row: MarketRow, home: Home)] = []
    private var unread: [(key: String, raw: String)] = []
    private var fault: (any Error)?

    init(now: Instant, combosList: KalshiUnit? = nil) {
        self.combosList = combosList
        self.now = now
    }

    mutating func add(_ json: JSONValue, home: Home) throws {
        do {
            markets.append((try MarketRow(json), home))
        } catch {
            try setAside(json, error)
        }
    }

    /// Fills the page.
    mutating func append(to page: inout Page<Kalshi>) throws {
        var read: [(row: MarketRow, home: Home)] = []
        var broken: [(MarketRow, any Error)] = []
        try page.rows(of: Markets.dataset) { builder in
            for (row, home) in markets {
                do {
                    try row.append(to: &builder, home: home)
                    read.append((row, home))
                } catch {
                    builder.abandonRow()
                    broken.append((row, error))
                }
            }
        }
        for (row, error) in broken { try setAside(row.row.json, error) }
        if read.isEmpty, let fault { throw fault }
        for (key, raw) in unread { page.setAside("T2", of: Markets.dataset, key: key, raw: raw) }
        try page.rows(of: MarketStatus.dataset) { builder in
            for (row, _) in read { MarketRows.append(row.ticker, row.status, now: now, to: &builder) }
        }
        for (row, home) in read {
            for (rule, text) in try row.flags() { page.flag(rule, text) }
            try page.shows(
                row.ticker, label: row.ticker, note: row.note(home), rank: row.rank(), isOver: row.isOver,
                list: row.isCombo ? combosList : .events(.open))
        }
    }

    static func append(_ ticker: String, _ status: String?, now: Instant, to builder: inout BatchBuilder) {
        builder.text(ticker)
        builder.instant(Instant(seconds: now.seconds))
        builder.value(status.value)
        builder.endRow()
    }

    private mutating func setAside(_ json: JSONValue, _ error: any Error) throws {
        // Where it is not even an object, the answer is of another kind.
        guard json.kind == .object else { throw error }
        fault = fault ?? error
        unread.append(((try? json["ticker"]?.string()) ?? "", json.rawText))
    }
}
