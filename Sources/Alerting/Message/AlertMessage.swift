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

/// What an alert is about. A job names those that it wants.
package enum AlertKind: String, CaseIterable, Hashable, Sendable, Comparable {
    /// A run failed in whole, or units of it did.
    case failure
    /// Something is missing that the upstream may yet send: gaps, rows that wait.
    case remark
    /// Rows broke a rule and were set aside.
    case quarantine
    /// What is stored is older than it should be.
    case staleness
    /// The host's clock is wrong; runs go by the upstreams' time.
    case clock
    /// What was told before is over.
    case recovery
    /// Somebody tries the channels.
    case test

    package static func < (left: AlertKind, right: AlertKind) -> Bool { left.rawValue < right.rawValue }
}

/// A unit, or an upstream, that failed, and why.
package struct FailedUnit: Hashable, Sendable {
    package let unit: String
    package let reason: String
    /// It has rows and lacks some.
    package var isIncomplete = false
    /// Since when, where that is not when the message says.
    package var since: String?

    package init(_ unit: String, reason: String, since: String? = nil) {
        self.unit = unit
        self.reason = reason
        self.since = since
    }

    var text: String { reason + (since.map { "\(reason.isEmpty ? "" : "; ")since \($0)" } ?? "") }
}

/// How bad the end of a job is: one word for mail, webhook, ping, systemd and the wrapper of Task Scheduler. This is
/// the one place that decides.
package enum AlertLevel: String, Hashable, Sendable {
    /// Nothing to say.
    case well
    /// The job did its work, and there is something to know of it: gaps, rows set aside, units that failed while others
    /// came.
    case remark
    /// The job did not do its work.
    case failure

    /// The exit codes of a remark, besides 0. systemd's `SuccessExitStatus` and the wrapper for Task Scheduler have the
    /// same.
    package static let remarkCodes: Set<Int32> = [10]

    /// - Parameter hasFindings: whether there is something to know of a run that ended with 0: a wrong clock, rows set
    ///   aside.
    package init(exitCode: Int32, hasFindings: Bool = false) {
        if exitCode == 0 {
            self = hasFindings ? .remark : .well
        } else {
            self = AlertLevel.remarkCodes.contains(exitCode) ? .remark : .failure
        }
    }
}
