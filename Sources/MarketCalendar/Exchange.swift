internal import Tabular

/// All that makes one exchange's calendar differ from another's, as a value.
///
/// To add an exchange: a folder beside `XNYS` with an enum of its code, which holds its zone, its holidays (one file)
/// and an `Exchange` value that lists them; then its name in ``MarketCalendar``, once as a static of its own and once
/// in ``MarketCalendar/all``. Nothing else knows about any exchange by name, and no exchange sees another's holidays. A
/// session is one date with one open and one close on it; lunch breaks and sessions over midnight have no form here
/// yet.
struct Exchange: Hashable, Sendable {
    /// The market identifier code of ISO 10383.
    let name: String
    let zone: ZoneRules
    /// The years for which rules and tables are complete, first to last day.
    let years: ClosedRange<Int>
    /// The weekdays with trading, oldest first; the last one holds.
    let weeks: [TradingWeek]
    /// The regular hours, oldest first; a session has those of the last entry that begins on it or before.
    let hours: [TradingHours]
    let holidays: [Holiday]
    let unscheduledClosures: [UnscheduledClosure]
    /// Sessions that end early by a rule or in one year.
    let earlyCloses: [EarlyClose]
    /// Sessions that ended early for weeks on end.
    let shortStretches: [ShortStretch]

    /// The weekdays (1 Monday ... 7 Sunday) on which it trades at a date.
    func weekdays(on day: Day) -> ClosedRange<Int> {
        let week = weeks.first { $0.last?.day.map { day <= $0 } ?? true }
        return week?.weekdays ?? 1...5
    }
}
