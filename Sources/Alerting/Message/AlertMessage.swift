/// What an alert says. The texts may come from outside and may be of any length: each shape cleans and cuts them.
public struct AlertMessage: Hashable, Sendable {
    public var kind: AlertKind
    /// Whether the job counts as failed.
    public var level: AlertLevel = .failure
    public var job: String
    public var host: String
    /// When it happened: UTC, for programs.
    public var time: String
    /// The same for people, by the clock of the job's zone; nil: as for programs.
    public var localTime: String?
    public var archive: String?
    public var run: String?
    public var exitCode: Int32?
    /// What the exit code means, in a few words.
    public var meaning: String?
    /// Some of what failed; the first ten are shown.
    public var failures: [FailedUnit] = []
    /// All that failed.
    public var failureCount = 0
    /// Those of them that came and lack something.
    public var incompleteCount = 0
    /// Some of what goes on and was told before; the first five are shown.
    public var standing: [FailedUnit] = []
    public var standingCount = 0
    /// Some of what is over, of a recovery; the first ten are shown.
    public var recovered: [FailedUnit] = []
    public var recoveredCount = 0
    /// What it is about, for the subject: `KO`, `128 symbols`.
    public var what: String?
    /// How many that are.
    public var whatCount = 1
    /// Of a recovery that is no unit's and not the whole job's: `the clock is right again`.
    public var over: String?
    /// Rows that were newly set aside.
    public var quarantined = 0
    public var why: String?
    /// Since when it is so: UTC, for programs.
    public var since: String?
    public var localSince: String?
    public var advice: String?
    public var log: String?
    /// Told before and not changed since.
    public var isReminder = false
    /// It is over by now; it could not be told when it happened.
    public var isLate = false

    public init(_ kind: AlertKind, job: String, host: String, time: String) {
        self.kind = kind
        self.job = job
        self.host = host
        self.time = time
    }
}
