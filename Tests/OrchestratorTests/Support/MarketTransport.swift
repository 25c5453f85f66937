import PluginKit
import PluginTesting
import TestWorld
import Upstream

/// Brings the fake market's answers without a network.
struct MarketTransport: Transport {
    let market: FakeMarket
    let clock: NightClock

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
        let answer = market.answer(request.target)
        return Answer(
            status: answer.status, headers: clock.headers(answer.type, of: upstream.name),
            body: Array(answer.body.utf8),
            received: clock.host.now())
    }
}
