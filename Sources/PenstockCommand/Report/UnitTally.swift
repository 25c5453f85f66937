import Archive
import MarketCalendar
import Orchestrator
import PluginKit
import ReportPage
import Tabular

/// Adds up a provider's units for the page, one at a time: how the datasets stand, and the maps.
struct UnitTally {
    let provider: any LoadedProvider
    private let units: Int
    private(set) var datasets: [String: DatasetTally] = [:]
    /// By the dataset that the unit feeds first.
    private var coverage: [String: (tally: CoverageTally, axis: Axis)] = [:]

    struct DatasetTally {
        var upToDate = 0
        var behind = 0
        var withoutData = 0
        /// Said to be over: none of these.
        var retired = 0
        /// The unit that is most behind, and by how many sessions or days.
        var worst: (label: String, missing: Int)?
    }

    init(provider: any LoadedProvider, units: Int) {
        self.provider = provider
        self.units = units
    }

    mutating func add(_ account: UnitAccount) throws {
        for dataset in account.datasets { count(account, in: dataset.name) }
        guard let main = account.datasets.first?.name else { return }
        var calendar: MarketCalendar?
        if case .sessions(let sessions, _) = try provider.expectation(of: account.unit.name, note: account.unit.note) {
            calendar = sessions
        }
        let row = MonthlyCoverage(account: account, calendar: calendar).row
        let count = units
        coverage[main, default: (CoverageTally(units: count), account.axis)].tally.add(row)
    }

    private mutating func count(_ account: UnitAccount, in dataset: String) {
        var tally = datasets[dataset] ?? DatasetTally()
        defer { datasets[dataset] = tally }
        if account.unit.retired != nil {
            tally.retired += 1
        } else if account.isWithoutData {
            tally.withoutData += 1
        } else if account.missing == 0 {
            tally.upToDate += 1
        } else {
            tally.behind += 1
            if account.missing > tally.worst?.missing ?? 0 { tally.worst = (account.unit.label, account.missing) }
        }
    }

    /// In the order in which the provider declares its datasets.
    var maps: [CoverageMap] {
        let noun = ReportWording.noun(provider.manifest.noun)
        return provider.manifest.datasets.compactMap { dataset in
            coverage[dataset.name].map { tally, axis in
                let measure: CoverageMap.Measure = axis == .sessions ? .counted(Noun("session", "sessions")) : .time
                return tally.map(name: "\(provider.manifest.name) / \(dataset.name)", noun: noun, measure: measure)
            }
        }
    }
}
