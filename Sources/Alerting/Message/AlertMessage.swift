/// What an alert says. The texts may come from outside and may be of any length: each shape cleans and cuts them.
package struct AlertMessage: Hashable, Sendable {
    package var kind: AlertKind
    /// Whether the job counts as failed.
    package var level: AlertLevel = .failure
    package var job: String
    package var host: String
    /// When it happened: UTC, for programs.
    package var time: String
    /// The same for people, by the clock of the job's zone; nil: as for programs.
    package var localTime: String?
    package var archive: String?
    package var run: String?
    package var exitCode: Int32?
    /// What the exit code means, in a few words.
    package var meaning: String?
    /// Some of what failed; the first ten are shown.
    package var failures: [FailedUnit] = []
    /// All that failed.
    package var failureCount = 0
    /// Those of them that came and lack something.
    package var incompleteCount = 0
    /// Some of what goes on and was told before; the first five are shown.
    package var standing: [FailedUnit] = []
    package var standingCount = 0
    /// Some of what is over, of a recovery; the first ten are shown.
    package var recovered: [FailedUnit] = []
    package var recoveredCount = 0
    /// What it is about, for the subject: `KO`, `128 symbols`.
    package var what: String?
    /// How many that are.
    package var whatCount = 1
    /// Of a recovery that is no unit's and not the whole job's: `the clock is right again`.
    package var over: String?
    /// Rows that were newly set aside.
    package var quarantined = 0
    package var why: String?
    /// Since when it is so: UTC, for programs.
    package var since: String?
    package var localSince: String?
    package var advice: String?
    package var log: String?
    /// Told before and not changed since.
    package var isReminder = false
    /// It is over by now; it could not be told when it happened.
    package var isLate = false

    package init(_ kind: AlertKind, job: String, host: String, time: String) {
        self.kind = kind
        self.job = job
        self.host = host
        self.time = time
    }
}
