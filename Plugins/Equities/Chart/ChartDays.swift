import LosslessJSON
import MarketCalendar
import Tabular

/// The dates of an answer's rows, and which rows are final.
///
/// While a session runs, and for some time after it, its bar is stamped with the time of the last trade instead of the session's open.
/// Such a bar is taken once that time is within five minutes of the close, or once a later session has closed; before, its session counts
/// as not settled. Beside a final bar of the same date it is dropped.
struct ChartDays {
    /// How near to the close the last trade of a finished session is, in seconds.
    private static let closing: Int64 = 300

    /// Day numbers, row by row.
    let numbers: [Int64]
    /// The row of a bar that is not to be stored.
    let dropped: Int?
    /// Sessions from here on are not to be stored.
    let settled: Day

    init(_ timestamps: JSONValue, meta: ChartMeta, calendar: MarketCalendar, firstOpenSession: Day) throws {
        let document = timestamps.document
        var numbers: [Int64] = []
        numbers.reserveCapacity(timestamps.count)
        var live: Int?
        for node in try timestamps.nodes {
            let stamp = try document.integer(node)
            let day = calendar.localDay(at: Instant(seconds: stamp))
            if stamp == meta.regularMarketTime, calendar.open(of: day) != Instant(seconds: stamp) { live = numbers.count }
            numbers.append(day.number)
        }
        self.numbers = numbers
        guard let live, let stamp = meta.regularMarketTime else {
            dropped = nil
            settled = firstOpenSession
            return
        }
        let day = Day(number: numbers[live])
        let hasFinalBar = (live > 0 && numbers[live - 1] == day.number) || (live + 1 < numbers.count && numbers[live + 1] == day.number)
        let isFinished = stamp >= calendar.close(of: day).seconds - ChartDays.closing
        let isNewest = calendar.session(before: firstOpenSession).map { day >= $0 } ?? true
        dropped = hasFinalBar || (!isFinished && isNewest) ? live : nil
        settled = !hasFinalBar && !isFinished && isNewest ? min(day, firstOpenSession) : firstOpenSession
    }

    var first: Day? { numbers.first.map { Day(number: $0) } }
}
