/// Names of tables and columns in SQL.
enum SQLName {
    /// The table of a dataset, of series and of entities: `equities_daily_bars`.
    static func table(_ provider: String, _ dataset: String) -> String { "\(provider)_\(dataset)" }

    static func quote(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// `"symbol", "date"`
    static func list(_ names: [String]) -> String { names.map(quote).joined(separator: ", ") }

    /// `"symbol" = ? AND "date" = ?`
    static func conditions(_ names: [String]) -> String { names.map { "\(quote($0)) = ?" }.joined(separator: " AND ") }
}
