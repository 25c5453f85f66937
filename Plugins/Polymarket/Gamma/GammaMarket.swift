import LosslessJSON
import PluginKit
import Tabular

/// A market as Gamma lists it, within its event or alone.
struct GammaMarket {
    let id: String
    let isClosed: Bool
    let phase: MarketPhase
    let stage: PolymarketNote.Stage
    let closedTime: Instant?
    let lists: OutcomeLists?
    let payouts: [String]
    /// Why the lists do not pair; nil when they do.
    let mismatch: OutcomeLists.Mismatch?
    /// What is wrong with the payouts of a resolved market; nil when nothing is.
    let payoutOddity: String?
    /// Members that could not be read.
    let oddities: [OddMember]

    let event: GammaEvent?
    let value: JSONValue
    let slug: String?
    let condition: String?
    let created: Instant?
    let start: Instant?
    let end: Instant?
    let category: String?
    let volume: String?
    let liquidity: String?

    /// nil where nobody could say which market it is.
    static func id(of value: JSONValue) -> String? {
        var object = GammaObject(value)
        return object.text("id").flatMap { MarketName.isID($0) ? $0 : nil }
    }

    /// nil for a row without an id: no list can show it again. `event` is nil for a market that no event has.
    init?(_ value: JSONValue, of event: GammaEvent?, now: Instant) {
        var object = GammaObject(value)
        guard let id = object.text("id"), MarketName.isID(id) else { return nil }
        self.id = id
        self.event = event
        self.value = value
        isClosed = object.flag("closed") ?? false
        let isAccepting = object.flag("acceptingOrders")
        let isActive = object.flag("active")
        end = object.instant("endDate")
        start = object.instant("startDate")
        created = object.instant("createdAt")
        let resolution = object.text("umaResolutionStatus")
        slug = object.text("slug")
        condition = object.text("conditionId")
        category = event?.tags.first ?? object.text("category")
        volume = object.decimal("volume") ?? object.decimal("volumeNum")
        liquidity = object.decimal("liquidity") ?? object.decimal("liquidityNum")
        let isScalar = object.text("marketType")?.lowercased() == "scalar"
        closedTime = isClosed ? object.instant("closedTime") ?? object.instant("umaEndDate") ?? event?.closedTime : nil
        do {
            lists = try OutcomeLists(value)
            mismatch = nil
        } catch {
            lists = nil
            mismatch = error
        }
        let found = Payouts(prices: lists?.prices ?? [], isScalar: isScalar)
        phase = GammaMarket.phase(
            isClosed: isClosed, resolution: resolution, isDecided: !found.shares.isEmpty, isActive: isActive,
            isAccepting: isAccepting, isOver: end.map { $0 <= now } ?? false)
        stage = GammaMarket.stage(of: phase, isClosed: isClosed, isAccepting: isAccepting)
        payouts = phase == .resolved ? found.shares : []
        payoutOddity = phase == .resolved ? found.oddity : nil
        oddities = object.oddities
    }

    private static func phase(
        isClosed: Bool, resolution: String?, isDecided: Bool, isActive: Bool?, isAccepting: Bool?, isOver: Bool
    ) -> MarketPhase {
        let word = resolution?.lowercased()
        if isClosed {
            switch word {
            case "resolved": return .resolved
            case "disputed", "challenged": return .disputed
            // S3: what is only proposed is not final, whatever the prices say.
            case .some: return .proposed
            // The old markets and those that nobody asks UMA about.
            case nil: return isDecided ? .resolved : .closed
            }
        }
        switch word {
        case "disputed", "challenged": return .disputed
        case "proposed", "reproposed", "resolved": return .proposed
        default: break
        }
        if isActive == false { return .pending }
        guard isAccepting == false else { return .open }
        return isOver ? .closed : .paused
    }

    /// Words that decide what is claimed of the market, and that nobody knows: what they were taken for is said.
    var unknownWords: [String] {
        let words = [
            (
                "umaResolutionStatus", value["umaResolutionStatus"],
                ["proposed", "reproposed", "disputed", "challenged", "resolved"]
            ),
            ("marketType", value["marketType"], ["normal", "scalar"]),
        ]
        return words.compactMap { name, word, known in
            guard let text = word?.plainText, !text.isEmpty, !known.contains(text.lowercased()) else { return nil }
            return "\(name) is \(text.prefix(60)), which is no word that is known"
        }
    }

    private static func stage(of phase: MarketPhase, isClosed: Bool, isAccepting: Bool?) -> PolymarketNote.Stage {
        if phase == .resolved { return .settled }
        let isTraded =
            [.pending, .open, .paused].contains(phase)
            || [.proposed, .disputed].contains(phase) && isAccepting != false
        return !isClosed && isTraded ? .open : .closed
    }

    /// Nothing more will change about it. UMA forgets to say that some old markets are resolved: these are left alone
    /// after 90 days.
    func isOver(at now: Instant) -> Bool {
        isClosed
            && (phase == .resolved || closedTime.map { $0.adding(days: GammaMarket.daysOfSilence) < now } ?? false)
    }

    private static let daysOfSilence = 90

    /// When the same text comes to say something else, by what depends on the time above; nil: never.
    func holdsUntil(at now: Instant) -> Instant? {
        if phase == .paused { return end }
        return isClosed && !isOver(at: now) ? closedTime?.adding(days: GammaMarket.daysOfSilence) : nil
    }

    /// The list's state is of `now`.
    func note(at now: Instant) -> PolymarketNote {
        let known = lists.flatMap { $0.outcomes.isEmpty ? nil : $0 }
        let isTraded = volume.map { !DecimalText.isEqual($0.utf8, "0".utf8) } ?? false
        return PolymarketNote(
            slug: slug ?? id, event: event?.id,
            condition: mismatch == nil ? condition.flatMap(GammaMarket.askable) : nil,
            tokens: known?.tokens.map { MarketName.isToken($0) ? $0 : "" } ?? [], outcomes: known?.outcomes ?? [],
            tags: event.map(\.categories) ?? [category].compactMap { $0 }, created: created?.seconds,
            start: start?.seconds,
            end: end?.seconds, closed: closedTime?.seconds, stage: stage, payouts: payouts,
            isTraded: isTraded ? true : nil, volume: isOver(at: now) ? volume : nil)
    }

    /// nil for an id that the data API does not take.
    private static func askable(_ condition: String) -> String? {
        let lowered = condition.lowercased()
        return MarketName.isCondition(lowered) ? lowered : nil
    }
}
