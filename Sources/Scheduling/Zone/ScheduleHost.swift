/// The machine whose scheduler is to start the jobs.
public struct ScheduleHost: Sendable, Hashable {
    public let zone: ZoneClock
    /// Seconds since 1970. The rules that zones have from this moment on decide what is written.
    public let now: Int

    public init(zone: ZoneClock, now: Int) {
        self.zone = zone
        self.now = now
    }

    /// 28 years: after them weekdays fall on the same dates again.
    var years: Range<Int> { now..<now + 10_228 * 86_400 }
}
