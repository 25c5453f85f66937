import Archive
import Foundation
import PluginTesting
import TestWorld
import Testing

@testable import PenstockCommand

/// Nothing is given up that cannot be had again: what `forget`, `retire` and `verify --repair` say, ask for and keep.
@Suite("forget, retire and repair, from the command line")
struct DecisionCommandTests {
    private let folder: TemporaryFolder
    private let market = FakeMarket(now: "2024-06-07T23:59:00Z")
    private static let gone: (status: Int, body: String) = (404, FakeMarket.unknown)

    init() throws { folder = try TemporaryFolder("decisions") }

    /// - Parameter answer: of a person at the terminal; nil: nobody is there.
    @discardableResult
    private func run(_ line: String, at now: String, expecting code: Int32 = 0, answer: String? = nil) async throws
        -> String
    {
        let market = market
        return try await FakeUpstream.serving(
            { request in
                let answer = market.answer(request.target)
                return .text(answer.body, status: answer.status, type: answer.type)
            },
            body: { upstream in
                let stage = CommandStage(
                    ["PENSTOCK_NOW": now], directory: folder.path, isTerminal: answer != nil, typed: answer)
                let asks =
                    ["backfill", "update", "verify"].contains { line.hasPrefix($0) } && !line.contains("--take-back")
                let ended = await stage.run(
                    line
                        + (asks
                            ? """
                             --upstream yahoo=\(upstream.base) --upstream sp500=\(upstream.base) --rate-limit-delay 0
                            """
                            : ""))
                #expect(ended == code, "\(line): \(stage.output)\(stage.error)")
                return stage.output + stage.error
            })
    }

    private func bars(_ symbol: String) -> String { "data/historical/equities/daily_bars/\(symbol).csv" }

    /// One digit of the open of 2024-01-05 is another.
    private static func otherDigit(in text: String) -> String {
        var text = text
        guard let place = text.range(of: "2024-01-05,KO,")?.upperBound else { return text }
        text.replaceSubrange(place...place, with: text[place] == "9" ? "8" : "9")
        return text
    }

    private func filled() async throws {
        market.list("AAPL", "KO")
        try await run(
            "backfill equities --symbols AAPL,KO,NOPE --start-date 2024-01-02", at: "2024-06-07T23:59:00Z",
            expecting: 10)
    }

    @Test("a 404 of what has rows advises to retire it, of what has none to forget it")
    func advice() async throws {
        market.list("AAPL", "KO")
        let first = try await run(
            "backfill equities --symbols AAPL,KO,NOPE --start-date 2024-01-02", at: "2024-06-07T23:59:00Z",
            expecting: 10)
        #expect(first.contains("to forget it: penstock forget equities --symbols NOPE"))
        market.change("AAPL") { $0.refusal = Self.gone }
        market.move(to: "2024-06-10T23:59:00Z")
        let night = try await run("update equities", at: "2024-06-10T23:59:00Z", expecting: 10)
        #expect(
            night.contains("was AAPL until 2024-06-07; if it is over: penstock retire equities --symbols AAPL"),
            "\(night)")
        #expect(!night.contains("forget equities --symbols AAPL"))
    }

    @Test("forgetting rows says how many and from when, and without a yes does nothing; a typo is forgotten at once")
    func forget() async throws {
        try await filled()
        let now = "2024-06-08T00:00:00Z"
        let text = try folder.text(bars("AAPL"))
        let refused = try await run("forget equities --symbols AAPL", at: now, expecting: 64)
        #expect(refused.contains("AAPL has 110 rows, 2024-01-02..2024-06-07"), "\(refused)")
        #expect(refused.contains("penstock retire equities --symbols AAPL") && refused.contains("--yes"))
        for answer in ["n", "", "yess"] {
            let said = try await run("forget equities --symbols AAPL", at: now, expecting: 64, answer: answer)
            #expect(said.contains("Forget? [y/N]") && said.contains("Nothing was forgotten"))
        }
        #expect(try folder.text(bars("AAPL")) == text)
        // With a typo beside it, nothing of either is done.
        try await run("forget equities --symbols NOPE,AAPL", at: now, expecting: 64)
        #expect(try await run("status equities", at: now, expecting: 0).contains("3 symbols"))
        try await run("forget equities --symbols NOPE", at: now)
        try await run("forget equities --symbols AAPL", at: now, answer: "Y")
        #expect(!folder.exists(bars("AAPL")))
        #expect(try folder.text(bars("AAPL") + ".forgotten") == text)
        // Once more is kept beside it.
        try await run("backfill equities --symbols AAPL --start-date 2024-06-03", at: now)
        try await run("forget equities --symbols AAPL --yes", at: now)
        #expect(try folder.text(bars("AAPL") + ".forgotten") == text)
        #expect(folder.exists(bars("AAPL") + ".forgotten-2"))
        try await run("verify equities --full", at: now)
    }

    @Test("forgetting where SQLite is the only storage keeps the rows in the table of what was replaced")
    func forgetTable() async throws {
        market.list("AAPL")
        let now = "2024-06-07T23:59:00Z"
        try await run("backfill equities --symbols AAPL --start-date 2024-01-02 --storage sqlite", at: now)
        try await run("forget equities --symbols AAPL", at: now, expecting: 64)
        try await run("forget equities --symbols AAPL --yes", at: now)
        let replaced = try ArchiveReading(host: CommandStage(directory: folder.path).host).read(
            folder.path + "/data/historical"
        ) {
            try $0.record.replaced()
        }
        #expect(
            replaced.map { "\($0.label) \($0.dataset) \($0.cause.rawValue) \($0.rows)" } == [
                "AAPL daily_bars forgotten 110"
            ])
    }

    @Test("the list of the index is forgotten with a yes only, and says that its symbols stay")
    func forgetList() async throws {
        try await filled()
        let names = (0..<490).map { number in
            String(decoding: [number / 676, number / 26 % 26, number % 26].map { UInt8(65 + $0) }, as: UTF8.self)
        }
        for name in names { market.list(name) }
        market.members(names)
        market.move(to: "2024-06-08T00:00:00Z")
        try await run("backfill equities --symbols sp500 --start-date 2024-06-07", at: "2024-06-08T00:00:00Z")
        let refused = try await run("forget equities --symbols sp500", at: "2024-06-08T01:00:00Z", expecting: 64)
        #expect(
            refused.contains("sp500 is the list itself, not what it names: 493 symbols stay and go on"), "\(refused)")
        #expect(refused.contains("the list is never read again"))
        #expect(!refused.contains("retire"))
        #expect(
            try await run("retire equities --symbols sp500", at: "2024-06-08T01:00:00Z", expecting: 64).contains(
                "is a list"))
    }

    @Test("what is retired keeps its rows, is asked for by no run, is counted apart and proved; --undo asks again")
    func retire() async throws {
        try await filled()
        try await run("forget equities --symbols NOPE", at: "2024-06-08T00:00:00Z")
        market.change("AAPL") { $0.refusal = Self.gone }
        for (day, code) in [("2024-06-10", 10), ("2024-06-11", 0), ("2024-06-12", 0)] as [(String, Int32)] {
            market.move(to: day + "T23:59:00Z")
            try await run("update equities", at: day + "T23:59:00Z", expecting: code)
        }
        let now = "2024-06-13T00:00:00Z"
        try await run("coverage equities --prove", at: now, expecting: 66)
        let text = try folder.text(bars("AAPL"))
        let said = try await run("retire equities --symbols AAPL", at: now)
        #expect(said.contains("Retired AAPL") && said.contains("--undo"))
        try await run("coverage equities --prove", at: now)
        let status = try await run("status equities", at: now)
        #expect(status.contains("2 symbols: 1 up to date, 0 behind, 0 without data, 1 retired"), "\(status)")
        market.move(to: "2024-07-12T23:59:00Z")
        market.forgetRequests()
        for line in [
            "update equities", "update equities --force", "backfill equities --symbols AAPL,KO",
            "update equities --symbols AAPL --force",
        ] {
            try await run(line, at: "2024-07-12T23:59:00Z")
        }
        let named = try await run("update equities --symbols AAPL", at: "2024-07-12T23:59:30Z")
        #expect(named.contains("AAPL is retired and not asked for"), "\(named)")
        #expect(!market.requests.contains { $0.contains("AAPL") }, "\(market.requests)")
        #expect(market.requests.contains { $0.contains("KO") })
        #expect(try folder.text(bars("AAPL")) == text)
        try await run("coverage equities --prove", at: "2024-07-12T23:59:59Z")
        let json = try await run("coverage equities --symbols AAPL --all --json", at: "2024-07-12T23:59:59Z")
        #expect(json.contains("retired") && json.contains("unavailable"))
        let refused = try await run("accept equities AAPL --as continuation", at: "2024-07-12T23:59:59Z", expecting: 64)
        #expect(refused.contains("is retired"), "\(refused)")
        try await run("verify equities --full", at: "2024-07-12T23:59:59Z")
        // It was not over after all.
        market.change("AAPL") { $0.refusal = nil }
        try await run("retire equities --symbols AAPL --undo", at: "2024-07-12T23:59:59Z")
        try await run("retire equities --symbols AAPL --undo", at: "2024-07-12T23:59:59Z", expecting: 64)
        try await run("update equities", at: "2024-07-13T00:30:00Z")
        #expect(try folder.text(bars("AAPL")).contains("2024-07-12"))
        #expect(try await run("status equities", at: "2024-07-13T00:30:00Z").contains("2 symbols: 2 up to date"))
        try await run("coverage equities --prove", at: "2024-07-13T00:30:00Z")
    }

    @Test("what was done as JSON: a key for each word, the labels, and nothing of the sentence; quiet says nothing")
    func json() async throws {
        try await filled()
        let now = "2024-06-08T00:00:00Z"
        for (line, json) in [
            ("forget equities --symbols NOPE", #"{"removed":["NOPE"]}"#),
            ("retire equities --symbols AAPL,KO", #"{"retired":["AAPL","KO"]}"#),
            ("retire equities --symbols AAPL --undo", #"{"reopened":["AAPL"]}"#),
            ("accept equities AAPL --as newcomer", #"{"accepted":["AAPL"],"as":"newcomer"}"#),
        ] {
            let document = try await run(line + " --json --quiet", at: now)
            #expect(document.filter { !$0.isWhitespace } == json, "\(document)")
        }
        #expect(try await run("retire equities --symbols AAPL --quiet", at: now) == "")
        #expect(try await run("retire equities --symbols AAPL --undo", at: now).contains("asks for AAPL again"))
    }

    @Test("what has no row is not retired, nor what is not there")
    func notRetired() async throws {
        try await filled()
        let now = "2024-06-08T00:00:00Z"
        #expect(
            try await run("retire equities --symbols NOPE", at: now, expecting: 64).contains(
                "penstock forget equities --symbols NOPE"))
        #expect(try await run("retire equities --symbols AAPX", at: now, expecting: 64).contains("AAPL"))
        #expect(try await run("retire equities", at: now, expecting: 64).contains("Say which symbols to retire"))
        #expect(
            try await run("retire equities --symbols AAPL --undo", at: now, expecting: 64).contains("is not retired"))
    }

    @Test(
        """
        a repair of what the upstream no longer has leaves the file as it is and ends with 74; one of what it has puts \
        it right
        """
    )
    func repair() async throws {
        try await filled()
        try await run("forget equities --symbols NOPE", at: "2024-06-08T00:00:00Z")
        let now = "2024-06-08T00:00:00Z"
        let text = try folder.text(bars("KO"))
        let damaged = Self.otherDigit(in: text)
        try folder.write(bars("KO"), damaged)
        market.change("KO") { $0.refusal = Self.gone }
        try await run("verify equities --full", at: now, expecting: 74)
        for _ in 0..<2 {
            let said = try await run("verify equities --full --repair", at: now, expecting: 74)
            #expect(!said.contains("put right") || said.contains("not all put right"), "\(said)")
            #expect(said.contains("can be read") && said.contains("No data found"), "\(said)")
            #expect(try folder.text(bars("KO")) == damaged)
        }
        // An outage, and an upstream without the exchange, are no better.
        market.change("KO") { $0.refusal = (500, "down") }
        try await run("verify equities --full --repair", at: now, expecting: 74)
        try folder.write(
            "nothing/other.http",
            "GET yahoo /v8/finance/chart/ZZZ?*\nreceived: 2024-06-08T00:00:00Z\n\nHTTP 404\n\nno\n")
        try await run("verify equities --full --repair --replay nothing", at: now, expecting: 74)
        #expect(try folder.text(bars("KO")) == damaged && !folder.exists(bars("KO") + ".damaged"))
        #expect(try await run("status equities", at: now, expecting: 0).contains("2 symbols: 2 up to date"))
        market.change("KO") { $0.refusal = nil }
        let said = try await run("verify equities --full --repair", at: now)
        #expect(said.contains("put right") && said.contains("fetched anew"), "\(said)")
        #expect(try folder.text(bars("KO")) == text && folder.text(bars("KO") + ".damaged") == damaged)
        try await run("verify equities --full", at: now)
        try await run("coverage equities --prove", at: now)
        #expect(!folder.exists("data/historical/.repair"))
    }

    @Test("a kept file is taken back by its name, and compared by the next update")
    func takeBack() async throws {
        try await filled()
        try await run("forget equities --symbols NOPE", at: "2024-06-08T00:00:00Z")
        let now = "2024-06-08T00:00:00Z"
        let text = try folder.text(bars("KO"))
        let damaged = Self.otherDigit(in: text)
        try folder.write(bars("KO"), damaged)
        try await run("verify equities --full --repair", at: now)
        #expect(try folder.text(bars("KO")) == text)
        #expect(
            try await run("verify equities --take-back KO.csv", at: now, expecting: 64).contains(
                "is no file that a repair has kept"))
        let said = try await run("verify equities --take-back KO.csv.damaged", at: now)
        #expect(said.contains("110 rows of daily_bars taken back"), "\(said)")
        #expect(said.contains("\n  what they took the place of is kept as "), "\(said)")
        #expect(try folder.text(bars("KO")) == damaged && folder.text(bars("KO") + ".damaged-2") == text)
        try await run("verify equities --full", at: now)
        try await run("coverage equities --prove", at: now)
    }
}
