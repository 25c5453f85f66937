import PluginKit
import Tabular

/// What it means when another row is answered than the one that is stored.
struct RowJudgement {
    private let difference: Difference

    init(_ difference: Difference) {
        self.difference = difference
    }

    var verdict: Judgement {
        switch difference.dataset {
        case Prices.dataset.name: ofPrice
        case Trades.dataset.name: ofTrade
        default: .revision
        }
    }

    /// H5: a point that stands for more minutes never takes the place of one that stands for fewer.
    private var ofPrice: Judgement {
        guard case (.integer(let stored), .integer(let answered)) = difference.cells("fidelity") else {
            return .revision
        }
        if answered > stored { return .same }
        return answered == stored && difference.columns.allSatisfy { isSameNumber($0) } ? .same : .revision
    }

    /// The key says who traded what at which price. That the other version tells of the same fill, in other digits or
    /// without the outcome's index or name, is no correction.
    private var ofTrade: Judgement {
        difference.columns.allSatisfy { column in
            column == "source" || isSameNumber(column)
                || ["outcome_index", "outcome"].contains(column) && difference.cells(column).answered.isNull
        } ? .same : .revision
    }

    private func isSameNumber(_ column: String) -> Bool {
        guard case (.decimal(let stored), .decimal(let answered)) = difference.cells(column) else { return false }
        return DecimalText.isEqual(stored.utf8, answered.utf8)
    }
}
