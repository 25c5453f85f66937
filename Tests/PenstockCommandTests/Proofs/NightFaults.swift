import PluginKit
import PluginTesting
import Synchronization
import Tabular
import TestWorld
import Upstream

/// What goes wrong with the answers of one night. By a seed: one question has one fate, in whatever order questions are
/// asked.
struct NightFaults: Sendable {
    enum Fate: Sendable, Hashable {
        case well
        /// The upstream, or a tier of it, knows nothing of what is asked for.
        case absent
        case broken
        case throttled
        /// Closed before the answer was whole.
        case closed
        /// A body that ends in its middle.
        case cut
        /// Of a list: status 200, and nothing in it. Of bars: no row, a row of nulls, some rows only, or a first trade
        /// that is too late.
        case odd
    }

    enum Mood: Sendable, CaseIterable {
        case quiet, rough, flaky, tierless, outage
    }

    let seed: UInt64
    let mood: Mood
    /// The upstreams lie so that nobody could know: no trade was ever made, and every stock is three sessions old.
    let isLie: Bool

    init(seed: UInt64, mood: Mood? = nil, isLie: Bool = false) {
        self.seed = seed
        self.isLie = isLie
        var random = SplitMix(seed: seed)
        let draw: [Mood] = [.quiet, .quiet, .rough, .rough, .rough, .flaky, .flaky, .tierless, .outage]
        self.mood = mood ?? draw[Int(random.next() % UInt64(draw.count))]
    }

    static let none = NightFaults(seed: 0, mood: .quiet)
    static let lie = NightFaults(seed: 0, mood: .quiet, isLie: true)

    /// The fate of a question for the whole night.
    func fate(of question: String) -> Fate {
        if isLie { return .odd }
        let number = draw(question)
        switch mood {
        case .quiet, .flaky: return .well
        case .outage: return number % 2 == 0 ? .broken : .closed
        case .rough:
            let fates: [Fate] = [.absent, .broken, .throttled, .closed, .cut, .odd, .odd, .odd]
            return number % 10 < 3 ? fates[Int(number / 10 % 8)] : .well
        case .tierless:
            // A tier of trades is gone for everybody.
            let tier = question.prefix { $0 != "?" }
            return tier.hasSuffix("trades") && draw(String(tier)) % 2 == 0 ? .absent : .well
        }
    }

    /// The fate of one try at it.
    func fate(of question: String, attempt: Int) -> Fate {
        if isLie { return .odd }
        let fixed = fate(of: question)
        guard mood == .flaky else { return fixed }
        let number = draw("\(question) \(attempt)")
        let fates: [Fate] = [.absent, .broken, .broken, .throttled, .closed, .cut]
        return number % 10 < 3 ? fates[Int(number / 10 % 6)] : .well
    }

    func draw(_ text: String) -> UInt64 {
        var hash: UInt64 = 14_695_981_039_346_656_037 ^ seed
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        var random = SplitMix(seed: hash)
        return random.next() >> 8
    }
}

/// Brings the fakes' answers with the night's faults, without a network, and writes down what was asked.
struct ProofTransport: Transport {
    let bars: FakeMarket
    let venues: FakeVenues
    let log: AnswerLog
    let faults: NightFaults
    /// Symbols of which the answers are wrong about the first trade.
    let liars: Set<String>
    let clock: ManualClock
    private let attempts = Attempts()
    /// Told before each answer.
    let watch: @Sendable (_ count: Int) -> Void

    private final class Attempts: Sendable {
        let counts = Mutex<[String: Int]>([:])
    }

    init(
        bars: FakeMarket, venues: FakeVenues, log: AnswerLog, faults: NightFaults, liars: Set<String>,
        clock: ManualClock,
        watch: @escaping @Sendable (_ count: Int) -> Void
    ) {
        self.bars = bars
        self.venues = venues
        self.log = log
        self.faults = faults
        self.liars = liars
        self.clock = clock
        self.watch = watch
    }

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
        let now = clock.now()
        let asked = AnswerLog.Entry(upstream: upstream.name, target: request.target, at: now, isTrue: true)
        let question = "\(upstream.name)/\(asked.path.joined(separator: "/"))?\(asked.market ?? "")"
        let (attempt, count) = attempts.counts.withLock { counts in
            counts[question, default: 0] += 1
            return (counts[question, default: 0], counts.values.reduce(0, +))
        }
        watch(count)
        let fate = faults.fate(of: question, attempt: attempt)
        if fate == .closed { throw UpstreamError(.connectionLost, upstream: upstream.name, url: request.target) }
        var answer = answer(request, upstream.name, fate)
        if fate == .cut { answer.body = String(answer.body.prefix(answer.body.utf8.count / 2)) }
        let isOdd = asked.symbol.map(liars.contains) ?? (fate == .odd && (faults.isLie || asked.market == nil))
        log.add(
            AnswerLog.Entry(
                upstream: upstream.name, target: request.target, at: now,
                isTrue: answer.status == 200 && !isOdd && (fate == .well || fate == .odd)))
        return Answer(
            status: answer.status, headers: ["content-type": answer.type, "date": HTTPDate.text(now)],
            body: Array(answer.body.utf8),
            received: now)
    }

    private func answer(_ request: Request, _ upstream: String, _ fate: NightFaults.Fate) -> (
        status: Int, type: String, body: String
    ) {
        let json = "application/json"
        switch fate {
        case .absent:
            return (
                404, json,
                upstream == "yahoo" ? FakeMarket.unknown : #"{"error":{"code":"not_found","message":"not found"}}"#
            )
        case .broken: return (500, json, "{}")
        case .throttled: return (429, json, #"{"error":"too many requests"}"#)
        case .odd:
            if let empty = faults.isLie ? Self.noTrades(request) : Self.emptyList(request, upstream) {
                return (200, json, empty)
            }
        case .well, .closed, .cut: break
        }
        guard upstream != "yahoo", upstream != "sp500" else { return bars.answer(request.target) }
        venues.move(to: clock.now())
        return venues.answer(upstream: upstream, target: request.target)
    }

    /// Only of lists that a market must be found in anew: what a list does not show is asked for directly.
    private static func emptyList(_ request: Request, _ upstream: String) -> String? {
        switch (upstream, request.path) {
        case ("gamma", "/events/keyset"): #"{"events":[]}"#
        case ("kalshi", "/events"): #"{"events":[],"cursor":""}"#
        default: nil
        }
    }

    private static func noTrades(_ request: Request) -> String? {
        switch request.path {
        case "/markets/trades", "/historical/trades": #"{"cursor":"","trades":[]}"#
        case "/v2/trades": #"{"data":[],"pagination":{"limit":1000,"offset":0,"has_more":false,"next_cursor":null}}"#
        case "/trades": "[]"
        default: nil
        }
    }
}
