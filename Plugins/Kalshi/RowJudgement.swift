import PluginKit
import Tabular

/// What it means when Kalshi answers another row than the one that is stored.
struct RowJudgement {
    private let difference: Difference

    init(_ difference: Difference) {
        self.difference = difference
    }

    /// The tiers, and the years, write one number in several ways (0.56 and 0.5600), and leave out what others send.
    /// Anything else is a correction.
    var verdict: Judgement { difference.columns.allSatisfy(isNoise) ? .same : .revision }

    private func isNoise(_ column: String) -> Bool {
        let (stored, answered) = difference.cells(column)
        switch (stored, answered) {
        case (.decimal(let left), .decimal(let right)): return DecimalText.isEqual(left.utf8, right.utf8)
        case (_, .null): return difference.dataset == Trades.dataset.name
        default: return false
        }
    }
}
