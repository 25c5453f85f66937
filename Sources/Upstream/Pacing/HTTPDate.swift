package import Tabular
import Words

/// The date of HTTP headers: `Sun, 06 Nov 1994 08:49:37 GMT`.
package enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// Nil for anything but the fixed form that every server of today sends.
    package static func instant(_ text: String) -> Instant? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[0].count == 4, words[0].hasSuffix(","), words[5] == "GMT", words[1].count == 2,
            words[3].count == 4,
            let dayOfMonth = Int(words[1]), let month = months.firstIndex(of: String(words[2])),
            let year = Int(words[3]),
            let day = Day(year: year, month: month + 1, day: dayOfMonth)
        else { return nil }
        let clock = words[4].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3, clock.allSatisfy({ $0.count == 2 }), let hour = Int(clock[0]),
            let minute = Int(clock[1]),
            let second = Int(clock[2]),
            (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second)
        else { return nil }
        return day.startUTC.adding(seconds: Int64(hour * 3600 + minute * 60 + second))
    }

    package static func text(_ instant: Instant) -> String {
        let day = instant.dayUTC
        let (year, month, dayOfMonth) = day.components
        let time = instant.text().dropFirst(11).prefix(8)
        return
            "\(weekdays[day.weekday - 1]), \(dayOfMonth.digits(2)) \(months[month - 1]) \(year.digits(4)) \(time) GMT"
    }
}
