/// What has to be remembered of a job between its runs. `text` writes it, `init(text:)` reads it.
public struct AlertState: Hashable, Sendable {
    var failure: AlertTrouble?
    var staleness: AlertTrouble?
    var clock: AlertTrouble?
    /// Runs in a row that ended with 75.
    var interruptions = 0
    /// Alerts that are due and of which it is not known that they were sent, by kind.
    var owed: [AlertKind: AlertDue] = [:]

    public init() {}

    /// Notes what became of an alert. Until then it is as one that could not be sent: a run that is killed in between sends it again.
    ///
    /// - Parameters:
    ///   - sentTo: names of channels.
    ///   - notSentTo: names of channels, to be tried again at the next run.
    public mutating func record(_ due: AlertDue, sentTo: [String], notSentTo: [String], now: Int) {
        if !sentTo.isEmpty, !due.isLate {
            if due.kind == .failure { failure?.tell(now, isFirst: due.channels == nil) }
            if due.kind == .staleness { staleness?.tell(now, isFirst: due.channels == nil) }
            if due.kind == .clock { clock?.tell(now, isFirst: due.channels == nil) }
        }
        if notSentTo.isEmpty {
            owed[due.kind] = nil
        } else {
            var rest = due
            if !sentTo.isEmpty { rest.channels = notSentTo }
            owed[due.kind] = rest
        }
    }
}

extension AlertTrouble {
    /// A late channel does not move the week of the others.
    fileprivate mutating func tell(_ now: Int, isFirst: Bool) {
        wasTold = true
        if isFirst || toldAt == nil { toldAt = now }
    }
}
