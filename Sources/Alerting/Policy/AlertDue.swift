/// What a message is about: of each there is at most one at a time.
enum AlertTopic: String, CaseIterable, Hashable, Sendable {
    /// What the run found: failures, remarks, rows set aside.
    case run
    case staleness, clock, recovery
    /// What is over and could not be told in time.
    case late

    init(_ kind: AlertKind) {
        self =
            switch kind {
            case .failure, .quarantine, .remark, .test: .run
            case .staleness: .staleness
            case .clock: .clock
            case .recovery: .recovery
            }
    }
}

/// An alert that is to be sent now.
package struct AlertDue: Hashable, Sendable {
    /// The gravest of what it tells.
    package let kind: AlertKind
    /// The run that found it.
    package var run: String?
    /// Rows set aside since the last alert about them.
    package var rows = 0
    /// What is told: of a recovery what is over; of a reminder all that goes on.
    package var troubles: [AlertTrouble] = []
    /// What goes on and was told before.
    package var standing: [AlertTrouble] = []
    /// Told before and not changed.
    package var isReminder = false
    /// It is over by now, and nobody could be told when it happened.
    package var isLate = false
    /// Only those of these names, where the others were told before; nil: all of the job.
    package var channels: [String]?

    init(_ kind: AlertKind, run: String?) {
        self.kind = kind
        self.run = run
    }

    /// Seconds since 1970: since when it is so; of a recovery, since when it was so.
    package var since: Int? { troubles.map(\.since).min() }

    var topic: AlertTopic { isLate ? .late : AlertTopic(kind) }
}
