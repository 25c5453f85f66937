import PluginKit
import PluginTesting
import Tabular
import TestWorld
import Upstream

/// The clock of a night: the host's, which may be wrong, and the upstreams', which goes with it and may say nothing.
struct NightClock {
    let host: ManualClock
    private let start: Instant
    private let upstream: Instant
    /// Upstreams that do not say what time it is.
    var silent: Set<String> = []
    /// Seconds by which an upstream's own clock is ahead of the true time.
    var skews: [String: Int64] = [:]

    /// - Parameter ahead: seconds by which the host's clock is ahead of the upstreams'.
    init(_ now: Instant, ahead: Int64 = 0) {
        upstream = now
        start = now.adding(seconds: ahead)
        host = ManualClock(start, isSelfAdvancing: true)
    }

    /// Waits move the host's clock on, and the upstreams' with it.
    func headers(_ type: String, of name: String) -> [String: String] {
        guard !silent.contains(name), !silent.contains("*") else { return ["content-type": type] }
        let now = upstream.adding(seconds: Int64(host.now().seconds(since: start)) + (skews[name] ?? 0))
        return ["content-type": type, "date": HTTPDate.text(now)]
    }
}

/// Brings the fake market's answers without a network.
struct MarketTransport: Transport {
    let market: FakeMarket
    let clock: NightClock

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> RawAnswer {
        let answer = market.answer(request.target)
        return RawAnswer(
            status: answer.status, headers: clock.headers(answer.type, of: upstream.name), body: Array(answer.body.utf8),
            received: clock.host.now())
    }
}
