import LosslessJSON
import PluginKit
import Tabular

/// An event as Gamma lists it, with its tags and its markets.
struct GammaEvent {
    let id: String
    let title: String?
    let slug: String?
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
    private let rest: Rest

    private struct Rest {
        var series: String?
        var created: Instant?
        var start: Instant?
        var end: Instant?
        var isActive: Bool?
        var isArchived: Bool?
        var isNegRisk: Bool?
        var negRiskID: String?
        var volume: String?
        var liquidity: String?
        var openInterest: String?
        var description: String?
        var updated: Instant?
    }

    /// nil for an event without an id.
    init?(_ value: JSONValue) {
        var object = GammaObject(value)
        guard let id = object.text("id"), MarketName.isID(id) else { return nil }
        self.id = id
        var oddTags: [OddMember] = []
        title = object.text("title")
        slug = object.text("slug")
        isClosed = object.flag("closed")
        closedTime = object.instant("closedTime")
        var tags: [String] = []
        var categories: [String] = []
        for element in object.elements("tags") {
            var tag = GammaObject(element)
            let (label, slug) = (tag.text("label"), tag.text("slug"))
            oddTags += tag.oddities
            if let name = label ?? slug, !tags.contains(name) { tags.append(name) }
            for name in [label, slug].compactMap({ $0 }) where !categories.contains(where: { GammaEvent.isSame($0, name) }) {
                categories.append(name)
            }
        }
        self.tags = tags
        self.categories = categories
        markets = object.elements("markets")
        hasReadableMarkets = object.oddities.last?.name != "markets"
        rest = Rest(
            series: object.text("seriesSlug"), created: object.instant("createdAt"), start: object.instant("startDate"),
            end: object.instant("endDate"), isActive: object.flag("active"), isArchived: object.flag("archived"),
            isNegRisk: object.flag("negRisk"), negRiskID: object.text("negRiskMarketID"), volume: object.decimal("volume"),
            liquidity: object.decimal("liquidity"), openInterest: object.decimal("openInterest"),
            description: object.text("description"), updated: object.instant("updatedAt"))
        self.object = object
        self.oddTags = oddTags
    }

    /// P1: nobody could say whose an event without an id is. Its markets are asked for directly after the walk, where they are known.
    static func setAside(_ value: JSONValue, in page: inout Page<Polymarket>) {
        page.setAside(
            OddMember("id", expected: "a number", found: value["id"]), value, of: Events.dataset, rule: "P1",
            key: value["slug"]?.plainText ?? "?")
    }

    func append(to page: inout Page<Polymarket>) throws {
        for odd in object.oddities + oddTags { page.leavesOut(odd, object.value, of: Events.dataset, key: id) }
        try page.rows(of: Events.dataset) { builder in
            builder.text(id)
            for text in [slug, title, GammaEvent.joined(tags), rest.series] { builder.optional(text: text) }
            for instant in [rest.created, rest.start, rest.end, closedTime] { builder.optional(instant: instant) }
            for flag in [rest.isActive, isClosed, rest.isArchived, rest.isNegRisk] { builder.optional(flag: flag) }
            builder.optional(text: rest.negRiskID)
            for decimal in [rest.volume, rest.liquidity, rest.openInterest] { builder.optional(decimal: decimal) }
            builder.optional(text: rest.description)
            builder.optional(instant: rest.updated)
            builder.endRow()
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
