import Orchestrator
import PluginKit
import ReportPage
import Tabular

/// A provider's status as cards, one per dataset.
struct CardWording {
    let status: ProviderStatus
    let tally: UnitTally
    let manifest: ProviderManifest
    let now: Instant
    let nextScheduled: Instant?

    var cards: [DatasetCard] {
        // An archive that keeps nothing yet has the provider's first dataset to show for it.
        guard !status.datasets.isEmpty else {
            let first = manifest.datasets.first(where: \.isSeries)?.name ?? manifest.name
            return [
                DatasetCard(
                    provider: status.provider, dataset: first, standing: .empty,
                    note: status.silence == nil ? status.misdated.map(ClockWording.doubt) ?? neverSucceeded : nil,
                    noun: ReportWording.noun(status.noun), lastSuccess: lastSuccess, next: next)
            ]
        }
        return status.datasets.map(card)
    }

    private func card(_ dataset: ProviderStatus.DatasetStatus) -> DatasetCard {
        let counts = tally.datasets[dataset.name] ?? UnitTally.DatasetTally()
        return DatasetCard(
            provider: status.provider, dataset: dataset.name, standing: standing(dataset, counts), note: note(dataset, counts),
            newest: dataset.newest.map(ReportWording.moment), expected: dataset.expected, age: age(dataset),
            noun: ReportWording.noun(status.noun), upToDate: counts.upToDate, behind: counts.behind, withoutData: counts.withoutData,
            rows: dataset.rows, lastSuccess: lastSuccess, next: next)
    }

    private var neverSucceeded: String { "no run has ended with 0 yet" }
    private var lastSuccess: String? { status.lastSuccess.map { "\(ReportWording.minute($0)) UTC" } }

    private func standing(_ dataset: ProviderStatus.DatasetStatus, _ counts: UnitTally.DatasetTally) -> Standing {
        guard status.misdated == nil, let silence = status.silence, silence <= status.tolerated else { return .behind }
        return counts.worst?.missing ?? 0 > status.tolerated ? .behind : .current
    }

    private func note(_ dataset: ProviderStatus.DatasetStatus, _ counts: UnitTally.DatasetTally) -> String? {
        if let misdated = status.misdated { return ClockWording.doubt(misdated) }
        guard let silence = status.silence else { return neverSucceeded }
        if silence > status.tolerated { return "no success for \(count(silence))" }
        guard let worst = counts.worst, worst.missing > status.tolerated else {
            return counts.retired > 0 ? "\(Figures.count(counts.retired)) retired" : nil
        }
        return status.isCountedInSessions
            ? "\(worst.label) lacks \(count(worst.missing))" : "\(worst.label) was due \(count(worst.missing)) ago"
    }

    private func age(_ dataset: ProviderStatus.DatasetStatus) -> String? {
        if let behind = dataset.sessionsBehind { return behind == 0 ? nil : "\(count(behind)) old" }
        return dataset.age.map { "\(Figures.duration($0)) old" }
    }

    private var next: Fact? {
        if let nextScheduled { return Fact("next run", "\(ReportWording.minute(nextScheduled)) UTC") }
        return status.nextDue.map { Fact("next due", ExchangeTime(closeAt: $0)?.text ?? "\(ReportWording.minute($0)) UTC") }
    }

    private func count(_ number: Int) -> String {
        status.isCountedInSessions ? Figures.counted(number, "session", "sessions") : Figures.counted(number, "day", "days")
    }
}
