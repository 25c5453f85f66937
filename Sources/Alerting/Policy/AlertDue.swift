/// An alert that is to be sent now.
public struct AlertDue: Hashable, Sendable {
    public let kind: AlertKind
    /// Seconds since 1970: since when it is so; of a recovery, since when it was so.
    public var since: Int?
    /// The run that found it.
    public var run: String?
    /// Rows set aside since the last alert about them.
    public var rows = 0
    /// Told before and not changed.
    public var isReminder = false
    /// It is over by now, and nobody could be told when it happened.
    public var isLate = false
    /// What is over, of a recovery.
    public var ended: [AlertKind] = []
    /// Only those of these names, where the others were told before; nil: all of the job.
    public var channels: [String]?

    init(_ kind: AlertKind, since: Int?, run: String?) {
        self.kind = kind
        self.since = since
        self.run = run
    }
}
