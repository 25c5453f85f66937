import Equities
import PluginKit
import Tabular
import Testing

/// What the provider of equities makes of a row that is answered otherwise than it is stored.
@Suite("Equities: what a difference means")
struct JudgementTests {
    private func judge(_ dataset: String, stored: String, answered: String, isNewest: Bool = false) throws -> String {
        let schema = try #require(Equities.manifest.dataset(named: dataset)).schema
        func values(_ text: String) -> [Value] {
            zip(text.split(separator: " "), schema.columns).map {
                $0 == "-" ? .null : Value(text: String($0), as: $1.type) ?? .null
            }
        }
        let difference = Difference(
            dataset: dataset, schema: schema, key: "AAPL|2025-01-07", stored: values(stored),
            answered: values(answered), isNewest: isNewest
        )
        switch try ProviderPlugin(Equities.self).load().judge(difference, of: UnitName(text: "bars(AAPL)")) {
        case .same: return "same"
        case .revision: return "revision"
        case .restated(let reason): return "\(reason)"
        }
    }

    private static let bar = "2025-01-07 AAPL 100 110 90 105 104 1000000 0 1"

    @Test(
        "of a bar",
        arguments: [
            // Yahoo's jitter, both ways, in every price.
            ("2025-01-07 AAPL 100.00009 109.9999 90.00008 105.0001 104.0001 1000000 0 1", false, "same"),
            ("2025-01-07 AAPL 100.0 110.00 90 105 104 1000000 0.0 1.0", false, "same"),
            (
                "2025-01-07 AAPL 100.0002 110 90 105 104 1000000 0 1", false,
                "prices moved: open of 2025-01-07: 100 is now 100.0002"
            ),
            (
                "2025-01-07 AAPL 100 110 90 105 103.9 1000000 0 1", false,
                "prices moved: adj_close of 2025-01-07: 104 is now 103.9"
            ),
            (
                "2025-01-07 AAPL 25 27.5 22.5 26.25 26 4000000 0 1", false,
                "prices moved: open of 2025-01-07: 100 is now 25"
            ),
            // The newest session's prices settle after the close.
            ("2025-01-07 AAPL 100 110.5 90 105.1 104.1 1100000 0 1", true, "revision"),
            ("2025-01-07 AAPL 100.00001 110 90 105 104 1000000 0 1", true, "same"),
            // Volume.
            ("2025-01-07 AAPL 100 110 90 105 104 1004999 0 1", false, "same"),
            ("2025-01-07 AAPL 100 110 90 105 104 1005100 0 1", false, "revision"),
            ("2025-01-07 AAPL 100 110 90 105 104 900000 0 1", false, "revision"),
            ("2025-01-07 AAPL 100 110 90 105 104 0 0 1", true, "revision"),
            // Events.
            ("2025-01-07 AAPL 100 110 90 105 104 1000000 0.26 1", false, "new dividend: 2025-01-07: 0 is now 0.26"),
            ("2025-01-07 AAPL 100 110 90 105 104 1000000 0.26 1", true, "new dividend: 2025-01-07: 0 is now 0.26"),
            ("2025-01-07 AAPL 25 27.5 22.5 26.25 26 4000000 0 4", true, "new split: 2025-01-07: 1 is now 4"),
        ])
    func bars(_ answered: String, _ isNewest: Bool, _ verdict: String) throws {
        #expect(try judge("daily_bars", stored: Self.bar, answered: answered, isNewest: isNewest) == verdict)
    }

    @Test(
        """
        an event that is answered otherwise restates; one that is lost upstream is kept, whatever else the newest row \
        says
        """
    )
    func events() throws {
        let stored = "2025-01-07 AAPL 100 110 90 105 104 1000000 0.26 4"
        #expect(
            try judge("daily_bars", stored: stored, answered: "2025-01-07 AAPL 100 110 90 105 104 1000000 0.065 4")
                .hasPrefix(
                    "changed dividend"))
        #expect(
            try judge("daily_bars", stored: stored, answered: "2025-01-07 AAPL 100 110 90 105 104 1000000 0.26 2")
                .hasPrefix(
                    "changed split"))
        #expect(
            try judge("daily_bars", stored: stored, answered: "2025-01-07 AAPL 100 110 90 105 104 1000000 0 1")
                == "same")
        #expect(
            try judge(
                "daily_bars", stored: stored, answered: "2025-01-07 AAPL 100 110 90 105.5 104 1200000 0 4",
                isNewest: true) == "same")
        #expect(
            try judge("daily_bars", stored: stored, answered: "2025-01-07 AAPL 50 55 45 52 52 2000000 0 4").hasPrefix(
                "prices moved"))
    }

    @Test("of an action: amounts and ratios on another basis restate, their spelling does not")
    func actions() throws {
        let dividend = "AAPL 2025-01-07 dividend 0.26 - -"
        #expect(try judge("actions", stored: dividend, answered: "AAPL 2025-01-07 dividend 0.260 - -") == "same")
        #expect(
            try judge("actions", stored: dividend, answered: "AAPL 2025-01-07 dividend 0.065 - -")
                == "changed action: amount of AAPL|2025-01-07: 0.26 is now 0.065")
        #expect(
            try judge("actions", stored: dividend, answered: "AAPL 2025-01-07 dividend - - -").hasPrefix(
                "changed action"))
        let split = "AAPL 2025-01-07 split - 4 1"
        #expect(try judge("actions", stored: split, answered: "AAPL 2025-01-07 split - 4.0 1.0") == "same")
        #expect(
            try judge("actions", stored: split, answered: "AAPL 2025-01-07 split - 2 1").hasPrefix("changed action"))
    }

    @Test("a row of the list that reads differently is a revision")
    func list() throws {
        let stored = "AAPL Apple Technology - - - 1 - - -"
        #expect(try judge("constituents", stored: stored, answered: "AAPL Apple Inc - - - 1 - - -") == "revision")
    }

    @Test(
        "numbers that an older version wrote in another form are the same decimals, and no revision",
        arguments: [("0.26 4", "0.26 4.0"), ("0 1", "0.0 1.0"), ("0.0 1.0", "0 1"), ("0.260 0.20", "0.26 0.2")])
    func forms(stored: String, answered: String) throws {
        let row = "2025-01-07 AAPL 100 110 90 105 104 1000000 "
        for isNewest in [false, true] {
            #expect(
                try judge("daily_bars", stored: row + stored, answered: row + answered, isNewest: isNewest) == "same")
            // A control: another number is another basis.
            #expect(
                try judge("daily_bars", stored: row + "0 4", answered: row + "0.0 4.1", isNewest: isNewest) != "same")
        }
    }
}
