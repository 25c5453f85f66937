import LosslessJSON
import PluginKit
import Tabular

/// A market as Kalshi sends it.
struct MarketRow {
    let row: VenueRow
    let ticker: String
    let event: String?
    let status: String?
    let collection: String?
    let isCombo: Bool
    /// What the archive is to know of the market: a row that does not say it readably is no row.
    let note: KalshiNote

    /// Throws an `OddMember` for a row without a ticker, and for one of which a member that decides what is asked for cannot be read.
    init(_ json: JSONValue, home: Home) throws(OddMember) {
        row = VenueRow(json)
        ticker = try row.required("ticker")
        event = try row.text("event_ticker")
        status = try row.text("status")
        collection = try row.text("mve_collection_ticker")
        let legs = try row.find("mve_selected_legs")
        isCombo = collection != nil || legs != nil
        var note = KalshiNote()
        note.event = event
        note.series = home.series
        note.category = home.category
        note.collection = collection
        note.created = try row.instant("created_time")
        note.opens = try row.instant("open_time")
        note.closes = try row.instant("close_time")
        note.status = status
        note.result = try row.text("result")
        note.payout = try row.decimal("settlement_value_dollars")
        let volume = try? row.decimal("volume_fp")
        if let volume, !DecimalText.isEqual(volume.utf8, "0".utf8) { note.isTraded = true }
        let isOver = MarketPhase(status) == .settled
        if isOver { note.volume = volume }
        // Old rows are final without saying since when; the last change of a final market is at or after its settlement.
        let settled = try row.instant("settlement_ts")
        if isOver {
            note.ended = settled
            if settled == nil { note.ended = try row.instant("updated_time") }
            note.ended = note.ended ?? note.closes
        }
        self.note = note
    }

    var phase: MarketPhase { MarketPhase(status) }
    var isOver: Bool { phase == .settled }

    /// By how much was traded; nil where that is not said.
    var rank: Double? {
        guard let volume = try? row.decimal("volume_fp") else { return nil }
        return DecimalText.double(Array(volume.utf8)[...])
    }

    /// What is odd about a result: that it is there too early (S3), or that what YES is paid does not fit it (S1).
    var flags: [(rule: String, text: String)] {
        guard let result = note.result else { return [] }
        var flags: [(rule: String, text: String)] = []
        if [.unopened, .open].contains(phase) || status == "closed" {
            flags.append(("S3", "\(ticker) has the result \(result) while it is \(status ?? "without a status")"))
        }
        if let due = ["yes": "1", "no": "0"][result], let paid = note.payout, !DecimalText.isEqual(due.utf8, paid.utf8) {
            flags.append(("S1", "\(ticker) ended with \(result), and YES is paid \(paid)"))
        }
        return flags
    }

    /// Answers the members that are null because they cannot be read.
    func append(to builder: inout BatchBuilder, home: Home) throws(OddMember) -> [OddMember] {
        try row.append(
            to: &builder,
            own: ["series_ticker": home.series.value, "category": home.category.value, "is_combo": .boolean(isCombo)])
    }
}
