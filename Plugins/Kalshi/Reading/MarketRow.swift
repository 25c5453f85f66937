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
        let volume = try row.decimal("volume_fp")
        if let volume, !DecimalText.isEqual(volume.utf8, "0".utf8) { note.isTraded = true }
        if isOver { note.volume = volume }
        // Old rows are final without saying since when; the last change of a final market is at or after its settlement.
        if isOver { note.ended = try row.instant("settlement_ts") ?? row.instant("updated_time") ?? note.closes }
        return note
    }

    /// By how much was traded; nil where that is not said.
    func rank() throws -> Double? { try row.decimal("volume_fp").flatMap { DecimalText.double(Array($0.utf8)[...]) } }

    /// What is odd about a result: that it is there too early (S3), or that what YES is paid does not fit it (S1).
    func flags() throws -> [(rule: String, text: String)] {
        guard let result = try row.text("result") else { return [] }
        var flags: [(rule: String, text: String)] = []
        if [.unopened, .open].contains(phase) || status == "closed" {
            flags.append(("S3", "\(ticker) has the result \(result) while it is \(status ?? "without a status")"))
        }
        if let due = ["yes": "1", "no": "0"][result], let paid = try row.decimal("settlement_value_dollars"),
            !DecimalText.isEqual(due.utf8, paid.utf8)
        {
            flags.append(("S1", "\(ticker) ended with \(result), and YES is paid \(paid)"))
        }
        return flags
    }

    func append(to builder: inout BatchBuilder, home: Home) throws {
        try row.append(
            to: &builder,
            own: ["series_ticker": home.series.value, "category": home.category.value, "is_combo": .boolean(isCombo)])
    }
}
