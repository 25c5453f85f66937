import Archive
import Orchestrator

/// A run that is over.
struct FinishedRun {
    let planned: PlannedJob
    let report: RunReport
    let totals: RunTotals
    /// The path of its log.
    let log: String
    /// For alerts.
    var ends = UnitEnds()
}

/// A run so far, counted from its events.
struct RunTotals: Equatable {
    /// Units of a series that the run will ask for, as far as it is known.
    var planned = 0
    /// Of the units that came to an end.
    var counts = RunCounts()
    /// The units of a series in full while there are few of them; nil when there are more than `fewUnits`.
    var units: [UnitReport]? = []
    /// First and last rows of all units, on the axis.
    var first: String?
    var last: String?
    var membership: [(list: String, joined: [String], left: [String])] = []

    static let fewUnits = 20

    mutating func observe(_ event: RunEvent) {
        switch event {
        case .resumed(_, let remaining, _): planned += remaining
        case .planned(let units, _): planned += units
        case .unitFinished(let unit): add(unit)
        case .membership(let list, let joined, let left): membership.append((list, joined, left))
        default: break
        }
    }

    private mutating func add(_ unit: UnitReport) {
        counts += unit.counted
        let isShown = unit.isSeries || unit.result != .done
        if unit.isSeries {
            first = [first, unit.first].compactMap { $0 }.min()
            last = [last, unit.last].compactMap { $0 }.max()
        } else {
            planned -= 1
        }
        if isShown { units?.append(unit) }
        if units?.count ?? 0 > Self.fewUnits { units = nil }
    }

    static func == (left: RunTotals, right: RunTotals) -> Bool {
        left.planned == right.planned && left.counts == right.counts && left.units == right.units
    }
}
