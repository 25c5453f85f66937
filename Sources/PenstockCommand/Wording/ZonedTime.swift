import Scheduling
import Tabular

/// An instant as people read it, by the clock of a job's zone, with UTC beside it.
struct ZonedTime {
    /// nil: no rules of the zone are to be had.
    private let zone: ZoneClock?

    /// - Parameter name: nil: the machine's.
    init(zone name: String?) {
        zone = try? name.map { try ZoneClock(named: $0) } ?? ZoneClock.ofMachine()
    }

    /// `2026-12-01 06:04 New York (11:04Z)`; `2026-12-01 11:04Z` where the zone is UTC.
    func text(_ instant: Instant) -> String {
        let utc = instant.minutes
        guard let zone, zone.name != "UTC", !zone.name.hasSuffix("/UTC") else { return utc + "Z" }
        let local = instant.adding(seconds: Int64(zone.offset(at: Int(instant.seconds)))).minutes
        // The day is said again where it is another one.
        return
            """
            \(local) \(Self.city(of: zone.name)) (\(local.prefix(10) == utc.prefix(10) ? String(utc.suffix(5)) : utc)Z)
            """
    }

    /// `New York` of `America/New_York`.
    static func city(of zone: String) -> String {
        zone.split(separator: "/").last.map { String($0).replacing("_", with: " ") } ?? zone
    }
}

extension Instant {
    /// `2026-12-01 11:04`, in UTC.
    var minutes: String { String(text().prefix(16)).replacing("T", with: " ") }
}
