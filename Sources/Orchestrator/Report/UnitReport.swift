package import Archive
package import PluginKit

/// What became of one unit in one run.
package struct UnitReport: Sendable, Hashable {
    package enum Result: String, Sendable, Hashable {
        /// Rows were stored, or the answer proved that there is nothing new.
        case done
        /// Done, and some sessions or rows that should be there were not in the answer.
        case incomplete
        /// The upstream does not have the unit.
        case absent
        /// No answer that could be believed; the archive stays as it was.
        case failed
    }

    package var provider: String
    package var unit: UnitName
    /// `AAPL`.
    package var label: String
    /// How a person names it on a command line: `--symbols AAPL`, `--market-ids 516710`.
    package var selector: String
    /// Whether people count it (a symbol, a market) or it only serves others (a list).
    package var isSeries: Bool
    package var result: Result
    /// Why it is incomplete, absent or failed.
    package var reason: Reason?
    /// Whether that reason was known from an earlier run.
    package var isKnown = false
    /// Whether a wave tells of it, so that it is not told of by itself.
    package var isOfWave = false
    /// Its own: rows, gaps and requests. What it is to the run is in `counted`.
    package var counts = RunCounts()
    /// `replaced: split 4:1 on 2024-06-10` when the unit was written anew.
    package var restated: Reason?
    /// What is odd about its rows and was stored all the same.
    package var flags: [String] = []
    /// What the unit holds now: rows in its main dataset, first and last on the axis, as text. nil when it holds
    /// nothing.
    package var rows = 0
    package var first: String?
    package var last: String?
    /// When it is asked again, as ISO text.
    package var nextTry: String?
    /// Members that a list has gained and lost since it was read last, as `dataset key`.
    package var joined: [String] = []
    package var left: [String] = []

    /// - Parameter selector: nil: `--symbols` and the label.
    package init(
        provider: String, unit: UnitName, label: String, selector: String? = nil, isSeries: Bool, result: Result,
        reason: Reason? = nil
    ) {
        self.selector = selector ?? "--symbols \(label)"
        self.provider = provider
        self.unit = unit
        self.label = label
        self.isSeries = isSeries
        self.result = result
        self.reason = reason
    }

    /// What the unit adds to the counts of its run.
    package var counted: RunCounts {
        var counted = counts
        counted.aside.remarks = flags.count
        guard isSeries else { return counted }
        switch result {
        case .done: counted.success = 1
        case .incomplete: (counted.success, counted.incomplete) = (1, isOfWave ? 0 : 1)
        case .absent, .failed: counted.failed = 1
        }
        return counted
    }
}

/// Whose fault a unit's failure is, for alerts: an outage is one trouble, whatever each of its questions ran into.
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
