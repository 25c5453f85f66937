/// Decides which alerts are due: what is unchanged is told once and then weekly, what changes at once, rows set aside when they are new,
/// an end once and only to those who heard of the beginning.
public struct AlertPolicy: Hashable, Sendable {
    /// 75 (stopped, or the archive was locked) is no failure before this many in a row.
    public static let toleratedInterruptions = 2
    static let week = 7 * 86_400
    /// A nightly run that starts a little earlier than a week ago still tells.
    static let slack = 6 * 3_600

    public let kinds: Set<AlertKind>

    /// - Parameter kinds: those that the job's owner wants to hear of.
    public init(kinds: Set<AlertKind> = Set(AlertKind.allCases)) {
        self.kinds = kinds
    }

    public func decide(_ state: AlertState, _ observation: AlertObservation) -> AlertDecision {
        var step = AlertStep(state: state, observation: observation)
        step.readExitCode()
        step.readStaleness()
        step.readClock()
        step.readQuarantine()
        var due = step.due.filter { kinds.contains($0.key) }
        var next = step.state
        for (kind, owed) in next.owed where due[kind] == nil && kinds.contains(kind) { due[kind] = owed }
        next.owed = due
        return AlertDecision(due: due.values.sorted { $0.kind < $1.kind }, state: next)
    }
}
