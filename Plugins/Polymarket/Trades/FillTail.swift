/// How often each fill was met in the second that a page ended with. The next page begins within the same second, and a
/// fill that is equal to one before is another fill, not the same.
struct FillTail: Hashable, Codable, Sendable {
    private(set) var second: Int64?
    private(set) var counts: [String: Int] = [:]

    init() {}

    /// Fills of one second.
    init(_ trades: [Trade]) {
        for trade in trades { _ = number(of: trade.identity, at: trade.second) }
    }

    /// The number, from 1, of a fill among those of its second that are equal to it. Fills come second by second.
    mutating func number(of fill: String, at second: Int64) -> Int {
        if second != self.second {
            self.second = second
            counts = [:]
        }
        counts[fill, default: 0] += 1
        return counts[fill] ?? 1
    }

    /// Whether these are all fills of the second that were met so far, and no others: a page that comes again.
    func isWhole(_ trades: [Trade]) -> Bool {
        guard trades.count > 1, trades.allSatisfy({ $0.second == second }) else { return false }
        return Dictionary(grouping: trades, by: \.identity).mapValues(\.count) == counts
    }
}
