import PluginKit

// Whose fault a unit's failure is, for alerts: an outage is one trouble, whatever each of its questions ran into.
extension UnitReport {
    /// Whether there was no answer of its own, so that the failure says nothing of the unit.
    public var isWithoutAnswer: Bool {
        guard result == .failed, let reason else { return false }
        return UnitFailure.noAnswer.contains(reason.code)
    }

    /// Whether its upstream was given up for the run, or will not have this client.
    public var isOfGivenUpUpstream: Bool { isWithoutAnswer && UnitReport.givenUp.contains(reason?.code ?? "") }

    private static let givenUp: Set<String> = ["circuit_open", "client_refused"]
}
