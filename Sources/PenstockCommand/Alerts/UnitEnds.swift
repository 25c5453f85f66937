import Alerting
import Archive
import Orchestrator
import PluginKit

/// What became of the units of a run, as far as alerts ask for it: all of them, where a report has the first hundred.
/// Collected from the run's events; of those that succeeded no more than a digest is kept.
struct UnitEnds {
    struct Trouble {
        let provider: String
        let label: String
        let reason: Reason
        let result: UnitReport.Result
        let isKnown: Bool
        let isSeries: Bool
        /// Sessions that are missing.
        let gaps: Int
        let isWithoutAnswer: Bool
        let isOfGivenUpUpstream: Bool

        init(_ unit: UnitReport) {
            (provider, label, result) = (unit.provider, unit.label, unit.result)
            reason = unit.reason.map { Reason($0.code, String($0.detail.prefix(200))) } ?? Reason(unit.result.rawValue)
            (isKnown, isSeries, gaps) = (unit.isKnown, unit.isSeries, unit.counts.gapsOpen)
            (isWithoutAnswer, isOfGivenUpUpstream) = (unit.isWithoutAnswer, unit.isOfGivenUpUpstream)
        }

        var part: String { UnitEnds.part(isSeries) }
    }

    /// By label; those that a wave tells of are not among them.
    private(set) var troubles: [String: Trouble] = [:]
    /// Labels of those that a wave tells of, by provider and code of the reason.
    private(set) var waves: [String: [String]] = [:]
    /// Digests of labels: done or incomplete, and those of them that are done.
    private(set) var succeeded: Set<UInt64> = []
    private(set) var done: Set<UInt64> = []
    /// What of a provider's upstreams answered.
    private(set) var answered: [String: Set<String>] = [:]
    /// Rows set aside that were not set aside before.
    private(set) var newlyQuarantined = 0
    /// Series that came to an end, by provider.
    private(set) var series: [String: Int] = [:]

    static func part(_ isSeries: Bool) -> String { isSeries ? "series" : "lists" }

    mutating func observe(_ event: RunEvent) {
        guard case .unitFinished(let unit) = event else { return }
        let digest = AlertDigest.of(unit.label)
        if unit.isSeries { series[unit.provider, default: 0] += 1 }
        newlyQuarantined += unit.counts.aside.newlyQuarantined
        troubles[unit.label] = nil
        switch unit.result {
        case .done: done.insert(digest)
        case .incomplete, .failed, .absent: done.remove(digest)
        }
        if unit.isOfWave {
            waves["\(unit.provider) \(unit.reason?.code ?? "")", default: []].append(unit.label)
        } else if unit.result != .done {
            troubles[unit.label] = Trouble(unit)
        }
        if unit.result == .done || unit.result == .incomplete {
            succeeded.insert(digest)
            answered[unit.provider, default: []].insert(Self.part(unit.isSeries))
        } else {
            succeeded.remove(digest)
        }
    }
}
