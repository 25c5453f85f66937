/// One run of the ledger.
public struct RunLine: Sendable, Equatable {
    public var id: Int
    public var job: String
    public var started: String
    public var outcome: Outcome
    /// nil: not ended.
    public var exitCode: Int?
    /// What the exit code means.
    public var meaning: String
    public var succeeded: Int
    public var total: Int
    /// nil: not ended.
    public var seconds: Double?
    public var stored: Int
    public var revised: Int
    public var quarantined: Int
    /// Why it failed.
    public var failure: String?

    public enum Outcome: Sendable, Equatable {
        case succeeded, partly, failed, running, interrupted
    }

    public init(
        id: Int, job: String, started: String, outcome: Outcome, exitCode: Int?, meaning: String, succeeded: Int = 0, total: Int = 0,
        seconds: Double? = nil, stored: Int = 0, revised: Int = 0, quarantined: Int = 0, failure: String? = nil
    ) {
        self.id = id
        self.job = job
        self.started = started
        self.outcome = outcome
        self.exitCode = exitCode
        self.meaning = meaning
        self.succeeded = succeeded
        self.total = total
        self.seconds = seconds
        self.stored = stored
        self.revised = revised
        self.quarantined = quarantined
        self.failure = failure
    }
}
