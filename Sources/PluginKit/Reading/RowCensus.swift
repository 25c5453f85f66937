import LosslessJSON
import Tabular

/// Counts the rows of an answer and their odd members, to tell one odd value from a change of schema: the same member
/// is odd in more than a tenth of the rows and in more than ten, or in every row of three or more.
struct RowCensus: Sendable {
    private struct Oddity: Sendable {
        let first: OddMember
        var count = 0
        /// Of the first row that has it so.
        let keys: [String]
    }

    private struct Rows: Sendable {
        var count = 0
        /// Keys that a column's source begins with.
        let known: Set<String>
        var odd: [String: Oddity] = [:]

        init(of dataset: Dataset) {
            known = Set(dataset.schema.columns.map { String($0.source.prefix { $0 != "." && $0 != "[" }) })
        }
    }

    private var kinds: [String: Rows] = [:]

    mutating func see(_ count: Int, _ kind: String, of dataset: Dataset) {
        kinds[kind, default: Rows(of: dataset)].count += count
    }

    mutating func note(_ odd: OddMember, _ kind: String, of dataset: Dataset, in row: JSONValue?) {
        kinds[kind, default: Rows(of: dataset)].odd[
            odd.name, default: Oddity(first: odd, keys: RowCensus.keys(of: row))
        ].count += 1
    }

    private static func keys(of row: JSONValue?) -> [String] {
        guard let members = try? row?.members else { return [] }
        return members.map { String($0.key.prefix(40)) }
    }

    static func isChange(_ odd: Int, of rows: Int) -> Bool { odd > 10 && odd * 10 > rows || rows >= 3 && odd >= rows }

    /// The difference of the keys, for people; nil where each odd value is one.
    var change: String? {
        let parts = kinds.sorted { $0.key < $1.key }.compactMap { kind, rows -> String? in
            let changed = rows.odd.filter { RowCensus.isChange($0.value.count, of: rows.count) }.sorted {
                $0.key < $1.key
            }
            guard let first = changed.first?.value else { return nil }
            func named(_ oddity: Oddity) -> String { "\(oddity.first.name) (\(oddity.count) of \(rows.count))" }
            let lacking = changed.filter { $0.value.first.kind == nil }.map { named($0.value) }
            let others = changed.filter { $0.value.first.kind != nil }.map { "\(named($0.value)): \($0.value.first)" }
            let new = first.keys.filter { !rows.known.contains($0) }
            return "\(kind): "
                + [("lacking", lacking), ("of another kind", others), ("other keys", Array(new.prefix(20)))]
                .filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1.joined(separator: ", "))" }.joined(separator: "; ")
        }
        guard !parts.isEmpty else { return nil }
        return "the rows are not what they were, " + parts.joined(separator: "; ")
    }
}
