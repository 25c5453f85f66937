import LosslessJSON
import PluginKit

/// The parallel arrays of an answer, as many elements each.
struct ChartColumns {
    static let names = ["open", "high", "low", "close", "volume"]

    let timestamps: JSONValue
    /// In the order of ``names``.
    let quotes: [JSONValue]
    let adjustedCloses: JSONValue

    /// By the path that a column is declared with. Throws `PluginError.plugin` for a path that no array has.
    func array(at path: String) throws -> JSONValue {
        if path == "indicators.adjclose.adjclose" { return adjustedCloses }
        guard let place = ChartColumns.names.firstIndex(where: { path == "indicators.quote.\($0)" }) else {
            throw PluginError(
                .plugin, "the chart has no array \(path)", fix: "this is a defect of the plugin; please report it")
        }
        return quotes[place]
    }

    /// nil: the answer has no bars at all. Throws `PluginError.malformed` where an array is missing or has another
    /// length.
    init?(_ result: JSONValue, page: inout Page<Equities>) throws {
        let indicators = try result.member("indicators")
        let quote = try indicators.member("quote").element(0)
        let keys = try quote.members.map(\.key)
        guard let timestamps = try result.optional("timestamp"), timestamps.count > 0 || timestamps.kind != .array
        else {
            guard keys.isEmpty || result["timestamp"] != nil else {
                throw PluginError.malformed(
                    """
                    there is no timestamp at \(result.path), but \(quote.path) has \
                    \(keys.sorted().joined(separator: ", "))
                    """
                )
            }
            return nil
        }
        let count = timestamps.count
        func column(_ value: JSONValue) throws -> JSONValue {
            _ = try value.nodes
            guard value.count == count else {
                throw PluginError.malformed(
                    "\(value.path) has \(value.count) elements where \(timestamps.path) has \(count)")
            }
            return value
        }
        self.timestamps = try column(timestamps)
        quotes = try ChartColumns.names.map { try column(quote.member($0)) }
        adjustedCloses = try column(indicators.member("adjclose").element(0).member("adjclose"))
        for key in keys where !ChartColumns.names.contains(key) { page.flag("T2", "new key \(key) at \(quote.path)") }
    }
}
