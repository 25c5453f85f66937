import Orchestrator
import PluginKit
import ReportPage
import Tabular
import Words

/// A provider's status as cards, one per dataset.
struct CardWording {
    let status: ProviderStatus
    let manifest: ProviderManifest
    let nextScheduled: Instant?

    var cards: [DatasetCard] {
        // An archive that keeps nothing yet has the provider's first dataset to show for it.
        guard !status.datasets.isEmpty else {
            let first = manifest.datasets.first(where: \.isSeries)?.name ?? manifest.name
            return [
                DatasetCard(
                    provider: status.provider, dataset: first, standing: .empty,
                    note: status.silence == nil ? status.staleness.first.map(words.why) : nil,
                    noun: ReportWording.noun(status.noun), lastSuccess: lastSuccess, next: next)
            ]
        }
        return status.datasets.map(card)
    }

    private func card(_ dataset: ProviderStatus.DatasetStatus) -> DatasetCard {
        DatasetCard(
            provider: status.provider, dataset: dataset.name, standing: standing(dataset), note: note(dataset),
            newest: dataset.newest.map(ReportWording.moment), expected: dataset.expected,
            age: dataset.age.map { "\(Figures.duration($0)) old" }, noun: ReportWording.noun(status.noun),
            upToDate: dataset.upToDate,
            owed: dataset.owed, behind: dataset.behind, withoutData: dataset.withoutData, rows: dataset.rows,
            lastSuccess: lastSuccess,
            next: next)
    }

    private var words: ProviderStanding { ProviderStanding(status: status) }
    private var lastSuccess: String? { status.lastSuccess.map { "\(ReportWording.minute($0)) UTC" } }

    /// What makes all of the provider stale; what some of its units lack is a matter of their datasets.
    private var staleness: [ProviderStatus.Staleness] { status.staleness.filter { $0 != .behind } }

    private func standing(_ dataset: ProviderStatus.DatasetStatus) -> Standing {
        staleness.isEmpty && dataset.behind == 0 ? .current : .behind
    }

    private func note(_ dataset: ProviderStatus.DatasetStatus) -> String? {
        if let reason = staleness.first { return words.why(reason) }
        if dataset.behind > 0, let worst = dataset.worst {
            return status.isCountedInSessions
                ? "\(worst.label) lacks \(words.count(worst.missing))"
                : "\(worst.label) was due \(words.count(worst.missing)) ago"
        }
        if dataset.owed > 0 { return "but for \(words.butFor)" }
        return dataset.retired > 0 ? "\(Figures.count(dataset.retired)) retired" : nil
    }

    private var next: Fact? {
        if let nextScheduled { return Fact("next run", "\(ReportWording.minute(nextScheduled)) UTC") }
        return status.nextDue.map {
            Fact("next due", ExchangeTime(closeAt: $0)?.text ?? "\(ReportWording.minute($0)) UTC")
        }
    }
}
