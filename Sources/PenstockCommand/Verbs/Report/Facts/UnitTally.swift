import Archive
import MarketCalendar
import Orchestrator
import PluginKit
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

    /// Its row of a map; nil: it feeds no dataset.
    mutating func add(_ account: UnitAccount) throws -> CoverageRow? {
        guard let main = account.datasets.first?.name else { return nil }
        var calendar: MarketCalendar?
        if case .sessions(let sessions, _)? = try? provider.expectation(of: account.unit.name, note: account.unit.note)
        {
            calendar = sessions
        }
        let row = MonthlyCoverage(account: account, calendar: calendar).row
        let count = units
        coverage[main, default: (CoverageTally(units: count), account.axis)].tally.add(row)
        return row
    }

    /// In the order in which the provider declares its datasets.
    var maps: [CoverageMap] {
        let manifest = provider.manifest
        return manifest.datasets.compactMap { dataset in
            coverage[dataset.name].map { tally, axis in
                tally.map(name: "\(manifest.name) / \(dataset.name)", noun: manifest.noun, axis: axis)
            }
        }
    }
}

/// A unit's account month by month: sessions, or milliseconds on the axis of time. What the next run has yet to bring
/// is not expected yet.
private struct MonthlyCoverage {
    let account: UnitAccount
    /// Of units on sessions.
    let calendar: MarketCalendar?

    /// Nothing that an upstream says makes a map of more centuries than these.
    private static let range = Month(year: 1800, month: 1)...Month(year: 2199, month: 12)

    var row: CoverageRow {
        let parts = account.spans.filter { $0.state != .awaited && !$0.span.isEmpty }
        guard let first = parts.first, let last = parts.last else {
            return CoverageRow(
                label: account.unit.label, unit: account.unit.id, first: Self.range.lowerBound, cells: [])
        }
        let months = month(of: first.span.lower)...max(month(of: first.span.lower), month(of: last.span.upper - 1))
        var row = CoverageRow(
            label: account.unit.label, unit: account.unit.id, first: months.lowerBound,
            cells: Array(repeating: CoverageCell(), count: months.upperBound.number - months.lowerBound.number + 1))
        for part in parts {
            for number in month(of: part.span.lower)
                .number...max(month(of: part.span.lower), month(of: part.span.upper - 1)).number
            {
                let index = number - months.lowerBound.number
                guard row.cells.indices.contains(index) else { continue }
                let month = Span(start(of: Month(number: number)), start(of: Month(number: number + 1)))
                guard let shared = part.span.intersection(month) else { continue }
                add(amount(shared), part.state, to: &row.cells[index])
            }
        }
        return row
    }

    private func add(_ amount: Int, _ state: AccountedSpan.State, to cell: inout CoverageCell) {
        cell.expected += amount
        switch state {
        case .recorded(.stored): cell.stored += amount
        case .recorded(.empty): cell.empty += amount
        case .recorded(.unavailable): cell.unavailable += amount
        case .recorded(.gap), .resting, .unasked, .failed, .awaited: break
        }
    }

    private func amount(_ span: Span) -> Int {
        switch account.axis {
        case .sessions:
            calendar?.sessionCount(in: span.firstDay..<Day(number: span.upper)) ?? Int(span.upper - span.lower)
        case .time: Int((span.upper - span.lower) / 1000)
        }
    }

    private func month(of tick: Int64) -> Month {
        let (year, month, _) = (account.axis == .sessions ? Day(number: tick) : Instant(microseconds: tick).dayUTC)
            .components
        return min(
            max(Month(year: min(max(year, 1), 9999), month: month), Self.range.lowerBound), Self.range.upperBound)
    }

    private func start(of month: Month) -> Int64 {
        guard let day = Day(year: month.year, month: month.month, day: 1) else { return .max }
        return account.axis == .sessions ? day.number : day.startUTC.microseconds
    }
}
