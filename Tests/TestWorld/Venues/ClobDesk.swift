import Tabular

/// Answers of `clob.polymarket.com`.
struct ClobDesk {
    /// 15 days.
    private static let longest: Int64 = 1_296_000
    private static let presets: [String: (seconds: Int64, fidelity: Int)] = [
        "1h": (3_600, 1), "6h": (21_600, 1), "1d": (86_400, 1), "1w": (604_800, 5), "1m": (2_592_000, 10),
        "max": (2_678_400, 1),
        "all": (2_678_400, 1),
    ]

    let index: PolyIndex
    let now: Instant

    func answer(_ target: VenueTarget) -> VenueAnswer {
        switch target.path {
        case ["prices-history"]: history(target)
        case ["book"]: .plainError(404, "No orderbook exists for the requested token id")
        default: .plainError(404, "Not found")
        }
    }

    private func history(_ target: VenueTarget) -> VenueAnswer {
        guard let token = target["market"] else { return .plainError(400, "invalid filters: 'market' is required") }
        let fidelity = target.integer("fidelity") ?? 1
        guard fidelity > 0 else { return .plainError(400, "invalid filters: 'fidelity' must be positive") }
        let from: Int64
        let through: Int64
        if let start = target.seconds("startTs") {
            from = start
            through = target.seconds("endTs") ?? now.seconds
            guard through - from <= ClobDesk.longest else {
                return .plainError(400, "invalid filters: 'startTs' and 'endTs' interval is too long")
            }
        } else if let name = target["interval"], let preset = ClobDesk.presets[name] {
            guard fidelity >= preset.fidelity else {
                return .plainError(400, "invalid filters: minimum 'fidelity' for '\(name)' range is \(preset.fidelity)")
            }
            from = now.seconds - preset.seconds
            through = now.seconds
        } else {
            return .plainError(400, "invalid filters: 'startTs' and 'endTs' or 'interval' are required")
        }
        guard let (market, outcome) = index.market(token: token), market.isServed(at: now), from <= through else {
            return VenueAnswer(200, #"{"history":[]}"#)
        }
        let points = PolyPoints(market: market).points(
            outcome: outcome, fidelity: fidelity, from: from, through: through, now: now)
        let rows = points.map { #"{"t":\#($0.time),"p":\#(VenueText.number($0.mid, digits: 4, whole: ""))}"# }
        return VenueAnswer(200, #"{"history":\#(VenueText.array(rows))}"#)
    }
}
