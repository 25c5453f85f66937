package import PluginKit

// Whose fault a unit's failure is, for alerts: an outage is one trouble, whatever each of its questions ran into.
extension UnitReport {
    /// Whether there was no answer of its own, so that the failure says nothing of the unit.
    package var isWithoutAnswer: Bool {
        guard result == .failed, let reason else { return false }
        return reason.isOfNoAnswer
    }

    /// Whether its upstream was given up for the run, or will not have this client.
    package var isOfGivenUpUpstream: Bool { isWithoutAnswer && UnitReport.givenUp.contains(reason?.code ?? "") }

    private static let givenUp: Set<String> = ["circuit_open", "client_refused"]
}

extension Reason {
    /// Whether there was no answer: of all that were asked so it is the upstream's fault.
    package var isOfNoAnswer: Bool { UnitFailure.noAnswer.contains(code) }
}
