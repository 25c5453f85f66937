import LosslessJSON
import PluginKit

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
