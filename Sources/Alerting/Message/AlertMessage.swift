/// What an alert says. The texts may come from outside and may be of any length: each shape cleans and cuts them.
public struct AlertMessage: Hashable, Sendable {
    public var kind: AlertKind
    public var job: String
    public var host: String
    /// When it happened, as the reader of the log would write it.
    public var time: String
    public var archive: String?
    public var run: String?
    public var exitCode: Int32?
    /// What the exit code means, in a few words.
    public var meaning: String?
    /// Some of what failed; the first ten are shown.
    public var failures: [FailedUnit] = []
    /// All that failed.
    public var failureCount = 0
    /// Rows that were newly set aside.
    public var quarantined = 0
    public var why: String?
    /// Since when it is so.
    public var since: String?
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
