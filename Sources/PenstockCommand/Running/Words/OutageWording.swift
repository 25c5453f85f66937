import Orchestrator
import PluginKit
import Upstream
import Words

/// What units of a run that got no answer had in common: told once for all of them, with the names of the first, and
/// not for each.
struct OutageWording {
    private let groups: [Group]
    /// Upstreams whose diagnosis the summary has.
    private let diagnosed: [String]

    /// Several units without an answer, by the code of the reason.
    private struct Group {
        let code: String
        /// Of the report's first troubles.
        var units: [UnitReport]
        /// All that there are.
        var count = 0
    }

    init(_ report: RunReport) {
        diagnosed = report.diagnoses.prefix(RunPage.diagnoses).map(\.upstream)
        var groups: [Group] = []
        for unit in report.troubles where unit.isWithoutAnswer {
            guard let code = unit.reason?.code else { continue }
            if let index = groups.firstIndex(where: { $0.code == code }) {
                groups[index].units.append(unit)
            } else {
                groups.append(Group(code: code, units: [unit]))
            }
        }
        self.groups = groups.filter { $0.units.count > 1 }.map { group in
            var group = group
            group.count = max(group.units.count, report.freshReasons[group.code] ?? 0)
            return group
        }
    }

    func tells(of unit: UnitReport) -> Bool { unit.isWithoutAnswer && groups.contains { $0.code == unit.reason?.code } }

    /// Series that it tells of.
    var series: Int { groups.reduce(0) { $0 + $1.count - $1.units.count { !$0.isSeries } } }

    /// `BAD1, BAD2, BAD3, BAD4, BAD5 and 25 more: throttled: yahoo answered 429 five times`
    var lines: [String] {
        groups.map { group in
            let names = AsideWording.names(group.units.prefix(RunExplanation.names).map(\.label), of: group.count)
            return ([names, Self.words(group.code)] + causes(group)).joined(separator: ": ")
        }
    }

    /// The same without the address that was asked: it is each unit's own, and says nothing of the cause. Logs have it.
    static func cause(_ reason: Reason) -> Reason {
        guard let address = reason.detail.ranges(of: "; asked: http").first else { return reason }
        return Reason(reason.code, String(reason.detail[..<address.lowerBound]))
    }

    /// `unreachable`: the cause is told elsewhere.
    static func words(_ code: String) -> String { Reason(code).description }

    /// One for each provider, and none where the upstream's diagnosis says it.
    private func causes(_ group: Group) -> [String] {
        var causes: [String] = []
        var told: Set<String> = []
        for unit in group.units where told.insert(unit.provider).inserted {
            let detail = unit.reason.map(Self.cause)?.detail ?? ""
            guard !detail.isEmpty, !diagnosed.contains(where: { detail.hasPrefix("\($0):") }) else { continue }
            causes.append(Figures.shortened(TerminalText.safe(detail), to: 200))
        }
        return causes.isEmpty ? [] : [causes.joined(separator: "; ")]
    }
}
