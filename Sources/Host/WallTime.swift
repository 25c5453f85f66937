/// The host's clock, and its times as the clock on the wall shows them.
package struct WallTime {
    private let parts: tm

    /// - Parameter seconds: since 1970-01-01 UTC.
    package init(seconds: Int64) {
        tzset()
        var seconds = time_t(seconds)
        var parts = tm()
        localtime_r(&seconds, &parts)
        self.parts = parts
    }

    /// Microseconds since 1970-01-01 UTC, as the host's clock has them now.
    package static func microseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    /// `2026-11-24 06:00:05`, without an offset, as scripts of the ledger's readers expect it.
    package var text: String { "\(day("-")) \(time(":"))" }

    /// `20261124_041337`, for names of logs.
    package var stamp: String { "\(day(""))_\(time(""))" }

    /// `CET (UTC+01:00)`.
    package var zone: String {
        let offset = Int(parts.tm_gmtoff) / 60
        let name = parts.tm_zone.map { String(cString: $0) } ?? "?"
        return "\(name) (UTC\(offset < 0 ? "-" : "+")\(Self.pad(abs(offset) / 60)):\(Self.pad(abs(offset) % 60)))"
    }

    private func day(_ separator: String) -> String {
        [Self.pad(Int(parts.tm_year) + 1900, 4), Self.pad(Int(parts.tm_mon) + 1), Self.pad(Int(parts.tm_mday))].joined(separator: separator)
    }

    private func time(_ separator: String) -> String {
        [parts.tm_hour, parts.tm_min, parts.tm_sec].map { Self.pad(Int($0)) }.joined(separator: separator)
    }

    private static func pad(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
