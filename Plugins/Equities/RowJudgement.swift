import PluginKit
import Tabular

/// What it means when Yahoo answers another row than the one that is stored.
struct RowJudgement {
    /// Yahoo jitters in the seventh digit.
    static let priceTolerance = 1e-6
    /// Late trades move a session's volume a little for days.
    static let volumeTolerance = 0.005
    private static let prices = ["open", "high", "low", "close", "adj_close"]

    private let difference: Difference

    init(_ difference: Difference) {
        self.difference = difference
    }

    var verdict: Judgement {
        switch difference.dataset {
        case DailyBars.dataset.name: ofBar
        case Actions.dataset.name: ofAction
        default: .revision
        }
    }

    private var ofBar: Judgement {
        // A new or changed event puts every row on another basis: prices are split-adjusted, adj_close is
        // dividend-adjusted.
        var hasVanished = false
        for (column, none) in [("split", "1"), ("dividend", "0")] {
            guard let change = change(of: column, none: none) else { continue }
            switch change {
            case .vanished: hasVanished = true
            case .came: return restated("new_\(column)", "\(date): \(text(column))")
            case .changed: return restated("changed_\(column)", "\(date): \(text(column))")
            }
        }
        let moved = Self.prices.filter { isMoved($0) }
        if let first = moved.first, !difference.isNewest {
            return restated("prices_moved", "\(first) of \(date): \(text(first))")
        }
        // E13: Yahoo loses events at random. The stored row is the better one, also where its volume or its last prices
        // are answered anew.
        if hasVanished { return .same }
        return moved.isEmpty && !isMoved("volume", tolerance: Self.volumeTolerance) ? .same : .revision
    }

    /// Amounts are split-adjusted: when one moves, all rows have moved with it.
    private var ofAction: Judgement {
        let moved = ["amount", "numerator", "denominator"].filter { isMoved($0) }
        guard let first = moved.first else { return .same }
        return restated("changed_action", "\(first) of \(difference.key): \(text(first))")
    }

    private enum EventChange {
        case came
        case changed
        case vanished
    }

    private func change(of column: String, none: String) -> EventChange? {
        guard isMoved(column) else { return nil }
        let (stored, answered) = difference.cells(column)
        if DecimalText.isEqual(bytes(answered), none.utf8) { return .vanished }
        return DecimalText.isEqual(bytes(stored), none.utf8) ? .came : .changed
    }

    /// Also when only one of the two is there.
    private func isMoved(_ column: String, tolerance: Double = priceTolerance) -> Bool {
        let (stored, answered) = difference.cells(column)
        guard stored != answered else { return false }
        return difference.relativeChange(of: column).map { $0 > tolerance } ?? true
    }

    private func restated(_ code: String, _ detail: String) -> Judgement { .restated(Reason(code, detail)) }

    private var date: String { difference.cells("date").answered.text(as: .day) ?? difference.key }

    /// `0 is now 0.26`.
    private func text(_ column: String) -> String {
        let (stored, answered) = difference.cells(column)
        return "\(stored.text(as: .decimal) ?? "nothing") is now \(answered.text(as: .decimal) ?? "nothing")"
    }

    private func bytes(_ value: Value) -> [UInt8] { Array((value.text(as: .decimal) ?? "").utf8) }
}
