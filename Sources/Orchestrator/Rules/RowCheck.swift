import MarketCalendar
import PluginKit
import Tabular

/// Applies rules to a batch column by column and remembers the first rule that each row breaks.
struct RowCheck {
    let batch: Batch
    /// Where rows of the unit can be at all; for the rule `.lifetime`.
    let lifetime: Span?
    let axisColumn: Int?
    /// The rule under which a row is set aside.
    private(set) var broken: [Int: String] = [:]
    /// Rows that are stored and named in the log, rule by rule.
    private(set) var flagged: [(rule: Rule, rows: [Int])] = []
    /// The first row for which the whole answer is refused.
    private(set) var refused: (rule: Rule, row: Int)?
    private var doubles: [Int: [Double]] = [:]
    private var decimals: [Int: ExactColumn] = [:]

    init(_ batch: Batch, axisColumn: Int? = nil, lifetime: Span? = nil) {
        self.batch = batch
        self.axisColumn = axisColumn
        self.lifetime = lifetime
    }

    mutating func apply(_ rule: Rule) {
        let rows = rows(breaking: rule.check)
        guard let first = rows.first else { return }
        switch rule.action {
        case .reject: refused = refused ?? (rule, first)
        case .flag: flagged.append((rule, rows))
        case .quarantine:
            for row in rows where broken[row] == nil { broken[row] = rule.name }
        }
    }

    /// A null is never looked at: whether it may be is the column's to say.
    private mutating func rows(breaking check: Rule.Check) -> [Int] {
        switch check {
        case .session(let name, let calendar):
            let isSession = calendar.sessionTest()
            return cells(of: [name]) { column, row in !isSession(Day(number: column.values[row])) }
        case .positive(let names, let limit):
            return numbers(of: names) { !($0 > 0 && $0 < limit) }
        case .notNegative(let names, let limit):
            return numbers(of: names) { !($0 >= 0 && $0 < limit) }
        case .notAbove(let name, let limit, let tolerance):
            return above(name, limit) { row, value, limits in value > limits[row] + tolerance * abs(limits[row]) }
        case .belowPrevious(let name, let limit):
            // A limit that is no price is the row before's own trouble.
            return above(name, limit) { row, value, limits in
                value < 0 || row > 0 && value > 0 && limits[row - 1] > 0 && value >= limits[row - 1]
            }
        case .ordered(let low, let within, let high, let tolerance):
            return disordered(low, within, high, tolerance: tolerance)
        case .within(let names, let lower, let upper):
            guard let lower = ExactDecimal(lower), let upper = ExactDecimal(upper) else { return [] }
            return joined(columns(names).map { exact(of: $0).rows(outside: lower, upper) })
        case .sum(let names, let total):
            guard let total = ExactDecimal(total) else { return [] }
            return ExactColumn.rows(of: columns(names).map { exact(of: $0) }, notAddingUpTo: total)
        case .ascending(let names):
            return descending(names)
        case .text(let name, let shape):
            return joined(
                columns([name]).map { column in
                    let data = batch.columns[column]
                    return data.arena.withUnsafeBufferPointer { arena in
                        rows(of: column) { !shape.fits(UnsafeBufferPointer(rebasing: arena[data.range($0)])) }
                    }
                })
        case .aligned(let name, let grid):
            return cells(of: [name]) { column, row in !grid.contains(Instant(microseconds: column.values[row])) }
        case .lifetime:
            guard let lifetime, let axisColumn else { return [] }
            let ticks = batch.columns[axisColumn].values
            return rows { !lifetime.contains(ticks[$0]) }
        case .reading:
            // The provider has looked.
            return []
        case .increasing, .distinct:
            // Of rows that stand beside each other: `PageCheck` looks at them first.
            return []
        case .forward, .notDecreasing, .unchanging:
            // Of a row and the stored one: the archive compares them as it writes.
            return []
        }
    }

    /// Rows of which a cell does not go with another column's cells.
    private mutating func above(
        _ name: String, _ limit: String, _ isBroken: (_ row: Int, _ value: Double, _ limits: [Double]) -> Bool
    ) -> [Int] {
        guard let column = columns([name]).first, let other = columns([limit]).first else { return [] }
        let (values, limits) = (doubles(of: column), doubles(of: other))
        return rows { isBroken($0, values[$0], limits) }
    }

    private mutating func disordered(_ low: String, _ within: [String], _ high: String, tolerance: Double) -> [Int] {
        guard let low = columns([low]).first.map({ doubles(of: $0) }),
            let high = columns([high]).first.map({ doubles(of: $0) })
        else {
            return []
        }
        let inner = columns(within).map { doubles(of: $0) }
        return rows { row in
            let slack = tolerance * abs(high[row])
            if low[row] > high[row] + slack { return true }
            return inner.contains { $0[row] < low[row] - slack || $0[row] > high[row] + slack }
        }
    }

    private mutating func descending(_ names: [String]) -> [Int] {
        let columns = columns(names)
        guard columns.contains(where: { batch.schema.columns[$0].type == .decimal }) else {
            return rows { row in
                var last = Int64.min
                for column in columns where !batch.columns[column].nulls[row] {
                    guard batch.columns[column].values[row] >= last else { return true }
                    last = batch.columns[column].values[row]
                }
                return false
            }
        }
        let values = columns.map { exact(of: $0) }
        return rows { row in
            var last: ExactDecimal?
            for (column, values) in zip(columns, values) where !batch.columns[column].nulls[row] {
                guard let value = values[row], last.map({ $0 <= value }) ?? true else { return true }
                last = value
            }
            return false
        }
    }
}

extension RowCheck {
    private func columns(_ names: [String]) -> [Int] { names.compactMap(batch.schema.index) }

    private func rows(where isBroken: (Int) -> Bool) -> [Int] { (0..<batch.count).filter(isBroken) }

    /// Rows in which a column has a value and it is broken.
    private func rows(of column: Int, where isBroken: (Int) -> Bool) -> [Int] {
        let nulls = batch.columns[column].nulls
        return (0..<batch.count).filter { !nulls[$0] && isBroken($0) }
    }

    private func cells(of names: [String], where isBroken: (ColumnData, Int) -> Bool) -> [Int] {
        joined(
            columns(names).map { column in
                let data = batch.columns[column]
                return rows(of: column) { isBroken(data, $0) }
            })
    }

    private mutating func numbers(of names: [String], where isBroken: (Double) -> Bool) -> [Int] {
        joined(
            columns(names).map { column in
                let values = doubles(of: column)
                return rows(of: column) { isBroken(values[$0]) }
            })
    }

    /// In order, each once.
    private func joined(_ lists: [[Int]]) -> [Int] {
        let found = lists.filter { !$0.isEmpty }
        return found.count < 2 ? found.first ?? [] : Set(found.joined()).sorted()
    }

    /// A column as doubles, not-a-number for null; parsed once.
    private mutating func doubles(of column: Int) -> [Double] {
        if let known = doubles[column] { return known }
        let values = batch.doubles(column: column)
        doubles[column] = values
        return values
    }

    /// A column as exact numbers; read once.
    private mutating func exact(of column: Int) -> ExactColumn {
        if let known = decimals[column] { return known }
        let values = ExactColumn(batch, column: column)
        decimals[column] = values
        return values
    }
}

extension Rule.TextShape {
    /// Whether a text looks so.
    func fits(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .notEmpty:
            return !text.isEmpty
        case .digits(let maximum):
            return !text.isEmpty && text.count <= maximum && text.allSatisfy { $0 &- 48 < 10 }
        case .hexadecimal(let length):
            guard text.count >= 2, text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: "x"),
                length.contains(text.count - 2)
            else {
                return false
            }
            return text.dropFirst(2).allSatisfy { $0 &- 48 < 10 || ($0 | 0x20) &- UInt8(ascii: "a") < 6 }
        }
    }
}
