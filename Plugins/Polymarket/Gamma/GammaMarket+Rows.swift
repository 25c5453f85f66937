import LosslessJSON
import PluginKit
import Tabular

extension GammaMarket {
    /// Members by which it is told what is asked for, and until when.
    private static let deciding: Set<String> = [
        "closed", "active", "acceptingOrders", "umaResolutionStatus", "closedTime", "umaEndDate", "createdAt", "startDate", "conditionId",
        "slug",
    ]

    /// Rows of all that the market is, and the market itself.
    func append(to page: inout Page<Polymarket>, now: Instant) throws {
        if let odd = oddities.first(where: { GammaMarket.deciding.contains($0.name) }) {
            // The market is there, and nobody can say in what state.
            page.setAside(odd, value, of: Markets.dataset, key: id)
            page.keeps(id)
            return
        }
        for text in unknownWords { page.flag("T2", "market \(id): \(text)") }
        if let mismatch {
            // Nobody can say which token is which outcome: a market that is new stays without series, a known one keeps those that it has.
            if let odd = mismatch.odd {
                page.setAside(odd, value, of: Outcomes.dataset, rule: "P2", kind: Markets.dataset.name, key: id)
            } else {
                page.setAside("P2", of: Outcomes.dataset, key: id, raw: value.rawText)
                page.flag("P2", "market \(id): \(mismatch.words)")
            }
        }
        if let oddity = payoutOddity { page.flag("S1", "market \(id): \(oddity)") }
        try appendMarket(to: &page)
        try appendOutcomes(to: &page)
        try Self.appendStatus(phase, of: id, now: now, to: &page)
        try page.shows(
            id, label: slug ?? id, note: note(at: now), rank: volume.flatMap { Double($0) }, isOver: isOver(at: now),
            isPartial: mismatch != nil,
            list: .events(.open))
    }

    static func appendStatus(_ phase: MarketPhase, of id: String, now: Instant, to page: inout Page<Polymarket>) throws {
        try page.rows(of: MarketStatus.dataset) { builder in
            builder.text(id)
            builder.instant(Instant(seconds: now.seconds))
            builder.text(phase.rawValue)
            builder.endRow()
        }
    }

    private func appendOutcomes(to page: inout Page<Polymarket>) throws {
        guard let lists, !lists.outcomes.isEmpty else { return }
        try page.rows(of: Outcomes.dataset) { builder in
            for (index, outcome) in lists.outcomes.enumerated() {
                builder.text(id)
                builder.integer(Int64(index))
                builder.text(outcome)
                builder.optional(text: lists.tokens.isEmpty || lists.tokens[index].isEmpty ? nil : lists.tokens[index])
                builder.optional(decimal: payouts.isEmpty ? nil : payouts[index])
                builder.endRow()
            }
        }
    }

    private func appendMarket(to page: inout Page<Polymarket>) throws {
        var object = GammaObject(value)
        let winner = payouts.firstIndex { DecimalText.isEqual($0.utf8, "1".utf8) }.flatMap { lists?.outcomes[$0] }
        try page.rows(of: Markets.dataset) { builder in
            builder.text(id)
            builder.optional(text: condition)
            builder.optional(text: object.text("questionID"))
            builder.optional(text: slug)
            builder.optional(text: object.text("question"))
            builder.optional(text: object.text("groupItemTitle"))
            builder.optional(text: event?.id)
            builder.optional(text: category)
            builder.optional(text: event.flatMap { GammaEvent.joined($0.tags) })
            builder.optional(text: object.text("marketType"))
            builder.optional(text: object.text("sportsMarketType"))
            builder.optional(decimal: object.decimal("line"))

            for instant in [created, start, end, object.instant("gameStartTime"), closedTime] { builder.optional(instant: instant) }
            builder.optional(flag: isActive)
            builder.optional(flag: object.flag("closed"))
            builder.optional(flag: object.flag("archived"))
            builder.optional(flag: isAccepting)

            builder.text(phase.rawValue)
            builder.optional(text: resolution)
            builder.optional(decimal: payouts.first)
            builder.optional(text: winner)
            builder.optional(text: object.text("resolutionSource"))

            builder.optional(decimal: volume)
            builder.optional(decimal: object.decimal("liquidity") ?? object.decimal("liquidityNum"))
            builder.optional(flag: object.flag("negRisk"))
            builder.optional(text: object.text("negRiskMarketID"))
            builder.optional(flag: object.flag("negRiskOther"))
            builder.optional(decimal: object.decimal("orderPriceMinTickSize"))
            builder.optional(decimal: object.decimal("orderMinSize"))
            builder.optional(flag: object.flag("enableOrderBook"))
            builder.optional(text: object.text("feeType"))

            builder.optional(text: object.text("description"))
            builder.optional(instant: object.instant("updatedAt"))
            builder.endRow()
        }
        var known: Set<String> = []
        for odd in oddities + object.oddities where known.insert(odd.name).inserted {
            page.leavesOut(odd, value, of: Markets.dataset, key: id)
        }
    }
}
