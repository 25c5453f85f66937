import Foundation
import MarketCalendar
import Tabular

/// Dates and times that a test writes down itself.
func day(_ text: String) -> Day { Day(text)! }
func instant(_ text: String) -> Instant { Instant(text)! }

/// `09:30` on the exchange's clock, by Foundation's time zone database, which the calendar does not use.
func wallTime(_ instant: Instant, in calendar: MarketCalendar) -> String {
    let date = Date(timeIntervalSince1970: Double(instant.seconds))
    let offset = TimeZone(identifier: calendar.timeZoneName)!.secondsFromGMT(for: date)
    let minutes = Int(((instant.seconds + Int64(offset)) % 86_400 + 86_400) % 86_400) / 60
    return "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
}
