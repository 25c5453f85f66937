import Synchronization
import Tabular

/// What upstreams were asked, and whether what was answered could be believed.
final class AnswerLog: Sendable {
    struct Entry: Sendable {
        let upstream: String
        let target: String
        /// When it was answered.
        let at: Instant
        /// Status 200 and whole, and of bars: right about the first trade.
        let isTrue: Bool

        /// The path without what the host's base has before it: `markets/trades`.
        let path: [Substring]
        /// Of a question for bars: the symbol as Yahoo writes it, and the seconds from and before which rows were asked
        /// for.
        let symbol: String?
        private let bounds: (first: Int64, end: Int64)?

        init(upstream: String, target: String, at: Instant, isTrue: Bool) {
            (self.upstream, self.target, self.at, self.isTrue) = (upstream, target, at, isTrue)
            path = target.prefix { $0 != "?" }.split(separator: "/")
            symbol = path.contains("chart") ? path.last.map(String.init) : nil
            let (first, end) = (
                Self.value("period1", target).flatMap(Int64.init), Self.value("period2", target).flatMap(Int64.init)
            )
            bounds = first.flatMap { first in end.map { (first, $0) } }
        }

        /// The first value of a name in the query.
        private static func value(_ name: String, _ target: String) -> String? {
            target.split(separator: "?").dropFirst().first?.split(separator: "&").first { $0.hasPrefix(name + "=") }
                .map { String($0.dropFirst(name.count + 1)) }
        }

        /// Of a question for trades: what names the market.
        var market: String? {
            guard path.last == "trades" else { return nil }
            return ["ticker", "condition", "market"].lazy.compactMap { Self.value($0, target) }.first
        }

        /// Of a question for bars: whether a moment is in what was asked for.
        func reaches(_ time: Instant) -> Bool {
            bounds.map { $0.first <= time.seconds && time.seconds < $0.end } ?? false
        }
    }

    private let list = Mutex<[Entry]>([])

    func add(_ entry: Entry) { list.withLock { $0.append(entry) } }
    var entries: [Entry] { list.withLock { $0 } }
    /// As if nothing had been asked after so many answers.
    func keep(first count: Int) { list.withLock { $0.removeLast(max(0, $0.count - count)) } }
    /// As if the questions of these had never been answered.
    func strike(_ isStruck: (Entry) -> Bool) { list.withLock { list in list.removeAll(where: isStruck) } }
}
