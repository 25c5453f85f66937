/// Decides which alerts are due: a trouble begins once, is told then and weekly with its true beginning, and ends once,
/// when that unit or upstream has succeeded, told to those who heard of it. Rows set aside are told when they are new.
/// A night is one message.
package struct AlertPolicy: Hashable, Sendable {
    /// 75 (stopped, or the archive was locked) is no failure before this many in a row.
    package static let toleratedInterruptions = 2
    static let week = 7 * 86_400
    /// A nightly run that starts a little earlier than a week ago still tells.
    static let slack = 6 * 3_600
    /// A unit that nothing was heard of for so long is not in the archive any more.
    static let forgetting = 100 * 86_400

    package let kinds: Set<AlertKind>

    /// - Parameter kinds: those that the job's owner wants to hear of.
    package init(kinds: Set<AlertKind> = Set(AlertKind.allCases)) {
        self.kinds = kinds
    }

    package func decide(_ state: AlertState, _ observation: AlertObservation) -> AlertDecision {
        var step = AlertStep(state: state, observation: observation, kinds: kinds)
        step.readExitCode()
        step.read(observation.isStale, .staleness)
        step.read(observation.isClockWrong, .clock)
        step.forget()
        return AlertDecision(due: step.due.sorted { $0.kind < $1.kind }, state: step.state)
    }
}

/// What a finished run, or a look at the archive's status, found.
package struct AlertObservation: Hashable, Sendable {
    /// Seconds since 1970.
    package let now: Int
    /// nil: nothing ran. 66 is staleness.
    package let exitCode: Int32?
    /// The run's id, kept with an alert that has to be told later.
    package let run: String?
    /// All that is wrong now, also what was known from earlier runs.
    package var findings: [AlertFinding]
    package var evidence: AlertEvidence
    package let newlyQuarantined: Int
    /// nil: not looked at.
    package let isStale: Bool?
    /// Whether the host's clock is wrong; nil: nobody has said.
    package let isClockWrong: Bool?

    package init(
        now: Int, exitCode: Int32? = nil, run: String? = nil, findings: [AlertFinding] = [],
        evidence: AlertEvidence = AlertEvidence(),
        newlyQuarantined: Int = 0, isStale: Bool? = nil, isClockWrong: Bool? = nil
    ) {
        self.now = now
        self.exitCode = exitCode
        self.run = run
        self.findings = findings
        self.evidence = evidence
        self.newlyQuarantined = newlyQuarantined
        self.isStale = exitCode == 66 ? true : isStale
        self.isClockWrong = isClockWrong
    }
}

/// What an observation makes due, and what to remember.
package struct AlertDecision: Hashable, Sendable {
    /// In the order of their kinds' names.
    package let due: [AlertDue]
    /// To be kept before sending; then `AlertState.record` for each alert, and kept again.
    package let state: AlertState
}
