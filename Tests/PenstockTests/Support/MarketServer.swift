import PluginTesting
import Tabular
import TestWorld

/// The fake market over loopback HTTP, for the real command.
struct MarketServer {
    let market: FakeMarket
    let upstream: FakeUpstream

    /// Flags that point the command at it, without a pace.
    var flags: [String] {
        ["--upstream", "yahoo=\(upstream.base)", "--upstream", "sp500=\(upstream.base)", "--rate-limit-delay", "0"]
    }

    /// What the command takes for the time.
    var clock: [String: String] { ["PENSTOCK_NOW": market.now.description] }

    /// Serves the market while the body runs; `before` sees every request first.
    static func serving<Result>(
        _ market: FakeMarket, before: @escaping @Sendable (FakeRequest) -> Void = { _ in },
        _ body: (MarketServer) async throws -> Result
    ) async throws -> Result {
        try await FakeUpstream.serving(
            { request in
                before(request)
                let answer = market.answer(request.target)
                return .text(answer.body, status: answer.status, type: answer.type)
            }, body: { upstream in try await body(MarketServer(market: market, upstream: upstream)) })
    }

    /// Runs the command against it.
    func run(_ arguments: [String], in folder: String, environment: [String: String] = [:]) async throws
        -> PenstockProcess.Outcome
    {
        try await PenstockProcess(arguments + flags, in: folder, environment: clock.merging(environment) { $1 }).wait()
    }
}
