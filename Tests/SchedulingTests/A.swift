import Testing

@testable import Scheduling

@Test func a() throws {
    let s = try Schedule("30 2 * * *", zone: "America/New_York")
    print(
        s.next(after: 1_772_928_000 - 86400)!, s.zone.stretches.count,
        ContinuousClock().measure { _ = try? ZoneClock(named: "Europe/London") })
}
