import Synchronization
package import Tabular

/// Polymarket and Kalshi behind their APIs: what a world says happened by now is what they answer.
///
/// `answer` does nothing but compute, so that a server of a test can call it on its own thread. Upstreams are `gamma`,
/// `clob`, `polymarket-data`, `polymarket-data-v1`, `kalshi` and `kalshi-historical`; the last two are one host, and so
/// are the two before.
package final class FakeVenues: Sendable {
    /// One question that was asked.
    package struct Request: Sendable, Hashable {
        package let upstream: String
        package let target: String
    }

    private struct State {
        var now: Instant
        var world: VenueWorld
        var polymarket: PolyIndex
        var kalshi: KalshiIndex
        var faults: [String: VenueFaults] = [:]
        var epoch = 0
        var requests: [Request] = []
        var count = 0
        var keepsRequests = true
        var watched = 0
        var watcher: (@Sendable (Int) -> Void)?
    }

    private let state: Mutex<State>

    package init(_ world: VenueWorld, now: String) {
        state = Mutex(
            State(
                now: FakeMarket.instant(now), world: world, polymarket: PolyIndex(world.polymarket),
                kalshi: KalshiIndex(world.kalshi)))
    }

    // MARK: The world and its clock

    package var now: Instant { state.withLock(\.now) }
    package var world: VenueWorld { state.withLock(\.world) }
    package func move(to now: String) { move(to: FakeMarket.instant(now)) }
    package func move(to now: Instant) { state.withLock { $0.now = now } }

    package func change(_ body: (inout VenueWorld) -> Void) {
        state.withLock { state in
            body(&state.world)
            state.polymarket = PolyIndex(state.world.polymarket)
            state.kalshi = KalshiIndex(state.world.kalshi)
        }
    }

    // MARK: Trouble

    /// Changes what goes wrong at an upstream.
    package func trouble(_ upstream: String, _ body: (inout VenueFaults) -> Void) {
        state.withLock { body(&$0.faults[upstream, default: VenueFaults()]) }
    }

    package func heal() { state.withLock { $0.faults = [:] } }

    /// Every cursor handed out so far is unknown from now on.
    package func forgetCursors() { state.withLock { $0.epoch += 1 } }

    // MARK: What was asked

    /// Everything asked so far, in order.
    package var requests: [Request] { state.withLock(\.requests) }
    package func forgetRequests() { state.withLock { $0.requests = [] } }
    /// For a walk of thousands of pages that nobody will look at.
    package func keepRequests(_ keeps: Bool) { state.withLock { $0.keepsRequests = keeps } }

    /// How many requests of an upstream held this text.
    package func count(_ upstream: String, containing text: String = "") -> Int {
        requests.count { $0.upstream == upstream && (text.isEmpty || $0.target.contains(text)) }
    }

    /// Called before each answer with the number of requests since then, this one among them.
    package func watch(_ body: (@Sendable (Int) -> Void)?) {
        state.withLock { state in
            state.watcher = body
            state.watched = 0
        }
    }

    // MARK: Answers

    /// - Parameter target: the upstream's name as the first segment of the path, for one server that stands in for all
    ///   of them: `/gamma/events/keyset?closed=false`.
    package func answer(_ target: String) -> (status: Int, type: String, body: String) {
        let rest = target.drop { $0 == "/" }
        let name = rest.prefix { $0 != "/" && $0 != "?" }
        return answer(upstream: String(name), target: String(rest.dropFirst(name.count)))
    }

    /// - Parameter target: path and query behind the upstream's base, percent-encoded.
    package func answer(upstream: String, target: String) -> (status: Int, type: String, body: String) {
        let watch = state.withLock { state in
            state.watched += 1
            return state.watcher.map { (watcher: $0, count: state.watched) }
        }
        watch.map { $0.watcher($0.count) }
        let (polymarket, kalshi, now, pages, isLimited, instead) = state.withLock { state in
            if state.keepsRequests { state.requests.append(Request(upstream: upstream, target: target)) }
            state.count += 1
            let faults = state.faults[upstream] ?? VenueFaults()
            let pages = VenuePages(faults: faults, epoch: state.epoch, nonce: state.count)
            if faults.answers429 > 0 { state.faults[upstream]?.answers429 -= 1 }
            let place = faults.instead.firstIndex { $0.times > 0 && target.contains($0.text) }
            if let place { state.faults[upstream]?.instead[place].times -= 1 }
            return (
                state.polymarket, state.kalshi, state.now, pages, faults.answers429 > 0,
                place.map { faults.instead[$0] }
            )
        }
        let faults = pages.faults
        if let instead { return (instead.status, "application/json", instead.body) }
        if let fixed = faults.answersAlways { return fixed }
        if isLimited {
            let answer = FakeVenues.limited(upstream, turn: faults.answers429, isNew: target.hasPrefix("/v2"))
            return (answer.status, answer.type, answer.body)
        }
        let asked = VenueTarget(target, ignoring: faults.ignoresParameters)
        if faults.absentPaths.contains(where: ("/" + asked.path.joined(separator: "/")).hasPrefix) {
            return (404, "application/json", #"{"error":"Not found"}"#)
        }
        let answer =
            switch upstream {
            case "gamma": GammaDesk(index: polymarket, now: now, pages: pages).answer(asked)
            case "clob": ClobDesk(index: polymarket, now: now).answer(asked)
            case "polymarket-data", "polymarket-data-v1":
                PolyTradesDesk(index: polymarket, now: now, pages: pages).answer(asked)
            case "kalshi", "kalshi-historical": KalshiDesk(index: kalshi, now: now, pages: pages).answer(asked)
            default: VenueAnswer(404, #"{"error":"no such upstream: \#(upstream)"}"#)
            }
        return (answer.status, answer.type, answer.body)
    }

    private static func limited(_ upstream: String, turn: Int, isNew: Bool) -> VenueAnswer {
        switch upstream {
        case "kalshi", "kalshi-historical":
            turn % 2 == 0
                ? VenueAnswer(429, #"{"error":"too many requests"}"#)
                : VenueAnswer(429, #"{"error":{"code":"too_many_requests","message":"too many requests"}}"#)
        case "polymarket-data" where isNew:
            VenueAnswer(
                429, #"{"error":"rate limited","code":"rate_limited","retryable":true,"trace_id":"7d1f0c2ab9e84f55"}"#)
        default: .plainError(200, "Too Many Requests")
        }
    }
}
