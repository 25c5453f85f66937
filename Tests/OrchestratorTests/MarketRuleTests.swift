import Archive
import MarketCalendar
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Orchestrator

/// The rules of prediction markets, each with rows that keep it beside those that break it.
@Suite("Rules of markets")
struct MarketRuleTests {
    static let columns = [
        Column("market", .text), Column("at", .instant(fractionDigits: 6)), Column("id", .text),
        Column("price", .decimal, nullable: true),
        Column("yes", .decimal, nullable: true), Column("no", .decimal, nullable: true),
        Column("count", .integer, nullable: true),
        Column("opened", .instant(fractionDigits: 0), nullable: true),
        Column("closed", .instant(fractionDigits: 0), nullable: true),
        Column("listed", .day, nullable: true), Column("ended", .day, nullable: true),
        Column("token", .text, nullable: true),
    ]

    static func dataset(_ rules: [Rule], key: [String] = ["market", "at", "id"]) -> Dataset {
        Dataset("trades", .series(axis: "at", isDense: false), "Trades.", columns: columns, key: key, rules: rules)
    }

    /// One row: a name for a cell, a text for what is in it; the rest is null.
    static func batch(_ rows: [[String: String]]) -> Batch {
        var builder = BatchBuilder(dataset([]).schema)
        for (number, row) in rows.enumerated() {
            let row = ["market": "M", "id": "\(number)", "at": "2024-01-02T00:00:0\(number)Z"].merging(row) { $1 }
            for column in columns {
                guard let text = row[column.name] else {
                    builder.null()
                    continue
                }
                switch column.type {
                case .text: builder.text(text)
                case .decimal: builder.decimal(text)
                case .integer: builder.integer(Int64(text) ?? 0)
                case .boolean: builder.boolean(text == "true")
                case .day: builder.day(FakeMarket.day(text))
                case .instant: builder.instant(FakeMarket.instant(text))
                }
            }
            builder.endRow()
        }
        return builder.finish()
    }

    static func broken(_ check: Rule.Check, _ rows: [[String: String]]) -> [Int] {
        var rowCheck = RowCheck(batch(rows))
        rowCheck.apply(Rule("R", check, .quarantine, "It holds."))
        return rowCheck.broken.keys.sorted()
    }

    /// Checks a page that was asked for 2 January 2024, of a unit that lives on the 2nd and the 3rd.
    static func checked(_ rules: [Rule], _ rows: [[String: String]], life: Bool = true, setAside: Int = 0) throws
        -> CheckedPage
    {
        let day = FakeMarket.day("2024-01-02")
        let fetch = StoredFetch(
            unit: UnitName(text: "trades(M)"), span: Span(day.startUTC..<day.adding(1).startUTC),
            now: FakeMarket.instant("2024-02-01T00:00:00Z"))
        var page = Page<Notices>()
        for number in 0..<setAside {
            page.setAside("P2", of: dataset(rules), key: "M|\(number)", raw: #"{"outcomes":"[broken"}"#)
        }
        try page.append(batch(rows), to: dataset(rules))
        let lifetime = life ? Span(day.startUTC..<day.adding(2).startUTC) : nil
        return try PageCheck(fetch: fetch, lifetime: lifetime).check(PageContent(page))
    }

    @Test("within: exact at both ends, where a double is not")
    func within() {
        let rows = [
            "0", "1", "1.000", "10e-1", "0.0535", "-0", "1.0000000000000000001", "-0.00000000000000000001", "1e999",
            "-1", "1.01",
        ]
        #expect(
            Self.broken(.within(columns: ["price"], lower: "0", upper: "1"), rows.map { ["price": $0] }) == [
                6, 7, 8, 9, 10,
            ])
        // A double takes the seventh of them for 1.
        #expect(Double(rows[6]) == 1)
        #expect(
            Self.broken(
                .within(columns: ["price", "count"], lower: "0", upper: "5"),
                [[:], ["count": "5"], ["count": "6", "price": "9"]]) == [2])
        #expect(Self.broken(.within(columns: ["price"], lower: "0", upper: "1"), [["price": "nothing"]]) == [0])
    }

    @Test("sum: exact, with fractions that no double can add; a row without all of its numbers is passed over")
    func sum() {
        let pairs = [
            ("0.56", "0.44"), ("0.5600", "0.44"), ("0.1", "0.9"), ("0.0535", "0.9465"), ("1", "0"), ("56e-2", "0.44"),
            ("0.123456789012345678901", "0.876543210987654321099"), ("-0.1", "1.1"),
            ("0.56", "0.45"), ("0.56", "0.4400000000000000000001"), ("0", "0"), ("1e400", "1"), ("1e9000", "-1e9000"),
            ("1", "x"),
        ]
        #expect(
            Self.broken(.sum(columns: ["yes", "no"], total: "1"), pairs.map { ["yes": $0, "no": $1] }) == Array(8...13))
        #expect(
            Self.broken(
                .sum(columns: ["yes", "no"], total: "1.0000"),
                [["yes": "1"], ["no": "7"], [:], ["yes": "0.5", "no": "0.4"]]) == [3]
        )
        #expect(0.1 + 0.7 != 0.8)
        #expect(Self.broken(.sum(columns: ["yes", "no"], total: "0.8"), [["yes": "0.1", "no": "0.7"]]) == [])
    }

    @Test("ascending: numbers, instants and days; nulls are passed over")
    func ascending() {
        let instants = [
            "at": "2024-01-01T00:00:00Z", "opened": "2024-01-02T00:00:00Z", "closed": "2024-01-03T00:00:00Z",
        ]
        let check = Rule.Check.ascending(columns: ["at", "opened", "closed"])
        #expect(Self.broken(check, [instants, instants.merging(["closed": "2024-01-02T00:00:00Z"]) { $1 }]) == [])
        #expect(Self.broken(check, [instants.merging(["opened": "2023-12-31T23:59:59Z"]) { $1 }]) == [0])
        var gap = instants
        gap["opened"] = nil
        #expect(Self.broken(check, [gap, gap.merging(["closed": "2023-12-01T00:00:00Z"]) { $1 }]) == [1])
        let days = Rule.Check.ascending(columns: ["listed", "ended"])
        #expect(
            Self.broken(
                days,
                [["listed": "2024-01-02", "ended": "2024-01-02"], ["listed": "2024-01-02", "ended": "2024-01-01"]]) == [
                    1
                ])
        let numbers = Rule.Check.ascending(columns: ["yes", "price", "no", "count"])
        let rows: [[String: String]] = [
            ["yes": "0.1", "price": "0.10", "no": "1e-1", "count": "1"],
            ["yes": "0.1", "no": "0.1000000000000000000001"],
            ["yes": "0.1000000000000000000001", "no": "0.1"], ["no": "1.5", "count": "1"], ["price": "x"], [:],
        ]
        #expect(Self.broken(numbers, rows) == [2, 3, 4])
    }

    @Test("text: not empty, digits, hexadecimal")
    func text() {
        func tokens(_ texts: String...) -> [[String: String]] { texts.map { ["token": $0] } + [[:]] }
        #expect(Self.broken(.text(column: "token", .notEmpty), tokens("a", "", " ")) == [1])
        let digits = String(repeating: "9", count: 78)
        #expect(
            Self.broken(
                .text(column: "token", .digits(maximum: 78)),
                tokens(digits, "0", digits + "0", "", "1.5", "-1", "1e5", "٣"))
                == Array(2...7))
        let shape = Rule.TextShape.hexadecimal(62...64)
        let hash = String(repeating: "aB09", count: 16)
        #expect(
            Self.broken(
                .text(column: "token", shape),
                tokens(
                    "0x" + hash, "0x" + hash.dropLast(2), hash, "0x" + hash.dropLast(3), "0x" + hash + "0", "0X" + hash,
                    "0x" + hash.dropLast() + "g", "0x"))
                == Array(2...7))
    }

    @Test("aligned: whole seconds, minutes, and midnights in New York on both sides of a change of the clock")
    func aligned() {
        func at(_ texts: String...) -> [[String: String]] { texts.map { ["at": $0] } }
        #expect(
            Self.broken(
                .aligned(column: "at", .wholeSeconds), at("2024-01-02T00:00:01Z", "2024-01-02T00:00:01.000001Z")) == [1]
        )
        #expect(
            Self.broken(
                .aligned(column: "at", .seconds(60)),
                at("2024-01-02T00:01:00Z", "2024-01-02T00:01:01Z", "1969-12-31T23:59:00Z"))
                == [1])
        let midnights = at(
            "2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z", "2024-03-11T05:00:00Z", "2024-11-03T04:00:00Z",
            "2024-11-04T05:00:00Z",
            "2024-11-04T04:00:00Z", "2024-01-02T00:00:00Z")
        #expect(Self.broken(.aligned(column: "at", .midnights(.xnys)), midnights) == [2, 5, 6])
        #expect(
            Self.broken(.aligned(column: "opened", .seconds(60)), [[:], ["opened": "2024-01-02T00:00:30Z"]]) == [1])
    }

    @Test("A lifetime: what lies outside of it breaks the rule; what was only not asked for is dropped as before")
    func lifetime() throws {
        let rows = [
            ["at": "2024-01-01T23:59:59Z"], ["at": "2024-01-02T10:00:00Z"], ["at": "2024-01-03T10:00:00Z"],
            ["at": "2024-01-04T00:00:00Z"],
        ]
        let rule = Rule("H2", .lifetime, .quarantine, "Times lie in the market's life.")
        let page = try Self.checked([rule], rows)
        #expect(
            page.quarantined.map(\.key) == ["M|2024-01-01T23:59:59.000000Z|0", "M|2024-01-04T00:00:00.000000Z|3"])
        #expect(page.quarantined.allSatisfy { $0.rule == "H2" && $0.dataset == "trades" })
        #expect(
            page.flags == ["T4: 1 rows of trades outside [2024-01-02T00:00:00Z, 2024-01-03T00:00:00Z) were dropped"])
        #expect(page.series.first?.batch.count == 1)
        // Without the rule, or without a known life, they are all only outside of what was asked for.
        for page in [try Self.checked([], rows), try Self.checked([rule], rows, life: false)] {
            #expect(page.quarantined.isEmpty && page.series.first?.batch.count == 1)
            #expect(page.flags.count == 1 && page.flags[0].hasPrefix("T4: 3 rows"))
        }
        // Kept by its action, it is still not of the span.
        let flagged = try Self.checked([Rule("H2", .lifetime, .flag, "Times lie in the market's life.")], rows)
        #expect(flagged.series.first?.batch.count == 1 && flagged.flags.count == 3)
    }

    @Test(
        """
        A key that comes twice with other cells: by the rule set aside, refused or logged; without one it is a \
        duplicate as before
        """
    )
    func distinct() throws {
        let rows = [
            ["id": "a", "at": "2024-01-02T10:00:00Z", "price": "0.5"],
            ["id": "a", "at": "2024-01-02T10:00:00Z", "price": "0.6"],
        ]
        let same = [rows[0], rows[0]]
        func rule(_ action: Rule.Action) -> Rule { Rule("X1", .distinct, action, "An id names one trade.") }
        let aside = try Self.checked([rule(.quarantine)], rows)
        #expect(aside.quarantined.map(\.rule) == ["X1"] && aside.duplicates.isEmpty && aside.flags.isEmpty)
        #expect(aside.quarantined[0].raw.contains("price=0.6"))
        #expect(aside.series.first?.batch.text(row: 0, column: 3) == "0.5")
        let error = #expect(throws: PluginError.self) { try Self.checked([rule(.reject)], rows) }
        #expect(
            error?.message.contains("X1") == true && error?.message.contains("M|2024-01-02T10:00:00.000000Z|a") == true)
        for (rules, name) in [([rule(.flag)], "X1"), ([], "E3")] {
            let page = try Self.checked(rules, rows)
            #expect(page.duplicates.count == 1 && page.quarantined.isEmpty)
            #expect(page.flags.count == 1 && page.flags[0].hasPrefix("\(name): trades M|"))
        }
        for action in [Rule.Action.quarantine, .reject, .flag] {
            let page = try Self.checked([rule(action)], same)
            #expect(page.series.first?.batch.count == 1 && page.quarantined.isEmpty && page.flags.isEmpty)
        }
    }

    static let bounds = Rule.Check.within(columns: ["price"], lower: "0", upper: "1")

    @Test("Each action: the answer is refused, the row is set aside, or it is stored and named")
    func actions() throws {
        let rows = [["price": "0.5"], ["price": "1.5"], ["price": "0.25"]]
        let error = #expect(throws: PluginError.self) {
            try Self.checked([Rule("H1", Self.bounds, .reject, "Prices are at most 1.")], rows)
        }
        #expect(error?.code == .malformed)
        #expect(
            error?.message == "rule H1 of trades is broken by M|2024-01-02T00:00:01.000000Z|1: Prices are at most 1.")
        let aside = try Self.checked([Rule("H1", Self.bounds, .quarantine, "")], rows)
        #expect(aside.series.first?.batch.count == 2 && aside.flags.isEmpty)
        #expect(aside.quarantined.map(\.key) == ["M|2024-01-02T00:00:01.000000Z|1"])
        let named = try Self.checked([Rule("H1", Self.bounds, .flag, "Prices are at most 1.")], rows)
        #expect(named.series.first?.batch.count == 3 && named.quarantined.isEmpty)
        #expect(named.flags == ["H1: trades M|2024-01-02T00:00:01.000000Z|1: Prices are at most 1."])
        // Rows that keep the rule: none of the three does anything.
        for action in [Rule.Action.reject, .quarantine, .flag] {
            let page = try Self.checked([Rule("H1", Self.bounds, action, "")], [rows[0], rows[2]])
            #expect(page.series.first?.batch.count == 2 && page.quarantined.isEmpty && page.flags.isEmpty)
        }
    }

    @Test("A row is set aside under the first rule that it breaks and is not named besides; many flags become a count")
    func several() throws {
        let named = Rule("H1", Self.bounds, .flag, "Prices are at most 1.")
        let first = Rule("X2", .positive(columns: ["count"]), .quarantine, "")
        let second = Rule("X3", .sum(columns: ["yes", "no"], total: "1"), .quarantine, "")
        let page = try Self.checked(
            [named, first, second],
            [["price": "2", "count": "0", "yes": "1", "no": "1"], ["count": "1", "yes": "1", "no": "0"]])
        #expect(page.quarantined.map(\.rule) == ["X2"] && page.flags.isEmpty)
        let many = try Self.checked([named], (0..<9).map { _ in ["price": "2"] })
        #expect(many.flags.count == 4 && many.flags.last == "H1: trades: 6 more rows of this page")
        let three = try Self.checked([named], (0..<3).map { _ in ["price": "2"] })
        #expect(three.flags.count == 3)
    }

    @Test("Rows that the provider could not build go to the quarantine with what was sent")
    func setAside() throws {
        let page = try Self.checked([], [["price": "0.5"]], setAside: 2)
        #expect(page.quarantined.map(\.dataset) == ["trades", "trades"])
        #expect(
            page.quarantined[1]
                == QuarantinedRow(dataset: "trades", key: "M|1", rule: "P2", raw: #"{"outcomes":"[broken"}"#))
        #expect(page.series.first?.batch.count == 1)
        #expect(try Self.checked([], [["price": "0.5"]]).quarantined.isEmpty)
    }

    @Test("A row of which a text has a NUL is set aside, shown with its escape: SQLite would cut the text there")
    func nul() throws {
        let text = try #require(
            Self.dataset([]).schema.columns.first {
                $0.type == .text && !Self.dataset([]).schema.keyNames.contains($0.name)
            }?.name)
        let page = try Self.checked([], [["price": "0.5", text: "a\u{1}b"], ["price": "0.6", text: "a\0b"]])
        #expect(page.quarantined.map(\.rule) == ["T2"])
        #expect(page.quarantined.first?.raw.contains("\(text)=a\\u0000b") == true)
        #expect(page.series.first?.batch.count == 1)
    }

    @Test("Rules of prices and sessions as flags and refusals too")
    func olderChecks() throws {
        let rows = [["price": "0.5", "yes": "0.4", "no": "0.6"], ["price": "-0.5", "yes": "0.4", "no": "0.6"]]
        let checks: [Rule.Check] = [
            .positive(columns: ["price"]), .notNegative(columns: ["price"]),
            .ordered(low: "yes", within: ["price"], high: "no", tolerance: 0),
        ]
        for check in checks {
            #expect(try Self.checked([Rule("R", check, .flag, "It holds.")], rows).flags.count == 1)
            #expect(throws: PluginError.self) { try Self.checked([Rule("R", check, .reject, "It holds.")], rows) }
            #expect(try Self.checked([Rule("R", check, .reject, "It holds.")], [rows[0]]).flags.isEmpty)
        }
    }
}
