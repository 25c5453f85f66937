/// What a finished run, or a look at the archive's status, found.
public struct AlertObservation: Hashable, Sendable {
    /// Seconds since 1970.
    public let now: Int
    /// nil: nothing ran. 66 is staleness.
    public let exitCode: Int32?
    /// The run's id, kept with an alert that has to be told later.
    public let run: String?
    /// All that is wrong now, also what was known from earlier runs.
    public var findings: [AlertFinding]
    public var evidence: AlertEvidence
    public let newlyQuarantined: Int
    /// nil: not looked at.
    public let isStale: Bool?
    /// Whether the host's clock is wrong; nil: nobody has said.
    public let isClockWrong: Bool?

    public init(
        now: Int, exitCode: Int32? = nil, run: String? = nil, findings: [AlertFinding] = [], evidence: AlertEvidence = AlertEvidence(),
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
