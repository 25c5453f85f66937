import PluginKit
import Tabular

/// A page whose rows keep the rules of their datasets.
struct CheckedPage: Sendable {
    var series: [(dataset: Dataset, batch: Batch)] = []
    var entities: [(dataset: Dataset, batch: Batch)] = []
    /// What the provider could not build, and what broke a rule.
    var quarantined: [QuarantinedRow] = []
    /// A key that came twice with other cells: the second row's texts.
    var duplicates: [(dataset: Dataset, key: String, kept: String, other: String)] = []
    var flags: [String] = []
    let content: PageContent

    init(content: PageContent) {
        self.content = content
    }

    var rowCount: Int { series.reduce(0) { $0 + $1.batch.count } + entities.reduce(0) { $0 + $1.batch.count } }
}

extension CheckedPage {
    /// Equal for pages with the same rows and the same subjects, in this process; nil for a page with neither.
    var fingerprint: Int? {
        guard rowCount > 0 || !content.shown.isEmpty else { return nil }
        var hasher = Hasher()
        for (dataset, batch) in series + entities {
            hasher.combine(dataset.name)
            for column in batch.columns {
                hasher.combine(column.values)
                hasher.combine(column.arena)
            }
        }
        for subject in content.shown { hasher.combine(subject.name) }
        return hasher.finalize()
    }
}
