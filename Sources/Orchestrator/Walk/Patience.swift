import MarketCalendar
import PluginKit
import Tabular

/// How long a unit that has rows may fail before it is believed to be over: 10 sessions, or days, and 3 tries.
struct Patience {
    let expectation: UnitExpectation
    let now: Instant

    static let sessions = 10
    static let tries = 3

    /// - Parameters:
    ///   - tries: in a row that failed in one way, this one among them.
    ///   - since: when the first of them was; nil: now.
    func isOver(tries: Int, since: Instant?) -> Bool {
        guard tries >= Self.tries, let since, since < now else { return false }
        guard case .sessions(let calendar, _) = expectation else {
            return now.seconds(since: since) >= Double(Self.sessions) * 86_400
        }
        guard let first = calendar.lastClosedSession(at: since), let last = calendar.lastClosedSession(at: now) else {
            return false
        }
        return calendar.sessionCount(in: first.adding(1)..<last.adding(1)) >= Self.sessions
    }
}
