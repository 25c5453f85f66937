import LosslessJSON
import MarketCalendar
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Orchestrator

/// Rules of datasets applied to a page: rows set aside, rows at the edges, repetitions, disorder.
@Suite("Rules")
struct RuleTests {
    static let dataset = Dataset(
        "bars", .series(axis: "date", isDense: true), "Bars.",
        columns: [
            Column("date", .day), Column("low", .decimal), Column("close", .decimal), Column("high", .decimal),
            Column("volume", .integer, nullable: true),
        ], key: ["date"],
        rules: [
            Rule("E1", .session(column: "date", .xnys), .quarantine, ""),
            Rule("E3", .increasing, .reject, ""),
            Rule("E5", .ordered(low: "low", within: ["close"], high: "high", tolerance: 1e-6), .quarantine, ""),
            Rule("E6", .positive(columns: ["low", "close", "high"]), .quarantine, ""),
            Rule("E7", .notNegative(columns: ["volume"]), .quarantine, ""),
        ])

    static func batch(_ rows: [(String, String, String, String, Int64?)]) -> Batch {
        var builder = BatchBuilder(dataset.schema)
        for (date, low, close, high, volume) in rows {
            builder.day(FakeMarket.day(date))
            for text in [low, close, high] { builder.decimal(text) }
            if let volume { builder.integer(volume) } else { builder.null() }
            builder.endRow()
        }
        return builder.finish()
    }

    @Test(
        "A row that breaks a rule is set aside under the rule's name",
        arguments: [
            ("2024-01-06", "1", "2", "3", 5, "E1"),  // a Saturday
            ("2024-01-15", "1", "2", "3", 5, "E1"),  // a holiday
            ("2024-01-03", "2.5", "2", "3", 5, "E5"),
            ("2024-01-03", "1", "3.1", "3", 5, "E5"),
            ("2024-01-03", "4", "3.5", "3", 5, "E5"),
            ("2024-01-03", "0", "2", "3", 5, "E6"),
            ("2024-01-03", "-1", "2", "3", 5, "E6"),
            ("2024-01-03", "1", "2", "1e999", 5, "E6"),
            ("2024-01-03", "1", "2", "3", -1, "E7"),
        ] as [(String, String, String, String, Int64, String)])
    func broken(date: String, low: String, close: String, high: String, volume: Int64, rule: String) {
        var check = RowCheck(Self.batch([("2024-01-02", "1", "2", "3", 0), (date, low, close, high, volume)]))
        for rule in Self.dataset.rules { check.apply(rule) }
        #expect(check.broken == [1: rule])
    }

    @Test("Rows at the edge of every rule pass")
    func kept() {
        var check = RowCheck(
            Self.batch([
                ("2024-01-02", "2", "2", "2", 0), ("2024-01-03", "0.0000001", "0.0000001", "3", nil),
                ("2024-01-04", "100", "99.99995", "101", 1),
            ]))
        for rule in Self.dataset.rules { check.apply(rule) }
        #expect(check.broken.isEmpty)
    }

    @Test("Equal repetitions collapse; a different one is kept aside and flagged; disorder is refused")
    func repetitions() throws {
        let row = ("2024-01-02", "1", "2", "3", Int64?.some(5))
        let equal = try Self.checked([row, row])
        #expect(equal.series.first?.batch.count == 1)
        #expect(equal.flags.isEmpty)
        let other = try Self.checked([row, ("2024-01-02", "1", "2.5", "3", 5)])
        #expect(other.series.first?.batch == Self.batch([row]))
        #expect(other.duplicates.count == 1)
        #expect(!other.flags.isEmpty)
        #expect(throws: PluginError.self) { try Self.checked([("2024-01-03", "1", "2", "3", 5), row]) }
    }

    @Test("Rows outside what was asked for are dropped and flagged")
    func outside() throws {
        let page = try Self.checked([("2024-01-02", "1", "2", "3", 5), ("2024-02-02", "1", "2", "3", 5)])
        #expect(page.series.first?.batch.count == 1)
        #expect(page.flags.contains { $0.hasPrefix("T4") })
    }

    /// As a page of a provider, asked for January 2024.
    static func checked(_ rows: [(String, String, String, String, Int64?)]) throws -> CheckedPage {
        let fetch = StoredFetch(
            unit: UnitName(text: "all"), span: Span(FakeMarket.day("2024-01-01")..<FakeMarket.day("2024-02-01")),
            now: FakeMarket.instant("2024-03-01T00:00:00Z"))
        var page = Page<Notices>()
        try page.append(batch(rows), to: dataset)
        return try PageCheck(fetch: fetch).check(PageContent(page))
    }
}
