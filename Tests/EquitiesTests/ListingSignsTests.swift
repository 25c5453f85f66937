import Equities
import PluginKit
import Tabular
import Testing

/// What says that a symbol may name somebody else: what is only told, and what waits for its owner.
@Suite("Equities: renamed, or used again by somebody else")
struct ListingSignsTests {
    typealias Basis = BasisTests

    /// The number of a session's day in a note.
    private static func day(_ session: Int) -> Int64 { Basis.sessions[session].number }

    private static func note(_ name: String? = nil, exchange: String? = nil, first: Int64? = nil, last: Int64? = nil)
        -> String
    {
        let members: [String?] = [
            exchange.map { "\"exchange\":\"\($0)\"" }, first.map { "\"firstTrade\":\($0)" },
            last.map { "\"lastTrade\":\($0)" },
            name.map { "\"name\":\"\($0)\"" },
        ]
        return "{" + members.compactMap { $0 }.joined(separator: ",") + "}"
    }

    /// Twenty stored sessions and an answer of the last five of them, and more from `next` on.
    private static func weigh(
        next: Int = 20, factor: Double = 1, volume: Int64 = 1_000, _ events: [Basis.Event] = [], recorded: String?,
        note: String
    ) throws -> Weighing {
        let stored = Basis.bars(20)
        var answered = Array(stored[15...])
        // A hole is bars that are not there: the batch is of sessions in a row, so what is stored ends earlier.
        let missing = next - 20
        answered += [
            Basis.Bar(close: Basis.price(19) * factor * 1.02, volume: volume),
            Basis.Bar(close: Basis.price(19) * factor * 1.03, volume: volume),
        ]
        guard missing > 0 else {
            return try Basis.weigh(
                stored: stored, answered: answered, events, answeredFrom: 15, isWhole: false, recorded: recorded,
                note: note)
        }
        return try Basis.weigh(
            stored: stored, answered: Array(answered.suffix(2)), events, answeredFrom: next, isWhole: false,
            recorded: recorded, note: note)
    }

    private static func waits(_ weighing: Weighing) -> Bool {
        Basis.code(weighing) == "keep" && weighing.waiting.map(\.reason.code) == ["other_listing"]
    }

    @Test("another name alone is said and its rows are stored; with a jump, or behind a hole, they wait")
    func names() throws {
        let (old, new) = (Self.note("Old Company", last: Self.day(19)), Self.note("Another plc", last: Self.day(21)))
        let told = try Self.weigh(recorded: old, note: new)
        #expect(Basis.code(told) == "rows")
        #expect(
            told.flags == [
                "E18: ABC: the name was \"Old Company\" and is \"Another plc\"; its rows go on as before: renamed?"
            ])
        let jumped = try Self.weigh(factor: 0.05, recorded: old, note: new)
        #expect(Self.waits(jumped))
        #expect(jumped.newcomerSince == Self.day(20))
        let detail = try #require(jumped.waiting.first?.reason.detail)
        #expect(
            detail.contains(
                "renamed, or used again by somebody else? penstock accept equities ABC --as continuation|newcomer"))
        #expect(Self.waits(try Self.weigh(next: 26, recorded: old, note: new)))
        // Five sessions are no hole yet: a halt, a bad week of Yahoo's. The answer has no stored session and is read
        // whole.
        #expect(Basis.code(try Self.weigh(next: 25, recorded: old, note: new)) == "read whole: no_overlap")
    }

    @Test("without another name, exchange, first trade or market time a jump and a hole are what they were")
    func control() throws {
        let note = Self.note("Old Company", exchange: "NYQ", last: Self.day(21))
        #expect(Basis.code(try Self.weigh(factor: 0.05, recorded: note, note: note)) == "rows")
        #expect(try Self.weigh(recorded: note, note: note) == Weighing())
        #expect(Basis.code(try Self.weigh(next: 26, recorded: note, note: note)) == "read whole: no_overlap")
        // Nothing was said before: an archive of an older version.
        #expect(try Self.weigh(recorded: nil, note: note) == Weighing())
    }

    @Test("a split that is new explains a jump, also where the company has another name")
    func split() throws {
        let weighing = try Self.weigh(
            factor: 0.5, [Basis.split(20, "2", "1")], recorded: Self.note("Old Company"),
            note: Self.note("New Company Name"))
        #expect(Basis.code(weighing) == "read whole: new_split")
    }

    @Test(
        "one company, however it is written",
        arguments: [
            ("Apple Inc.", "APPLE INC"), ("Apple", "Apple Inc."), ("The Boeing Company", "Boeing Co"),
            ("Berkshire Hathaway Inc. New", "Berkshire Hathaway, Inc. Class B"), ("Moody's Corporation", "Moodys Corp"),
            ("Amazon.com, Inc.", "Amazon.Com Inc"), ("AT&T Inc.", "AT & T Inc."),
            ("International Business Machines Corporation", "International Business Machines"),
            ("Old Dominion Freight Line, Inc.", "Old Dominion Freight L"), ("S&P 500", "S&P 500"),
        ])
    func sameName(_ one: String, _ other: String) throws {
        #expect(try Self.weigh(recorded: Self.note(one), note: Self.note(other)).flags == [])
        #expect(Basis.code(try Self.weigh(factor: 0.05, recorded: Self.note(one), note: Self.note(other))) == "rows")
    }

    @Test(
        "two companies",
        arguments: [
            ("Facebook, Inc.", "Meta Platforms, Inc."), ("Apple Inc.", "Apple Hospitality REIT, Inc."),
            ("Trust Co", "Bank Co"),
        ])
    func otherName(_ one: String, _ other: String) throws {
        #expect(try Self.weigh(recorded: Self.note(one), note: Self.note(other)).flags.count == 1)
    }

    @Test("a name that is not sent is no other; neither is an index's, which has none")
    func noName() throws {
        #expect(try Self.weigh(recorded: Self.note("Old Company"), note: Self.note()).flags.isEmpty)
        #expect(
            try Self.weigh(factor: 0.05, recorded: Self.note(), note: Self.note("Another plc")).flags.allSatisfy {
                $0.hasPrefix("E9")
            })
    }

    @Test("another exchange is said; Nasdaq's tiers are one, and a jump with another exchange waits")
    func exchanges() throws {
        #expect(try Self.weigh(recorded: Self.note(exchange: "NGM"), note: Self.note(exchange: "NMS")).flags.isEmpty)
        let moved = try Self.weigh(recorded: Self.note(exchange: "NYQ"), note: Self.note(exchange: "NMS"))
        #expect(moved.flags.first?.contains("the exchange was NYQ and is NMS") == true)
        #expect(Basis.code(moved) == "rows")
        #expect(
            Self.waits(
                try Self.weigh(factor: 0.01, recorded: Self.note(exchange: "NYQ"), note: Self.note(exchange: "PNK"))))
    }

    @Test(
        """
        a market time that is weeks older than the bar waits behind a hole; where bars go on it is Yahoo's own, and said
        """
    )
    func marketTime() throws {
        let stale = Self.note(last: Self.day(19))
        #expect(Self.waits(try Self.weigh(next: 40, recorded: nil, note: stale)))
        // A night on which it is old for everybody: the bars are there all the same.
        let everybody = try Self.weigh(recorded: nil, note: Self.note(last: Self.day(5)))
        #expect(Basis.code(everybody) == "rows")
        #expect(everybody.flags.first?.contains("the market time is of \(Basis.sessions[5])") == true)
        // Ten sessions are no sign.
        #expect(try Self.weigh(recorded: nil, note: Self.note(last: Self.day(11))).flags.isEmpty)
        // A halted stock: bars without trade at the last price.
        let halted = try Basis.weigh(
            stored: Basis.bars(20),
            answered: Array(Basis.bars(20)[15...]) + [Basis.Bar(close: Basis.price(19), volume: 0, isFlat: true)],
            answeredFrom: 15,
            isWhole: false, note: Self.note(last: Self.day(2)))
        #expect(Basis.code(halted) == "rows")
        #expect(!halted.flags.contains { $0.hasPrefix("E18") })
    }

    @Test(
        """
        a first trade behind all stored rows, in an answer that has the old company's rows too: told, and with a jump \
        it waits
        """
    )
    func spliced() throws {
        let note = Self.note(first: Self.day(20))
        let smooth = try Self.weigh(recorded: nil, note: note)
        #expect(Basis.code(smooth) == "rows")
        #expect(smooth.flags.contains { $0.hasPrefix("E18: ABC: first trade on \(Basis.sessions[20])") })
        #expect(Self.waits(try Self.weigh(factor: 0.05, recorded: nil, note: note)))
        // One that stored rows refute already is E18 of the reading, and no other listing.
        #expect(Basis.code(try Self.weigh(factor: 0.05, recorded: nil, note: Self.note(first: Self.day(10)))) == "rows")
    }
}
