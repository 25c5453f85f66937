import Foundation
import PluginTesting
import TestWorld
import Testing

@testable import PenstockCommand

/// A symbol whose answers are refused, until its owner says what they are.
@Suite("accept, from the command line")
struct AcceptCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("accept") }

    private func run(_ line: String, at now: String, _ market: FakeMarket, expecting code: Int32) async throws -> String
    {
        try await FakeUpstream.serving(
            { request in
                let answer = market.answer(request.target)
                return .text(answer.body, status: answer.status, type: answer.type)
            },
            body: { upstream in
                let stage = CommandStage(["PENSTOCK_NOW": now], directory: folder.path)
                let asks = line.hasPrefix("backfill") || line.hasPrefix("update")
                let ended = await stage.run(
                    line + (asks ? " --upstream yahoo=\(upstream.base) --rate-limit-delay 0" : ""))
                #expect(ended == code, "\(line): \(stage.output)\(stage.error)")
                return stage.output + stage.error
            })
    }

    @Test("the summary names the line, the line is taken once, and what it replaced is counted in the database")
    func accepted() async throws {
        let market = FakeMarket(now: "2024-06-07T23:59:00Z")
        market.list("AAPL")
        _ = try await run(
            "backfill equities --symbols AAPL --start-date 2024-01-02", at: "2024-06-07T23:59:00Z", market, expecting: 0
        )
        market.change("AAPL") { $0.impostor = "ZZZZ" }
        market.move(to: "2024-06-10T23:59:00Z")
        let refused = try await run("update equities", at: "2024-06-10T23:59:00Z", market, expecting: 65)
        #expect(refused.contains("other series"))
        #expect(refused.contains("penstock accept equities AAPL --as continuation"))
        let said = try await run("accept equities AAPL --as newcomer", at: "2024-06-10T23:59:00Z", market, expecting: 0)
        #expect(said.contains("The next update, within seven days, reads AAPL whole"))
        let taken = try await run("update equities", at: "2024-06-10T23:59:00Z", market, expecting: 0)
        #expect(taken.contains("replaced: accepted: as newcomer"))
        #expect(
            try await run("update equities", at: "2024-06-10T23:59:30Z", market, expecting: 0).contains(
                "Nothing is due"))
    }

    @Test("a word that is none, a symbol that is not there, and a list that has no rows are refused with 64")
    func refused() async throws {
        let market = FakeMarket(now: "2024-06-07T23:59:00Z")
        market.list("AAPL")
        _ = try await run(
            "backfill equities --symbols AAPL --start-date 2024-01-02", at: "2024-06-07T23:59:00Z", market, expecting: 0
        )
        let now = "2024-06-08T00:00:00Z"
        #expect(try await run("accept equities AAPL --as mine", at: now, market, expecting: 64).contains("newcomer"))
        #expect(
            try await run("accept equities AAPX --as continuation", at: now, market, expecting: 64).contains("AAPL"))
        #expect(try await run("accept equities AAPL", at: now, market, expecting: 64).contains("--as"))
    }
}
