import PluginKit
import TestWorld
import Upstream

/// Brings the fake market's answers without a network.
struct MarketTransport: Transport {
    let market: FakeMarket

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> RawAnswer {
        let answer = market.answer(request.target)
        return RawAnswer(status: answer.status, headers: ["content-type": answer.type], body: Array(answer.body.utf8), received: market.now)
    }
}
