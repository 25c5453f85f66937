/// The machine whose scheduler is to start the jobs.
package struct ScheduleHost: Sendable, Hashable {
    package let zone: ZoneClock
    /// Seconds since 1970. The rules that zones have from this moment on decide what is written.
    package let now: Int

    package init(zone: ZoneClock, now: Int) {
        self.zone = zone
        self.now = now
    }

    /// 28 years: after them weekdays fall on the same dates again.
    var years: Range<Int> { now..<now + 10_228 * 86_400 }
}
