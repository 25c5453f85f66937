import LosslessJSON
import MarketCalendar
import PluginKit
import Tabular

/// The dates of an answer's rows, and which rows are final.
///
/// While a session runs, and for some time after it, its bar is stamped with the time of the last trade instead of the
/// session's open. Such a bar is taken once that time is within five minutes of the close, or once a later session has
/// closed; before, its session counts as not settled. Beside a final bar of the same date it is dropped.
struct ChartDays {
    /// How near to the close the last trade of a finished session is, in seconds.
    private static let closing: Int64 = 300
    /// Unix seconds of the years 1900 to 2099. What lies outside is no time of a bar or of an event.
    private static let plausible: Range<Int64> = -2_208_988_800..<4_102_444_800

    /// Day numbers, row by row; of a row whose stamp cannot be read ``unknown``.
    let numbers: [Int64]
    /// The row of a bar that is not to be stored.
    let dropped: Int?
    /// Sessions from here on are not to be stored.
    let settled: Day

    static let unknown = Int64.min

    /// The time that a stamp is; nil for what is none.
    static func stamp(_ value: JSONValue) -> Int64? { value.wholeNumber.flatMap { plausible.contains($0) ? $0 : nil } }

    init(_ timestamps: JSONValue, meta: ChartMeta, calendar: MarketCalendar, firstOpenSession: Day) throws {
        let document = timestamps.document
        var numbers: [Int64] = []
        numbers.reserveCapacity(timestamps.count)
        var live: Int?
        for node in try timestamps.nodes {
            guard let stamp = document.wholeNumber(node), ChartDays.plausible.contains(stamp) else {
                numbers.append(ChartDays.unknown)
                continue
            }
            let day = calendar.localDay(at: Instant(seconds: stamp))
            if stamp == meta.regularMarketTime, calendar.open(of: day) != Instant(seconds: stamp) {
                live = numbers.count
            }
            numbers.append(day.number)
        }
        self.numbers = numbers
        guard let live, let stamp = meta.regularMarketTime else {
            dropped = nil
            settled = firstOpenSession
            return
        }
        let day = Day(number: numbers[live])
        let hasFinalBar =
            (live > 0 && numbers[live - 1] == day.number)
            || (live + 1 < numbers.count && numbers[live + 1] == day.number)
        let isFinished = stamp >= calendar.close(of: day).seconds - ChartDays.closing
        let isNewest = calendar.session(before: firstOpenSession).map { day >= $0 } ?? true
        dropped = hasFinalBar || (!isFinished && isNewest) ? live : nil
        settled = !hasFinalBar && !isFinished && isNewest ? min(day, firstOpenSession) : firstOpenSession
    }

    var first: Day? { numbers.first { $0 != ChartDays.unknown }.map { Day(number: $0) } }
}
