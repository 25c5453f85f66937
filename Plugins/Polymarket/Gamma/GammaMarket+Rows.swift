import LosslessJSON
import PluginKit
import Tabular

/// What a market of Gamma leaves behind: its rows in every dataset, and what is set aside or flagged.
extension GammaMarket {
    /// Members by which it is told what is asked for, and until when.
    private static let deciding: Set<String> = [
        "closed", "active", "acceptingOrders", "umaResolutionStatus", "closedTime", "umaEndDate", "createdAt",
        "startDate", "conditionId",
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
            // Nobody can say which token is which outcome: a market that is new stays without series, a known one keeps
            // those that it has.
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
        try page.append(values: [MarketStatus.Sighting(market: id, phase: phase, now: now)], by: MarketStatus.plan)
        try page.shows(
            id, label: slug ?? id, note: note(at: now), rank: volume.flatMap { Double($0) }, isOver: isOver(at: now),
            isPartial: mismatch != nil,
            list: .events(.open), holdsUntil: holdsUntil(at: now))
    }

    private func appendOutcomes(to page: inout Page<Polymarket>) throws {
        guard let lists, !lists.outcomes.isEmpty else { return }
        let outcomes = lists.outcomes.enumerated().map { index, name in
            Outcomes.Outcome(
                market: id, index: index, name: name,
                token: lists.tokens.isEmpty || lists.tokens[index].isEmpty ? nil : lists.tokens[index],
                payout: payouts.isEmpty ? nil : payouts[index])
        }
        try page.append(values: outcomes, by: Outcomes.plan)
    }

    private func appendMarket(to page: inout Page<Polymarket>) throws {
        var odd: [OddMember] = []
        try page.rows(by: Markets.plan) { rows in odd = try rows.append(self) }
        var known: Set<String> = []
        for odd in oddities + odd where known.insert(odd.name).inserted {
            page.leavesOut(odd, value, of: Markets.dataset, key: id)
        }
    }

    /// The outcome that pays 1; nil where none does.
    var winner: String? {
        payouts.firstIndex { DecimalText.isEqual($0.utf8, "1".utf8) }.flatMap { lists?.outcomes[$0] }
    }
}
