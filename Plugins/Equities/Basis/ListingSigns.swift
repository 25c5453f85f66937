import MarketCalendar
import PluginKit
import Tabular

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What of an answer says that a symbol may name another listing than before: a first trade behind all stored rows, a
/// market time that is weeks older than the newest bar, another name, another exchange.
///
/// Each of them alone has innocent reasons (a company is renamed, Yahoo's metadata is stale, a stock is halted) and is
/// only said. Where rows also break off, they wait for their owner: after a hole of more than a week, or with a jump
/// that no split explains, nobody else can know whose they are.
struct ListingSigns {
    /// Sessions by which a market time may be older than the newest bar.
    static let staleAfter = 10
    /// Sessions that may be missing between stored and new rows.
    static let holeAfter = 5
    /// |log return| beyond which the first new close is a jump, as for E9.
    static let leap = 0.4

    /// `the name was "Old Co" and is "Another plc"`.
    private(set) var signs: [String] = []
    /// `39 sessions are missing before 2026-03-25`; nil: rows go on as they were.
    private(set) var rupture: String?
    /// The first row that would be another listing's.
    private(set) var first: Int64?

    init(stored: BarSeries, answered: BarSeries, events: [ListingEvent], recorded: ListingNote?, answer: ListingNote?) {
        guard let answer, let last = stored.ticks.last, let old = stored.ticks.indices.last else { return }
        let new = answered.index(from: last + 1)
        if let recorded {
            if !answer.hasName(of: recorded) {
                signs.append("the name was \"\(Self.short(recorded.name))\" and is \"\(Self.short(answer.name))\"")
            }
            if !answer.hasExchange(of: recorded) {
                signs.append("the exchange was \(Self.short(recorded.exchange)) and is \(Self.short(answer.exchange))")
            }
        }
        guard new < answered.ticks.count else { return }
        if let listed = answer.firstTrade, listed > last { signs.append("first trade on \(Day(number: listed))") }
        let isTraded = (new..<answered.ticks.count).contains {
            answered.volumes[$0] > 0 || answered.closes[$0] != stored.closes[old]
        }
        if let market = answer.lastTrade, let newest = answered.ticks.last, isTraded,
            Self.sessions(market, newest) > Self.staleAfter
        {
            signs.append("the market time is of \(Day(number: market)), the newest bar of \(Day(number: newest))")
        }
        first = answered.ticks[new]
        let missing = Self.sessions(last, answered.ticks[new]) - 1
        if missing > Self.holeAfter {
            rupture = "\(missing) sessions are missing before \(Day(number: answered.ticks[new]))"
        } else if !events.contains(where: { $0.isSplit && $0.day > last && $0.day <= answered.ticks[new] }) {
            // Stored and answered prices may be of two bases: what is answered of the last stored session is nearer.
            let before = answered.row(of: last).map { answered.closes[$0] } ?? stored.closes[old]
            let ratio = answered.closes[new] / before
            if abs(log(ratio)) > Self.leap {
                rupture =
                    """
                    the close of \(Day(number: answered.ticks[new])) is \(BarRemarks.short(ratio)) times the one \
                    before it
                    """
            }
        }
    }

    /// Whether rows wait.
    var isOther: Bool { !signs.isEmpty && rupture != nil }

    /// Sessions behind a day, up to another one.
    private static func sessions(_ day: Int64, _ other: Int64) -> Int {
        day < other ? DailyBars.calendar.sessionCount(in: Day(number: day + 1)..<Day(number: other + 1)) : 0
    }

    /// Of a text of the upstream's, as much as a line has room for.
    private static func short(_ text: String?) -> String {
        let text = (text ?? "").map { $0.isNewline ? " " : $0 }
        return text.count > 40 ? String(text.prefix(39)) + "…" : String(text)
    }
}
