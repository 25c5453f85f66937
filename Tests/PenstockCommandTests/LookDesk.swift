import PluginTesting
import Tabular
import TestWorld
import Testing

@testable import PenstockCommand

/// A person who looks after an archive of a few symbols to whom something has happened: what is typed over some nights,
/// and what is said.
struct LookDesk {
    let folder: TemporaryFolder
    let market = FakeMarket(now: "2024-11-22T22:00:00Z")

    init() throws { folder = try TemporaryFolder("look") }

    /// Types lines against the market; each is answered as of the market's `now`.
    func typing(screen: Screen = .plain, _ body: (_ type: (String, Int32) async -> CommandStage) async throws -> Void)
        async throws
    {
        try await FakeUpstream.serving(
            { [market] request in
                let answer = market.answer(request.target)
                return .text(answer.body, status: answer.status, type: answer.type)
            },
            body: { upstream in
                try await body { line, exitCode in
                    let stage = CommandStage(
                        ["PENSTOCK_NOW": market.now.text()], directory: folder.path, screen: screen)
                    let asks = line.hasPrefix("backfill") || line.hasPrefix("update")
                    let flags =
                        " --upstream yahoo=\(upstream.base) --upstream sp500=\(upstream.base) --rate-limit-delay 0"
                    let code = await stage.run(line + (asks ? flags : ""))
                    #expect(code == exitCode, "\(line): \(stage.output)\(stage.error)")
                    return stage
                }
            })
    }

    /// Two nights: a symbol that nobody knows, a session without a bar, a row that breaks a rule; then a split and a
    /// correction.
    func twoNights(_ type: (String, Int32) async -> CommandStage) async {
        market.list("MSFT")
        market.change("AAPL") { $0.nulls = [FakeMarket.day("2024-10-15")] }
        market.change("BRK.B") { $0.closes[FakeMarket.day("2024-11-08")] = -5 }
        _ = await type("backfill equities --symbols AAPL,BRK.B,MSFT,NOPE --start-date 2024-10-01 --quiet", 10)
        market.move(to: "2024-11-25T22:00:00Z")
        market.change("AAPL") { $0.splits[FakeMarket.day("2024-11-25")] = (4, 1) }
        market.change("MSFT") { $0.volumes[FakeMarket.day("2024-11-21")] = 123_456_700 }
        _ = await type("update equities --quiet", 0)
    }

    /// Without what differs from run to run.
    func steady(_ text: String) -> String {
        Steady.times(text.replacing(folder.path, with: "/home/jane"))
            .replacing(/127\.0\.0\.1:\d+/, with: "127.0.0.1:PORT").replacing(
                /"duration_seconds": [\d.]+/, with: "\"duration_seconds\": 0.1")
    }
}
