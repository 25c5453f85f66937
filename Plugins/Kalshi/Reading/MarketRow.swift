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

    /// Throws `PluginError.malformed` for a row without a ticker.
    init(_ json: JSONValue) throws {
        row = VenueRow(json)
        ticker = try row.required("ticker")
        event = try row.text("event_ticker")
        status = try row.text("status")
        collection = try row.text("mve_collection_ticker")
        isCombo = try collection != nil || row.find("mve_selected_legs") != nil
    }

    var phase: MarketPhase { MarketPhase(status) }
    var isOver: Bool { phase == .settled }

    func note(_ home: Home) throws -> KalshiNote {
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
        // Old rows are final without saying since when; the last change of a final market is at or after its settlement.
        if isOver { note.ended = try row.instant("settlement_ts") ?? row.instant("updated_time") ?? note.closes }
        return note
    }

    /// By how much was traded; nil where that is not said.
    func rank() throws -> Double? { try row.decimal("volume_fp").flatMap { DecimalText.double(Array($0.utf8)[...]) } }

    /// S3: what a market is not settled by.
    func flags() throws -> String? {
        guard let result = try row.text("result"), [.unopened, .open].contains(phase) || status == "closed" else { return nil }
        return "\(ticker) has the result \(result) while it is \(status ?? "without a status")"
    }

    func append(to builder: inout BatchBuilder, home: Home) throws {
        try row.append(
            to: &builder,
            own: ["series_ticker": home.series.value, "category": home.category.value, "is_combo": .boolean(isCombo)])
    }
}
