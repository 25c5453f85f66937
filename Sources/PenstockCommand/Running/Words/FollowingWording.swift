import Orchestrator
import PluginKit
import Words

/// What is said when a run lets markets in.
struct FollowingWording {
    let estimate: FollowingEstimate

    init(_ estimate: FollowingEstimate) {
        self.estimate = estimate
    }

    /// `polymarket: 100 new markets, 300 series: about 5,210 requests, 312.6 MB, at least 9 min`.
    var text: String {
        let subjects = Figures.counted(
            estimate.subjects, "new " + estimate.noun.singular, "new " + estimate.noun.plural)
        return
            "\(estimate.provider): \(subjects), \(Figures.counted(estimate.units, "series", "series")): about "
            + "\(Figures.counted(estimate.requests, "request")), \(Figures.bytes(estimate.bytes))"
            + (estimate.leastSeconds < 0.05 ? "" : ", at least \(Figures.duration(estimate.leastSeconds))") + rows
    }

    private var rows: String {
        let rows = estimate.storage.allRows
        return rows == 0 ? "" : "; about \(Figures.rounded(rows)) rows"
    }

    /// Folders of very many files are slow to list, copy and open; nil where that is no matter.
    var advice: String? {
        guard estimate.followed > Self.manyFiles, !estimate.sinks.contains("sqlite") else { return nil }
        return "\(Figures.count(estimate.followed)) \(estimate.noun.plural) are followed, with a file for each series; "
            + "--storage sqlite keeps them in one (penstock convert --add sqlite)"
    }

    static let manyFiles = 10_000
}
