import Tabular

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// An instant as the host's clock on the wall shows it.
struct LocalTime {
    private let parts: tm

    init(_ instant: Instant) {
        tzset()
        var seconds = time_t(instant.seconds)
        var parts = tm()
        localtime_r(&seconds, &parts)
        self.parts = parts
    }

    /// `20261124_041337`, for names of logs.
    var stamp: String {
        "\(pad(parts.tm_year + 1900, 4))\(pad(parts.tm_mon + 1))\(pad(parts.tm_mday))_\(pad(parts.tm_hour))\(pad(parts.tm_min))\(pad(parts.tm_sec))"
    }

    /// `CET (UTC+01:00)`.
    var zone: String {
        let offset = Int(parts.tm_gmtoff) / 60
        let name = parts.tm_zone.map { String(cString: $0) } ?? "?"
        return "\(name) (UTC\(offset < 0 ? "-" : "+")\(pad(Int32(abs(offset) / 60))):\(pad(Int32(abs(offset) % 60))))"
    }

    private func pad(_ number: Int32, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
