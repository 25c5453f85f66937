import LosslessJSON

/// What a market's row does not say: its series and its category. Only the event does, and its ticker must not be split.
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
        let row = VenueRow(event)
        guard event.kind == .object, let series = try? Optional(row.text("series_ticker")),
            let category = try? Optional(row.text("category"))
        else { return nil }
        self.init(series: series, category: category)
    }
}
