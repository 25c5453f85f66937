import PluginKit
import Tabular

/// A page whose rows keep the rules of their datasets.
struct CheckedPage: Sendable {
    var series: [(dataset: Dataset, batch: Batch)] = []
    var entities: [(dataset: Dataset, batch: Batch)] = []
    /// By the dataset's name, which is all that is known of a row that the provider could not build.
    var quarantined: [(dataset: String, row: RuleBreak)] = []
    /// A key that came twice with other cells: the second row's texts.
    var duplicates: [(dataset: Dataset, key: String, kept: String, other: String)] = []
    var flags: [String] = []
    let content: PageContent

    init(content: PageContent) {
        self.content = content
    }

    var rowCount: Int { series.reduce(0) { $0 + $1.batch.count } + entities.reduce(0) { $0 + $1.batch.count } }
}

/// A row that a rule set aside.
struct RuleBreak: Sendable, Hashable {
    let key: String
    let rule: String
    /// The row's cells, `name=text`, joined by spaces; as sent where it could not be built.
    let raw: String
    /// On the dataset's axis; nil for entities.
    let tick: Int64?
}
