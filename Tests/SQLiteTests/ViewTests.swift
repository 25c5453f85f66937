import Equities
import PluginKit
import Tabular
import Testing

/// The views of equities, asked in SQL.
@Suite("Views of the equities in SQL")
struct ViewTests {
    private static func dataset() throws -> Dataset {
        try #require(Equities.manifest.datasets.first { $0.name == "daily_bars" })
    }

    /// As the archive makes it: a union of selects, each in parentheses.
    private static func make(_ name: String, of dataset: Dataset, in table: TableFile) throws {
        let view = try #require(dataset.views.first { $0.name == name })
        try table.execute("CREATE VIEW \(name) AS SELECT * FROM (\(view.select.replacing("{table}", with: "\"t\"")))")
    }

    private static func bars(_ symbols: [String], days: Int, of dataset: Dataset) -> Batch {
        var builder = BatchBuilder(dataset.schema)
        for (number, symbol) in symbols.enumerated() {
            for day in 0..<days {
                builder.day(Day(number: Int64(19_723 + day + number)))
                builder.text(symbol)
                for price in ["10.10", "11.5", "9", "10.25", "8.125"] { builder.decimal(price) }
                builder.integer(Int64(1000 + day))
                builder.decimal(day == 1 ? "0.24" : "0")
                builder.decimal(day == 1 ? "4" : day == 2 ? "1.0" : "1")
                builder.endRow()
            }
        }
        return builder.finish()
    }

    @Test("latest_bars has the last bar of each symbol", arguments: [true, false])
    func latest(_ isClustered: Bool) throws {
        let dataset = try Self.dataset()
        let table = try TableFile(dataset.schema, isClustered: isClustered)
        try Self.make("latest_bars", of: dataset, in: table)
        #expect(try table.text("SELECT * FROM latest_bars") == [])
        try table.insert([Self.bars(["A", "BRK.B", "ZTS"], days: 3, of: dataset)])
        #expect(
            try table.text("SELECT symbol, date, open, adj_close, volume, split FROM latest_bars ORDER BY symbol") == [
                "A|2024-01-03|10.1|8.125|1002|1.0", "BRK.B|2024-01-04|10.1|8.125|1002|1.0",
                "ZTS|2024-01-05|10.1|8.125|1002|1.0",
            ])
        #expect(Set(try table.columnNames("SELECT * FROM latest_bars")) == Set(dataset.schema.names))
    }

    @Test("latest_bars searches the key and never reads the table through")
    func plan() throws {
        let dataset = try Self.dataset()
        let table = try TableFile(dataset.schema)
        try Self.make("latest_bars", of: dataset, in: table)
        let plan = try table.text("EXPLAIN QUERY PLAN SELECT * FROM latest_bars").map {
            $0.split(separator: "|").last.map(String.init) ?? ""
        }
        #expect(plan.filter { $0.hasPrefix("SCAN") }.allSatisfy { $0 == "SCAN each_symbol" })
        #expect(plan.contains("SEARCH bar USING PRIMARY KEY (symbol=? AND date=?)"))
        // What it is spared.
        let grouped = try table.text("EXPLAIN QUERY PLAN SELECT symbol, max(date) FROM t GROUP BY symbol")
        #expect(grouped.contains { $0.contains("SCAN t") })
    }

    @Test("equity_data has copilot_quant's columns: 0 where there is no split, NULL where there is no counterpart")
    func equityData() throws {
        let dataset = try Self.dataset()
        let table = try TableFile(dataset.schema)
        try Self.make("equity_data", of: dataset, in: table)
        try table.insert([Self.bars(["A"], days: 3, of: dataset)])
        #expect(
            try table.columnNames("SELECT * FROM equity_data") == [
                "id", "symbol", "date", "open", "high", "low", "close", "adj_close", "volume", "dividends",
                "stock_splits", "created_at",
            ])
        #expect(
            try table.text("SELECT * FROM equity_data ORDER BY date") == [
                "-|A|2024-01-01|10.1|11.5|9.0|10.25|8.125|1000|0.0|0.0|-",
                "-|A|2024-01-02|10.1|11.5|9.0|10.25|8.125|1001|0.24|4.0|-",
                "-|A|2024-01-03|10.1|11.5|9.0|10.25|8.125|1002|0.0|0.0|-",
            ])
        let plan = try table.text(
            "EXPLAIN QUERY PLAN SELECT * FROM equity_data WHERE symbol = 'A' AND date >= '2024-01-02'")
        #expect(plan.allSatisfy { $0.contains("SEARCH t USING PRIMARY KEY (symbol=? AND date>?)") } && !plan.isEmpty)
    }

    @Test("the names of views are those that are documented")
    func names() throws {
        #expect(try Self.dataset().views.map(\.name) == ["latest_bars", "equity_data"])
    }
}
