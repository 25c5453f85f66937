/// How the archive's lock is asked for.
package struct LockRequest: Sendable {
    /// Seconds to wait for another holder; 0: not at all.
    package var wait: Double
    /// What others are told while this one holds it: `update equities, pid 123, since 2026-11-24T06:00:00Z`.
    package var holder: String

    package init(wait: Double = 0, holder: String) {
        self.wait = wait
        self.holder = holder
    }
}
