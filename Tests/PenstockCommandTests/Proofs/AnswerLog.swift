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
        var path: [Substring] { target.prefix { $0 != "?" }.split(separator: "/") }

        /// The first value of a name in the query.
        subscript(_ name: String) -> String? {
            target.split(separator: "?").dropFirst().first?.split(separator: "&").first { $0.hasPrefix(name + "=") }
                .map { String($0.dropFirst(name.count + 1)) }
        }

        /// Of a question for bars: the symbol as Yahoo writes it.
        var symbol: String? { path.contains("chart") ? path.last.map(String.init) : nil }
        /// Of a question for trades: what names the market.
        var market: String? {
            guard path.last == "trades" else { return nil }
            return self["ticker"] ?? self["condition"] ?? self["market"]
        }

        /// Of a question for bars: whether a moment is in what was asked for.
        func reaches(_ time: Instant) -> Bool {
            guard let first = self["period1"].flatMap(Int64.init), let end = self["period2"].flatMap(Int64.init) else { return false }
            return first <= time.seconds && time.seconds < end
        }
    }

    private let list = Mutex<[Entry]>([])

    func add(_ entry: Entry) { list.withLock { $0.append(entry) } }
    var entries: [Entry] { list.withLock { $0 } }
    var count: Int { list.withLock(\.count) }
    /// As if the questions of these had never been answered.
    func strike(_ isStruck: (Entry) -> Bool) { list.withLock { list in list.removeAll(where: isStruck) } }
}
