import MarketCalendar
import PluginKit
import PluginTesting
import Tabular
import Testing

/// What the contract of manifests refuses of rules, changes and subjects; each beside a declaration that it takes.
@Suite("The contract of rules")
struct RuleContractTests {
    static let columns = [
        Column("market", .text, "The market."), Column("at", .instant(fractionDigits: 0), "When."),
        Column("day", .day, nullable: true, "The day."), Column("status", .text, nullable: true, "The status."),
        Column("low", .decimal, nullable: true, "The lowest."),
        Column("high", .decimal, nullable: true, "The highest."),
        Column("count", .integer, nullable: true, "How many."),
        Column("isOpen", .boolean, nullable: true, "Whether it is open."),
    ]

    static func violations(
        _ rules: [Rule] = [], kind: Dataset.Kind = .series(axis: "at", isDense: false),
        key: [String] = ["market", "at"],
        columns: [Column] = columns, subjects: SubjectDeclaration? = nil
    ) -> [String] {
        let dataset = Dataset("rows", kind, "Rows.", columns: columns, key: key, rules: rules)
        let manifest = ProviderManifest(
            name: "venue", summary: "A venue", noun: .init("market", "markets"), datasets: [dataset], upstreams: [],
            defaultArchive: "data",
            subjects: subjects)
        return ManifestContract(manifest).violations().map(\.clause)
    }

    static func clauses(_ check: Rule.Check, _ action: Rule.Action = .quarantine, isSeries: Bool = true) -> [String] {
        violations(
            [Rule("R", check, action, "It holds.")],
            kind: isSeries ? .series(axis: "at", isDense: false) : .entities(nil),
            key: isSeries ? ["market", "at"] : ["market"])
    }

    @Test("Rules that can be checked")
    func sound() {
        let checks: [Rule.Check] = [
            .session(column: "day", .xnys), .positive(columns: ["low", "count"]), .notNegative(columns: ["count"]),
            .positive(columns: ["low", "count"], below: 1e12), .notAbove(column: "low", limit: "high", tolerance: 0),
            .belowPrevious(column: "low", limit: "high"),
            .ordered(low: "low", within: ["count"], high: "high", tolerance: 0), .increasing, .distinct, .lifetime,
            .within(columns: ["low", "count"], lower: "-1e0", upper: "1"),
            .within(columns: ["low"], lower: "1", upper: "1"),
            .sum(columns: ["low", "high"], total: "1.0000"), .ascending(columns: ["low", "count", "high"]),
            .ascending(columns: ["at", "at"]),
            .text(column: "market", .notEmpty), .text(column: "status", .digits(maximum: 1)),
            .text(column: "status", .hexadecimal(1...64)), .aligned(column: "at", .wholeSeconds),
            .aligned(column: "at", .midnights(.xnys)),
        ]
        for check in checks { #expect(Self.clauses(check) == [], "\(check)") }
        let changes: [Rule.Check] = [
            .forward(column: "status", order: [["open"], ["closed", "paused"]]),
            .notDecreasing(columns: ["low", "count"]),
            .unchanging(columns: ["status", "day", "isOpen"]),
        ]
        for check in changes { #expect(Self.clauses(check, .flag, isSeries: false) == [], "\(check)") }
    }

    @Test(
        "A rule speaks of columns that exist",
        arguments: [
            .session(column: "x", .xnys), .positive(columns: ["x"]), .notNegative(columns: ["low", "x"]),
            .notNegative(columns: ["low", "x"], below: 1), .notAbove(column: "x", limit: "high", tolerance: 0),
            .notAbove(column: "low", limit: "x", tolerance: 0), .belowPrevious(column: "low", limit: "x"),
            .ordered(low: "x", within: [], high: "high", tolerance: 0),
            .ordered(low: "low", within: ["x"], high: "high", tolerance: 0),
            .ordered(low: "low", within: [], high: "x", tolerance: 0), .within(columns: ["x"], lower: "0", upper: "1"),
            .sum(columns: ["low", "x"], total: "1"), .ascending(columns: ["low", "x"]), .text(column: "x", .notEmpty),
            .aligned(column: "x", .wholeSeconds),
        ] as [Rule.Check])
    func missing(check: Rule.Check) {
        #expect(Self.clauses(check) == ["a rule speaks of columns that exist"])
    }

    @Test("So do rules about changes")
    func missingOfChanges() {
        for check in [
            .forward(column: "x", order: [["a"], ["b"]]), .notDecreasing(columns: ["x"]),
            .unchanging(columns: ["status", "x"]),
        ] as [Rule.Check] {
            #expect(Self.clauses(check, .flag, isSeries: false) == ["a rule speaks of columns that exist"])
        }
    }

    @Test(
        "A rule looks at columns of a type that it can read",
        arguments: [
            .session(column: "at", .xnys), .positive(columns: ["market"]), .notNegative(columns: ["day"]),
            .ordered(low: "low", within: ["status"], high: "high", tolerance: 0),
            .within(columns: ["market"], lower: "0", upper: "1"),
            .sum(columns: ["low", "status"], total: "1"), .text(column: "low", .notEmpty),
            .aligned(column: "day", .wholeSeconds),
        ] as [Rule.Check])
    func types(check: Rule.Check) {
        #expect(Self.clauses(check) == ["a rule looks at columns of a type that it can read"])
    }

    @Test(
        "Bounds, totals, shapes and grids are sane",
        arguments: [
            (
                .within(columns: ["low"], lower: "1", upper: "0"),
                "bounds are decimals and the lower is not above the upper"
            ),
            (
                .within(columns: ["low"], lower: "", upper: "0"),
                "bounds are decimals and the lower is not above the upper"
            ),
            (
                .within(columns: ["low"], lower: "0", upper: "1/2"),
                "bounds are decimals and the lower is not above the upper"
            ),
            (.within(columns: [], lower: "0", upper: "1"), "a rule names columns"),
            (.positive(columns: []), "a rule names columns"),
            (.notNegative(columns: []), "a rule names columns"),
            (.ordered(low: "low", within: [], high: "high", tolerance: -1), "a tolerance is not below 0"),
            (.sum(columns: ["low"], total: "1"), "a sum has two columns or more"),
            (.sum(columns: ["low", "high"], total: "one"), "a sum's total is a decimal"),
            (.ascending(columns: ["low"]), "an order has two columns or more"),
            (.ascending(columns: ["low", "day"]), "an order is of numbers, of days or of instants"),
            (.ascending(columns: ["at", "day"]), "an order is of numbers, of days or of instants"),
            (.text(column: "status", .digits(maximum: 0)), "a shape has room for a character"),
            (.text(column: "status", .hexadecimal(0...4)), "a shape has room for a character"),
            (.aligned(column: "at", .seconds(0)), "a grid has a step above 0"),
        ] as [(Rule.Check, String)])
    func shapes(check: Rule.Check, clause: String) {
        #expect(Self.clauses(check) == [clause])
    }

    @Test("Rules about changes are of what changes, flag, and order their states")
    func changes() {
        #expect(Self.clauses(.lifetime, isSeries: false) == ["a lifetime is of a series"])
        #expect(
            Self.clauses(.notDecreasing(columns: ["low"]), .flag) == [
                "a rule about changes is of entities or of changes"
            ])
        for action in [Rule.Action.reject, .quarantine] {
            #expect(
                Self.clauses(.unchanging(columns: ["low"]), action, isSeries: false) == ["a rule about changes flags"])
        }
        #expect(
            Self.clauses(.unchanging(columns: ["market"]), .flag, isSeries: false) == [
                "a rule about changes is not of the key"
            ])
        #expect(Self.clauses(.notDecreasing(columns: []), .flag, isSeries: false) == ["a rule names columns"])
        for order in [[], [["open"]], [["open"], []]] as [[[String]]] {
            #expect(
                Self.clauses(.forward(column: "status", order: order), .flag, isSeries: false) == [
                    "an order of states has two groups or more, none of them empty"
                ])
        }
        #expect(
            Self.clauses(.forward(column: "status", order: [["open"], ["open"]]), .flag, isSeries: false) == [
                "an order names a state once"
            ]
        )
        #expect(Self.violations([Rule("", .increasing, .reject, "It holds.")]) == ["a rule has a name"])
        #expect(Self.violations([Rule("R", .increasing, .reject, "")]) == ["a rule has a summary"])
    }

    @Test("Changes have a key of a thing and a moment, and something that can change")
    func kinds() {
        #expect(Self.violations(kind: .changes) == [])
        #expect(
            Self.violations(kind: .changes, key: ["market", "day"]).filter { $0.hasPrefix("the key of changes") } == [])
        let clause = "the key of changes has what names the thing and, last, the day or instant when it was seen"
        for key in [["at"], ["at", "market"], ["market"]] {
            #expect(Self.violations(kind: .changes, key: key) == [clause])
        }
        #expect(
            Self.violations(kind: .changes, columns: Array(Self.columns.prefix(2))) == [
                "changes have a column outside of the key that can change"
            ])
        let members = Dataset.Kind.entities(.init(firstSeen: "day", lastSeen: "at"))
        #expect(Self.violations(kind: members, key: ["market"]) == ["a membership's columns are days"])
    }

    @Test("Subjects have prices that are series, and sane numbers")
    func subjects() {
        func clauses(
            _ noun: String = "market", batch: Int = 0, limit: Int = 1, prices: Set<String> = ["rows"],
            isSeries: Bool = true
        )
            -> [String]
        {
            Self.violations(
                kind: isSeries ? .series(axis: "at", isDense: false) : .entities(nil),
                key: isSeries ? ["market", "at"] : ["market"],
                subjects: SubjectDeclaration(noun: .init(noun, "markets"), batch: batch, limit: limit, prices: prices))
        }
        #expect(clauses() == [] && clauses(prices: []) == [])
        #expect(clauses(prices: ["rows", "candles"]) == ["prices of subjects are series of the manifest"])
        #expect(clauses(isSeries: false) == ["prices of subjects are series of the manifest"])
        #expect(clauses(batch: -1) == ["a batch of subjects is not below 0"])
        #expect(clauses(limit: 0) == ["a limit of subjects is above 0"])
        #expect(clauses("") == ["subjects have a noun"])
    }
}
