import Words

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
        return "\(name) (UTC\(offset < 0 ? "-" : "+")\((abs(offset) / 60).digits(2)):\((abs(offset) % 60).digits(2)))"
    }

    private func day(_ separator: String) -> String {
        [(parts.tm_year + 1900).digits(4), (parts.tm_mon + 1).digits(2), parts.tm_mday.digits(2)].joined(
            separator: separator)
    }

    private func time(_ separator: String) -> String {
        [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0.digits(2) }.joined(separator: separator)
    }
}
