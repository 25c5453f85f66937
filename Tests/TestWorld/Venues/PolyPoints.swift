import Tabular

/// The midpoints of a market as the CLOB samples them.
///
/// At the finest there is a point each `pointEvery` minutes, with some left out; a coarser fidelity has the last of
/// each bucket. The stamps lie up to 19 seconds behind the minute, the same ones for every market.
struct PolyPoints {
    struct Point {
        /// Unix seconds, as served.
        let time: Int64
        /// The bucket's beginning.
        let bucket: Int64
        /// Ten thousandths.
        let mid: Int
    }

    /// For how long after its end a market's points are served, by the fidelity in minutes that is needed at least.
    static let retention: [(fidelity: Int, days: Int)] = [(1, 7), (30, 60), (180, 90)]
    /// What is served for ever.
    static let permanent = 720

    private static let jitter = VenueSeed("jitter")
    let market: PolyMarket

    /// Whether a fidelity is still served.
    func isServed(fidelity: Int, at now: Instant) -> Bool {
        guard market.hasTokens, market.hasPrices else { return false }
        guard let closes = market.closes, closes <= now, fidelity < PolyPoints.permanent else { return true }
        return PolyPoints.retention.contains { fidelity >= $0.fidelity && now < closes.adding(days: $0.days) }
    }

    /// Points of an outcome from one Unix second to another, both included, oldest first.
    func points(outcome: Int, fidelity: Int, from: Int64, through: Int64, now: Instant) -> [Point] {
        guard isServed(fidelity: fidelity, at: now), fidelity > 0 else { return [] }
        let step = Int64(max(market.pointEvery, 1)) * 60
        let width = Int64(fidelity) * 60
        let end = min(now, market.closes ?? now).seconds
        let first = max(market.starts.seconds, from / width * width)
        var time = (first + step - 1) / step * step
        var result: [Point] = []
        while time <= end, time / width * width <= through {
            defer { time += step }
            guard market.seed.below(12, Int(time / 60), 5) != 0, time + jitter(time) <= end else { continue }
            let bucket = time / width * width
            let level = level(at: time)
            let point = Point(time: bucket + jitter(bucket), bucket: bucket, mid: outcome == 0 ? level : 10_000 - level)
            if result.last?.bucket == bucket { result.removeLast() }
            result.append(point)
        }
        return result.filter { $0.time >= from && $0.time <= through }
    }

    /// Now and then 0.0535, whatever the market thinks of it, but not in its last day.
    private func level(at time: Int64) -> Int {
        let isLate = market.closes.map { time > $0.seconds - 86_400 } ?? false
        if !isLate, market.seed.below(13, Int(time / 60), 19) == 0 { return 535 }
        return market.level.level(at: time, tick: max(market.tick / 2, 1))
    }

    private func jitter(_ time: Int64) -> Int64 { Int64(PolyPoints.jitter.below(20, Int(time / 60))) }
}
