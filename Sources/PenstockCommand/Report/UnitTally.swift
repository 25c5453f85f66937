import Archive
import MarketCalendar
import Orchestrator
import PluginKit
import ReportPage
import Tabular

/// Adds up a provider's units for the page, one at a time: the maps.
struct UnitTally {
    let provider: any LoadedProvider
    /// How many there will be.
    private let units: Int
    /// By the dataset that the unit feeds first.
    private var coverage: [String: (tally: CoverageTally, axis: Axis)] = [:]

    init(provider: any LoadedProvider, units: Int) {
        self.provider = provider
        self.units = units
    }

    mutating func add(_ account: UnitAccount) throws {
        guard let main = account.datasets.first?.name else { return }
        var calendar: MarketCalendar?
        if case .sessions(let sessions, _) = try provider.expectation(of: account.unit.name, note: account.unit.note) {
            calendar = sessions
        }
        let row = MonthlyCoverage(account: account, calendar: calendar).row
        let count = units
        coverage[main, default: (CoverageTally(units: count), account.axis)].tally.add(row)
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
