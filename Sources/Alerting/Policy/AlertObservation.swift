/// What a finished run, or a look at the archive's status, found.
public struct AlertObservation: Hashable, Sendable {
    /// Seconds since 1970.
    public let now: Int
    /// nil: nothing ran. 66 is staleness.
    public let exitCode: Int32?
    /// The run's id, kept with an alert that has to be told later.
    public let run: String?
    /// Each unit that is failing now with the code of its reason, also those known from earlier runs, for which a run ends with 0.
    public let reasons: [String]
    public let newlyQuarantined: Int
    /// nil: not looked at.
    public let isStale: Bool?
    /// Whether the host's clock is wrong; nil: nobody has said.
    public let isClockWrong: Bool?

    public init(
        now: Int, exitCode: Int32? = nil, run: String? = nil, reasons: [String] = [], newlyQuarantined: Int = 0, isStale: Bool? = nil,
        isClockWrong: Bool? = nil
    ) {
        self.now = now
        self.exitCode = exitCode
        self.run = run
        self.reasons = reasons
        self.newlyQuarantined = newlyQuarantined
        self.isStale = exitCode == 66 ? true : isStale
        self.isClockWrong = isClockWrong
    }
}
