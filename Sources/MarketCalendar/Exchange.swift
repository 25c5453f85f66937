/// All that makes one exchange's calendar differ from another's, as a value.
///
/// To add an exchange: a folder beside `XNYS` with its zone, its holidays (a file a topic) and an `Exchange` value that lists them, then
/// one line in ``MarketCalendar/all``. Nothing else knows about any exchange by name.
/// A session is one date with one open and one close on it; lunch breaks and sessions over midnight have no form here yet.
struct Exchange: Hashable, Sendable {
    /// The market identifier code of ISO 10383.
    let name: String
    let zone: ZoneRules
    /// The years for which rules and tables are complete, first to last day.
    let years: ClosedRange<Int>
    /// The weekdays (1 Monday ... 7 Sunday) with trading.
    let tradingWeekdays: ClosedRange<Int>
    let opensAt: TimeOfDay
    let closesAt: TimeOfDay
    let holidays: [Holiday]
    let unscheduledClosures: [UnscheduledClosure]
    let earlyCloses: [EarlyClose]
}
