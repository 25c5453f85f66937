import LosslessJSON
import PluginKit
import Tabular

/// A market as Kalshi sends it.
struct MarketRow {
    let json: JSONValue
    let home: Home
    let ticker: String
    let event: String?
    let status: String?
    let collection: String?
    let isCombo: Bool
    /// What the archive is to know of the market: a row that does not say it readably is no row.
    let note: KalshiNote

    static let tickerMember = Markets.plan.member("ticker")

    /// The members by which it is told what is asked for.
    private enum Members {
        static let event = Markets.plan.member("event_ticker")
        static let status = Markets.plan.member("status")
        static let collection = Markets.plan.member("mve_collection_ticker")
        static let legs = Markets.plan.member("mve_selected_legs")
        static let created = Markets.plan.member("created_time")
        static let opens = Markets.plan.member("open_time")
        static let closes = Markets.plan.member("close_time")
        static let result = Markets.plan.member("result")
        static let payout = Markets.plan.member("settlement_value")
        static let volume = Markets.plan.member("volume")
        static let settled = Markets.plan.member("settlement_time")
        static let updated = Markets.plan.member("updated_time")
    }

    /// Throws an `OddMember` for a row without a ticker, and for one of which a member that decides what is asked for
    /// cannot be read.
    init(_ json: JSONValue, home: Home) throws(OddMember) {
        self.json = json
        self.home = home
        ticker = try MarketRow.tickerMember.requiredText(in: json)
        event = try Members.event.text(in: json)
        status = try Members.status.text(in: json)
        collection = try Members.collection.text(in: json)
        let legs = try Members.legs.value(in: json)
        isCombo = collection != nil || legs != nil
        var note = KalshiNote()
        note.event = event
        note.series = home.series
        note.category = home.category
        note.collection = collection
        note.created = try Members.created.instant(in: json)
        note.opens = try Members.opens.instant(in: json)
        note.closes = try Members.closes.instant(in: json)
        note.status = status
        note.result = try Members.result.text(in: json)
        note.payout = try Members.payout.decimal(in: json)
        let volume = try? Members.volume.decimal(in: json)
        if let volume, !DecimalText.isEqual(volume.utf8, "0".utf8) { note.isTraded = true }
        let isOver = MarketPhase(status) == .settled
        if isOver { note.volume = volume }
        // Old rows are final without saying since when; the last change of a final market is at or after its
        // settlement.
        let settled = try Members.settled.instant(in: json)
        if isOver {
            note.ended = settled
            if settled == nil { note.ended = try Members.updated.instant(in: json) }
            note.ended = note.ended ?? note.closes
        }
        self.note = note
    }

    var phase: MarketPhase { MarketPhase(status) }
    var isOver: Bool { phase == .settled }

    /// By how much was traded; nil where that is not said.
    var rank: Double? {
        guard let volume = try? Members.volume.decimal(in: json) else { return nil }
        return DecimalText.double(Array(volume.utf8)[...])
    }

    /// What is odd about a result: that it is there too early (S3), or that what YES is paid does not fit it (S1).
    var flags: [(rule: String, text: String)] {
        guard let result = note.result else { return [] }
        var flags: [(rule: String, text: String)] = []
        if [.unopened, .open].contains(phase) || status == "closed" {
            flags.append(("S3", "\(ticker) has the result \(result) while it is \(status ?? "without a status")"))
        }
        if let due = ["yes": "1", "no": "0"][result], let paid = note.payout, !DecimalText.isEqual(due.utf8, paid.utf8)
        {
            flags.append(("S1", "\(ticker) ended with \(result), and YES is paid \(paid)"))
        }
        return flags
    }
}

/// What a market's row does not say: its series and its category. Only the event does, and its ticker must not be
/// split.
struct Home: Hashable, Codable {
    var series: String?
    var category: String?

    static let unknown = Home()

    init(series: String? = nil, category: String? = nil) {
        self.series = series
        self.category = category
    }

    /// nil where one of the two cannot be read: then nobody knows where the event's markets belong.
    init?(event: JSONValue) {
        guard event.kind == .object, let series = try? Optional(Events.series.text(in: event)),
            let category = try? Optional(Events.category.text(in: event))
        else { return nil }
        self.init(series: series, category: category)
    }
}
