import Tabular
import TestWorld

@testable import PenstockCommand

/// Whether all that says "up to date" of one archive says the same.
extension ProofDesk {
    func views(of providers: String) throws -> StandingViews {
        try StandingReading(
            names: providers.split(separator: " ").map(String.init),
            finished: finished.sorted { $0.key < $1.key }.map(\.value), stage: stage
        ).views()
    }
}

extension BarsTruth {
    /// What is said of whether symbols are up to date, and is not so, by the fake's bars and the files alone.
    func falseStandings(_ claims: [ProofDesk.Claim]) -> [String] {
        claims.compactMap { claim in
            let there = Set(Self.answer(desk, claim.unit).map(\.day))
            let stored = Set(stored(claim.unit).keys)
            guard let newest = stored.max() else {
                return ["up_to_date", "owed"].contains(claim.standing) && there.count > 1
                    && desk.wantedBars[claim.unit] != nil
                    && !isEmpty(claim)
                    ? "\(claim.unit): called \(claim.standing), and there is no row of \(there.count)" : nil
            }
            let late = there.count { $0 > newest }
            switch claim.standing {
            case "up_to_date", "owed":
                return late > 1 ? "\(claim.unit): called \(claim.standing), and lacks \(late) sessions" : nil
            case "behind":
                let from = desk.wantedBars[claim.unit] ?? newest
                let lacks = days.contains { $0 >= from && !stored.contains($0) }
                return lacks || desk.mayHaveTails ? nil : "\(claim.unit): called behind, and every session is stored"
            default: return "\(claim.unit): called \(claim.standing), and has \(stored.count) rows"
            }
        }
    }

    /// Of a symbol that was listed when all that is expected was over: nothing was there to be had.
    private func isEmpty(_ claim: ProofDesk.Claim) -> Bool {
        guard let from = desk.wantedBars[claim.unit] else { return true }
        return Self.answer(desk, claim.unit).count { $0.day >= from && $0.bar != nil } <= 1
    }
}

extension TradesTruth {
    /// A market that is called up to date has its last trade that is older than may be missing; one in a gap is told of
    /// by `coverage`.
    func falseStandings(_ claims: [ProofDesk.Claim]) -> [String] {
        let markets = Dictionary(desk.markets.map { ($0.unit, $0) }) { first, _ in first }
        return claims.filter { $0.datasets == ["trades"] && ["up_to_date", "owed"].contains($0.standing) }.compactMap {
            claim in
            guard let market = markets[claim.unit] else { return nil }
            let limit = desk.now.adding(seconds: -2 * 86_400 - 900)
            guard let last = market.trades.last(where: { $0.time <= limit }) else { return nil }
            let isOpen = claim.parts.contains { part in
                guard let first = Instant(part.first), let end = Instant(part.last), part.state != "stored" else {
                    return false
                }
                return first <= last.time && last.time < end
            }
            let times = desk.rows(market.file).compactMap { $0[market.columns[0]].flatMap { Instant($0) } }
            guard !isOpen, times.max() ?? Instant(seconds: 0) < last.time else { return nil }
            // Where the archive was asked for less than the market's life, that trade was nobody's wish.
            guard let begin = claim.parts.first.flatMap({ Instant($0.first) }), begin <= last.time else { return nil }
            return "\(claim.unit): called \(claim.standing), and the trade of \(last.time) is not there"
        }
    }
}
