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

    init(event: JSONValue) throws {
        let row = VenueRow(event)
        self.init(series: try row.text("series_ticker"), category: try row.text("category"))
    }
}
