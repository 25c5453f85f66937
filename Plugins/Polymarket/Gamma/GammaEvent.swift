import LosslessJSON
import PluginKit
import Tabular

/// An event as Gamma lists it, with its tags and its markets.
struct GammaEvent {
    let id: String
    /// Labels, in the event's order.
    let tags: [String]
    /// Labels, and the slugs that are more than the label in other letters.
    let categories: [String]
    let isClosed: Bool?
    let closedTime: Instant?
    let markets: [JSONValue]
    /// Whether `markets` is a list, or not there.
    let hasReadableMarkets: Bool
    private let object: GammaObject
    private let oddTags: [OddMember]

    /// nil for an event without an id.
    init?(_ value: JSONValue) {
        var object = GammaObject(value)
        guard let id = object.text("id"), MarketName.isID(id) else { return nil }
        self.id = id
        var oddTags: [OddMember] = []
        isClosed = object.flag("closed")
        closedTime = object.instant("closedTime")
        var tags: [String] = []
        var categories: [String] = []
        for element in object.elements("tags") {
            var tag = GammaObject(element)
            let (label, slug) = (tag.text("label"), tag.text("slug"))
            oddTags += tag.oddities
            if let name = label ?? slug, !tags.contains(name) { tags.append(name) }
            for name in [label, slug].compactMap({ $0 })
            where !categories.contains(where: { GammaEvent.isSame($0, name) }) {
                categories.append(name)
            }
        }
        self.tags = tags
        self.categories = categories
        markets = object.elements("markets")
        hasReadableMarkets = object.oddities.last?.name != "markets"
        self.object = object
        self.oddTags = oddTags
        given =
            [id, closedTime.map { String($0.microseconds) }, String(tags.count)] + tags.map(Optional.some)
            + categories.map(Optional.some)
    }

    /// P1: nobody could say whose an event without an id is. Its markets are asked for directly after the walk, where
    /// they are known.
    static func setAside(_ value: JSONValue, in page: inout Page<Polymarket>) {
        page.setAside(
            OddMember("id", expected: "a number", found: value["id"]), value, of: Events.dataset, rule: "P1",
            key: value["slug"]?.plainText ?? "?")
    }

    var value: JSONValue { object.value }

    /// All that its markets' rows and notes have of it.
    let given: [String?]

    func append(to page: inout Page<Polymarket>) throws {
        var odd: [OddMember] = []
        try page.rows(by: Events.plan) { rows in odd = try rows.append(self) }
        for odd in object.oddities + oddTags + odd.filter({ !object.oddities.contains($0) }) {
            page.leavesOut(odd, value, of: Events.dataset, key: id)
        }
    }

    /// nil for none.
    static func joined(_ tags: [String]) -> String? { tags.isEmpty ? nil : tags.joined(separator: ";") }

    /// `Northern Coast` and `northern-coast`.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        func folded(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
        return folded(left) == folded(right)
    }
}
