/// One run of the ledger.
package struct RunLine: Sendable, Equatable {
    package var id: Int
    package var job: String
    package var started: String
    package var outcome: Outcome
    /// nil: not ended.
    package var exitCode: Int?
    /// What the exit code means.
    package var meaning: String
    package var succeeded: Int
    package var total: Int
    /// nil: not ended.
    package var seconds: Double?
    package var stored: Int
    package var revised: Int
    package var quarantined: Int
    /// Why it failed.
    package var failure: String?

    package enum Outcome: Sendable, Equatable {
        case succeeded, partly, failed, running, interrupted
    }

    package init(
        id: Int, job: String, started: String, outcome: Outcome, exitCode: Int?, meaning: String, succeeded: Int = 0,
        total: Int = 0,
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
