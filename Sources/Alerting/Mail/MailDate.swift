import Tabular
import Words

/// An instant as RFC 5322 has it, in UTC: "Mon, 16 Feb 2026 06:00:00 +0000".
enum MailDate {
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// - Parameter seconds: since 1970-01-01T00:00:00Z, not before.
    static func text(_ seconds: Int) -> String {
        let seconds = max(0, seconds)
        let date = Day(number: Int64(seconds / 86_400))
        let (year, month, day) = date.components
        let time = [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60].map { $0.digits(2) }.joined(separator: ":")
        return "\(weekdays[date.weekday - 1]), \(day.digits(2)) \(months[month - 1]) \(year) \(time) +0000"
    }
}
