import PluginKit
import Tabular
import Testing

@testable import Orchestrator

/// What a list proves of names that left and names that came: a rename only where nothing else can be.
@Suite("Names of a list")
struct ListedNamesTests {
    typealias Row = (name: String, cik: String?, first: String, last: String?)

    /// With a row for each spell.
    private static let members = Dataset(
        "members", .entities(Dataset.Membership(firstSeen: "first_seen", lastSeen: "last_seen", identity: "cik")), "",
        columns: [
            Column("symbol", .text), Column("cik", .text, nullable: true), Column("first_seen", .day),
            Column("last_seen", .day, nullable: true),
        ], key: ["symbol", "first_seen"])

    private func names(_ rows: [Row], former: [String: [String]] = [:], readings: [String] = []) throws -> ListedNames {
        var builder = BatchBuilder(Self.members.schema)
        for row in rows {
            builder.text(row.name)
            if let cik = row.cik { builder.text(cik) } else { builder.null() }
            builder.day(try #require(Day(row.first)))
            if let last = row.last { builder.day(try #require(Day(last))) } else { builder.null() }
            builder.endRow()
        }
        return ListedNames(builder.finish(), of: Self.members) {
            former[$0] ?? []
        } wasRead: { after, before in
            readings.contains { Day($0).map { after < $0 && $0 < before } ?? false }
        }
    }

    private func renames(_ rows: [Row], former: [String: [String]] = [:], readings: [String] = []) throws -> [String] {
        try names(rows, former: former, readings: readings).renames.map {
            "\($0.old) \($0.new) \($0.identity) \($0.since)"
        }
    }

    @Test("one left and one came at the same reading, with or without zeros in front of the number")
    func proved() throws {
        let rows: [Row] = [
            ("FB", "1326801", "2022-01-03", "2022-06-08"), ("META", "0001326801", "2022-06-09", nil),
            ("X", "7", "2022-01-03", nil),
        ]
        #expect(try renames(rows) == ["FB META 1326801 2022-06-09"])
        #expect(try names(rows).doubts.isEmpty)
    }

    @Test("some days may lie between; more than ten only where nobody read the list meanwhile")
    func between() throws {
        func rows(_ since: String) -> [Row] { [("OLD", "5", "2022-01-03", "2022-06-08"), ("NEW", "5", since, nil)] }
        #expect(try renames(rows("2022-06-18"), readings: ["2022-06-12"]).count == 1)
        #expect(try renames(rows("2022-06-19"), readings: ["2022-06-12"]).isEmpty)
        #expect(try names(rows("2022-06-19"), readings: ["2022-06-12"]).doubts.map(\.why) == ["11 days lie between"])
        #expect(try renames(rows("2022-09-01")).count == 1)
    }

    @Test(
        "classes of shares are no rename: while one stays, when one leaves, when two go or two come",
        arguments: [
            [("GOOG", "2022-01-03", nil), ("GOOGL", "2022-01-03", nil)],
            [("GOOG", "2022-01-03", "2022-06-08"), ("GOOGL", "2022-01-03", nil)],
            [("FOX", "2022-01-03", "2022-06-08"), ("FOXA", "2022-01-03", nil), ("FOXB", "2022-06-09", nil)],
            [("DISCA", "2022-01-03", "2022-06-08"), ("DISCK", "2022-01-03", "2022-06-08"), ("WBD", "2022-06-09", nil)],
            [("NWS", "2022-01-03", "2022-06-08"), ("NEWA", "2022-06-09", nil), ("NEWB", "2022-06-09", nil)],
            [("UA", "2022-01-03", "2022-06-08"), ("UAA", "2022-06-01", nil)],
        ] as [[(String, String, String?)]])
    func classes(_ rows: [(String, String, String?)]) throws {
        #expect(try renames(rows.map { ($0.0, "5", $0.1, $0.2) }).isEmpty)
    }

    @Test(
        "without a number, or with zeros for one, nobody is anybody else",
        arguments: [nil, "", " ", "0", "000"] as [String?])
    func noNumber(_ cik: String?) throws {
        #expect(try renames([("OLD", cik, "2022-01-03", "2022-06-08"), ("NEW", cik, "2022-06-09", nil)]).isEmpty)
    }

    @Test("who was there before is no new name, unless the series itself was called so: then it has its name back")
    func back() throws {
        let rows: [Row] = [
            ("A", "5", "2021-01-04", "2022-06-08"), ("B", "5", "2022-06-09", "2023-03-01"),
            ("A", "5", "2023-03-02", nil),
        ]
        #expect(try renames(rows).isEmpty)
        #expect(try renames(rows, former: ["B": ["A"]]) == ["B A 5 2023-03-02"])
    }

    @Test(
        "renamed twice: the last step is proved by the list; of the first name only where nobody read the list between")
    func chain() throws {
        let rows: [Row] = [
            ("A", "5", "2021-01-04", "2022-06-08"), ("B", "5", "2022-06-09", "2022-12-01"),
            ("C", "5", "2022-12-02", nil),
        ]
        #expect(try renames(rows, readings: ["2022-08-01"]) == ["B C 5 2022-12-02"])
        // Twice within a week.
        let quick: [Row] = [
            ("A", "5", "2021-01-04", "2022-06-08"), ("B", "5", "2022-06-09", "2022-06-10"),
            ("C", "5", "2022-06-13", nil),
        ]
        #expect(
            try renames(quick, readings: ["2022-06-09", "2022-06-10"]) == ["A C 5 2022-06-13", "B C 5 2022-06-13"])
    }

    @Test("a company that left for a year and comes back under another name is told of, and not moved")
    func longAgo() throws {
        let rows: [Row] = [("OLD", "5", "2021-01-04", "2021-06-08"), ("NEW", "5", "2022-06-09", nil)]
        #expect(try names(rows, readings: ["2021-09-01"]).doubts.map(\.old) == [["OLD"]])
        #expect(try renames(rows, readings: ["2021-09-01"]).isEmpty)
    }
}
