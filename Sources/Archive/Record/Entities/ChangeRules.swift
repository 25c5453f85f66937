import PluginKit
import Tabular

/// The rules of a dataset about a row and the one that it follows. Pure: the archive reads the earlier row and writes
/// the new one.
struct ChangeRules {
    struct Break: Equatable {
        let rule: String
        /// `volume fell from 10 to 9`
        let text: String
    }

    let rules: [Rule]
    /// Of the dataset's columns, those that must be known of the earlier row.
    let columns: [Int]
    /// Of the earlier row. A column that was added to a table later is null in its older rows, whatever its declaration
    /// says.
    let schema: Schema

    /// A number may fall by so much of itself: venues round what they add up.
    private static let rounding = 0.01

    init(_ dataset: Dataset) {
        let watched = dataset.rules.compactMap { rule in ChangeRules.columns(of: rule.check).map { (rule, $0) } }
        rules = watched.map(\.0)
        if case .changes = dataset.kind {
            columns = Array(dataset.schema.columns.indices)
        } else {
            columns = Set(watched.flatMap(\.1).compactMap(dataset.schema.index)).sorted()
        }
        let known = columns.map { dataset.schema.columns[$0] }.map { Column($0.name, $0.type, nullable: true) }
        schema = Schema(known, key: [])
    }

    /// nil for a rule that looks at one row alone.
    private static func columns(of check: Rule.Check) -> [String]? {
        switch check {
        case .forward(let column, _): [column]
        case .notDecreasing(let columns), .unchanging(let columns): columns
        case .session, .positive, .notNegative, .notAbove, .belowPrevious, .ordered, .increasing, .within, .sum,
            .ascending, .text,
            .aligned, .lifetime, .reading, .distinct:
            nil
        }
    }

    /// - Parameters:
    ///   - earlier: one row of ``schema``.
    ///   - rows: the new rows, of ``columns`` alone.
    func breaks(after earlier: Batch, in rows: Batch, _ row: Int) -> [Break] {
        rules.flatMap { rule in
            texts(rule.check, earlier, rows, row).map { Break(rule: rule.name, text: $0) }
        }
    }

    private func texts(_ check: Rule.Check, _ earlier: Batch, _ rows: Batch, _ row: Int) -> [String] {
        let names = ChangeRules.columns(of: check) ?? []
        return names.compactMap { name -> String? in
            guard let column = schema.index(of: name), !earlier.columns[column].nulls[0],
                !earlier.isSame(column: column, row: 0, as: row, in: rows)
            else { return nil }
            let verb: String? =
                switch check {
                case .forward(_, let order): isBackward(earlier, rows, row, column, order) ? "went back" : nil
                case .notDecreasing: isLower(earlier, rows, row, column) ? "fell" : nil
                default: isOther(earlier, rows, row, column) ? "changed" : nil
                }
            return verb.map { "\(name) \($0) from \(excerpt(earlier, 0, column)) to \(excerpt(rows, row, column))" }
        }
    }

    private func isBackward(_ earlier: Batch, _ rows: Batch, _ row: Int, _ column: Int, _ order: [[String]]) -> Bool {
        let place = { (text: String?) in order.firstIndex { group in text.map(group.contains) ?? false } }
        guard let before = place(earlier.text(row: 0, column: column)),
            let after = place(rows.text(row: row, column: column))
        else {
            return false
        }
        return after < before
    }

    private func isLower(_ earlier: Batch, _ rows: Batch, _ row: Int, _ column: Int) -> Bool {
        if rows.columns[column].nulls[row] { return true }
        guard let before = number(earlier, 0, column), let after = number(rows, row, column) else { return false }
        return after < before - ChangeRules.rounding * abs(before)
    }

    private func isOther(_ earlier: Batch, _ rows: Batch, _ row: Int, _ column: Int) -> Bool {
        guard schema.columns[column].type == .decimal, !rows.columns[column].nulls[row] else { return true }
        return !DecimalText.isEqual(earlier.bytes(row: 0, column: column), rows.bytes(row: row, column: column))
    }

    private func number(_ batch: Batch, _ row: Int, _ column: Int) -> Double? {
        guard batch.schema.columns[column].type.isBytes else { return Double(batch.columns[column].values[row]) }
        return DecimalText.double(batch.bytes(row: row, column: column))
    }

    /// A cell for a line of the log; whole, it is in the revision.
    private func excerpt(_ batch: Batch, _ row: Int, _ column: Int) -> String {
        guard let text = batch.text(row: row, column: column) else { return "nothing" }
        return text.count > 60 ? text.prefix(60) + "..." : text
    }
}
