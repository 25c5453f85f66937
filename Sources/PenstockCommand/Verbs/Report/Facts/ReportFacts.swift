import Archive
import Orchestrator
import PluginKit
import Tabular

/// All that a report says: what archives and the orchestrator say of themselves, and sums that only the page needs. The
/// page is made of nothing else; words are put to it there, and texts, which may come from anywhere, are escaped there.
struct ReportFacts {
    /// When it was made.
    var now: Instant
    /// What made it: `0.1.0`.
    var version = PenstockVersion.current
    var archives: [ReportedArchive]

    var cards: [DatasetCard] { archives.flatMap(\.cards) }
}

/// One archive on the page.
struct ReportedArchive {
    /// Its absolute path.
    var path: String
    /// The names of its sinks.
    var storage: [String]
    /// Its database, where that is elsewhere.
    var outsideDatabase: String?
    /// Who writes it at this moment.
    var writer: String?
    var providers: [ReportedProvider] = []
    /// Those that have a place of their own on the page, and how many there are.
    var units: [ReportedUnit] = []
    var unitCount = 0
    /// The newest, and how many there are; so of all that follows.
    var runs: [RunRecord] = []
    var runCount = 0
    var gaps = GapTally()
    var quarantined: [QuarantineRecord] = []
    var remarks: (shown: [RemarkRecord], counts: [(rule: String, count: Int)]) = ([], [])
    var corrections: NewestCorrections

    var cards: [DatasetCard] { providers.flatMap(\.cards) }
}

/// One provider of an archive.
struct ReportedProvider {
    let manifest: ProviderManifest
    var status: ProviderStatus
    /// By the jobs file.
    var nextRun: Instant?
    var coverage: [CoverageMap] = []
    /// Rows by the day on which they came, the oldest first; days on which nothing came are left out.
    var days: [(day: Day, rows: Int)] = []

    /// An archive that keeps nothing yet has the provider's first dataset to show for it.
    var cards: [DatasetCard] {
        guard status.datasets.isEmpty else {
            return status.datasets.map { DatasetCard(status: status, name: $0.name, dataset: $0, nextRun: nextRun) }
        }
        let first = manifest.datasets.first(where: \.isSeries)?.name ?? manifest.name
        return [DatasetCard(status: status, name: first, nextRun: nextRun)]
    }
}

/// One unit on the page, with a place of its own that can be linked to.
struct ReportedUnit {
    let account: UnitAccount
    /// Its row of the map.
    let coverage: CoverageRow
    var asides = UnitAsides()
    /// What is drawn of its series, by dataset; none of one whose dataset says nothing of what to draw, or that has no
    /// rows.
    var pictures: [String: Picture] = [:]

    enum Picture {
        case line(ValueLine)
        /// It has no line, and why.
        case absent(String)
    }

    var id: Int64 { account.unit.id }
    var label: String { account.unit.label }
    /// What is missing, and what the upstream does not have.
    var holes: [AccountedSpan] { account.spans.filter { $0.isHole || $0.isUnavailable } }
}

extension AccountedSpan {
    /// The upstream does not have it.
    var isUnavailable: Bool { if case .recorded(.unavailable) = state { true } else { false } }
}
