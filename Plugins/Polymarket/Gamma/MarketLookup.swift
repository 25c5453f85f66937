import LosslessJSON
import PluginKit

/// Markets that are asked for directly: first for themselves, by Gamma's flag `closed` one way and the other, because a
/// listing has one kind only; then for their events, because a market's row says the event but not the event's tags. A
/// value: where such a walk stands.
package struct MarketLookup: Hashable, Codable, Sendable {
    enum Step: Hashable, Codable, Sendable {
        case markets(isClosed: Bool)
        case events(isClosed: Bool)
    }

    /// A market whose event is still to be asked for.
    struct Found: Hashable, Codable, Sendable {
        let market: String
        let event: String
    }

    /// Which event a market's own row says it belongs to.
    enum Home {
        case none
        case event(String)
        case unreadable(OddMember)

        init(of market: JSONValue) {
            var object = GammaObject(market)
            guard var event = object.elements("events").first.map(GammaObject.init) else {
                self = object.oddities.first.map(Home.unreadable) ?? .none
                return
            }
            self =
                event.text("id").map(Home.event)
                ?? .unreadable(OddMember("events.id", expected: "a number", found: event.value["id"]))
        }
    }

    var step: Step
    /// Behind what Gamma's cursor stands for, within the step.
    var after: String?
    /// `id`, `condition_ids` or `slug`: what the names are.
    let filter: String
    /// Names of markets that were not found before this step.
    private(set) var missing: [String]
    /// Markets whose events were not found before this step.
    private(set) var found: [Found] = []
    /// Of this step's names and events, those that its pages have had: the questions for its pages are the same.
    private var answered: [String] = []
    /// What this step found.
    private var added: [Found] = []
    /// Whether rows were met that do not say readably what they are; nil: none.
    private var nameless: Bool?
    /// Steps that follow, in their order.
    private(set) var steps: [Step]

    /// Markets that left the open listing: most have been closed.
    init(ids: [String]) {
        self.init(filter: "id", names: ids, beginsClosed: true)
    }

    init(_ name: MarketName) {
        self.init(filter: name.filter, names: [name.text], beginsClosed: false)
    }

    private init(filter: String, names: [String], beginsClosed: Bool) {
        self.filter = filter
        missing = names
        step = .markets(isClosed: beginsClosed)
        steps = [.markets(isClosed: !beginsClosed), .events(isClosed: beginsClosed), .events(isClosed: !beginsClosed)]
    }

    var request: Request {
        let (path, names, isClosed, limit) =
            switch step {
            case .markets(let isClosed): ("/markets/keyset", missing.map { (filter, $0) }, isClosed, "100")
            case .events(let isClosed): ("/events/keyset", events.map { ("id", $0) }, isClosed, EventListing.pageSize)
            }
        return Request(
            "gamma", path: path,
            query: names.map { .init($0.0, $0.1) } + [
                .init("closed", isClosed ? "true" : "false"), .init("limit", limit),
            ]
                + (after.map { [.init("after_cursor", $0)] } ?? []),
            answerStatuses: after == nil ? [] : GammaAnswer.refusals)
    }

    /// Each once, in the order of their first markets.
    var events: [String] {
        var known: Set<String> = []
        return found.map(\.event).filter { known.insert($0).inserted }
    }

    /// What is left when this step is at its end.
    var rest: MarketLookup {
        var rest = self
        let answered = Set(answered)
        rest.after = nil
        rest.missing.removeAll(where: answered.contains)
        rest.found = found.filter { !answered.contains($0.market) } + added
        rest.answered = []
        rest.added = []
        return rest
    }

    var hasNameless: Bool { nameless ?? false }

    mutating func meetsNameless() { nameless = true }

    /// A market that needs nothing more, by the name that it was asked for.
    mutating func settle(_ name: String) { answered.append(name) }

    mutating func find(_ name: String, _ market: Found) {
        answered.append(name)
        added.append(market)
    }

    /// The walk behind this step, of what is left; nil when there is nothing left to ask.
    var following: MarketLookup? {
        var next = rest
        while !next.steps.isEmpty {
            next.step = next.steps.removeFirst()
            switch next.step {
            case .markets where !next.missing.isEmpty, .events where !next.found.isEmpty: return next
            case .markets, .events: continue
            }
        }
        return nil
    }
}
