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
