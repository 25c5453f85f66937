import MarketCalendar
import PluginKit
import Tabular

/// Applies rules to a batch column by column and remembers the first rule that each row breaks.
struct RowCheck {
    let batch: Batch
    private(set) var broken: [Int: String] = [:]
    private var numbers: [Int: [Double]] = [:]

    init(_ batch: Batch) {
        self.batch = batch
    }

    mutating func apply(_ rule: Rule) {
        switch rule.check {
        case .session(let name, let calendar):
            guard let column = batch.schema.index(of: name) else { return }
            mark(rule) { _, batch, row in !calendar.isSession(Day(number: batch.integer(row: row, column: column))) }
        case .positive(let names):
            for column in names.compactMap(batch.schema.index) {
                let values = doubles(of: column)
                // A null is not a number, and is not below anything: whether it may be is the column's to say.
                mark(rule) { _, batch, row in !(values[row] > 0 && values[row].isFinite) && !batch.isNull(row: row, column: column) }
            }
        case .notNegative(let names):
            for column in names.compactMap(batch.schema.index) {
                let values = doubles(of: column)
                mark(rule) { _, batch, row in !(values[row] >= 0 && values[row].isFinite) && !batch.isNull(row: row, column: column) }
            }
        case .ordered(let low, let within, let high, let tolerance):
            guard let low = batch.schema.index(of: low).map({ doubles(of: $0) }),
                let high = batch.schema.index(of: high).map({ doubles(of: $0) })
            else { return }
            let inner = within.compactMap(batch.schema.index).map { doubles(of: $0) }
            mark(rule) { _, _, row in
                let slack = tolerance * abs(high[row])
                if low[row] > high[row] + slack { return true }
                return inner.contains { $0[row] < low[row] - slack || $0[row] > high[row] + slack }
            }
        case .increasing:
            return
        default: return
        }
    }

    private mutating func mark(_ rule: Rule, where isBroken: (Rule, Batch, Int) -> Bool) {
        for row in 0..<batch.count where isBroken(rule, batch, row) {
            if broken[row] == nil { broken[row] = rule.name }
        }
    }

    /// A column as doubles, not-a-number for null; parsed once.
    private mutating func doubles(of column: Int) -> [Double] {
        if let known = numbers[column] { return known }
        let isBytes = batch.schema.columns[column].type.isBytes
        let data = batch.columns[column]
        let values = data.arena.withUnsafeBufferPointer { arena in
            (0..<batch.count).map { row -> Double in
                if data.isNull(row) { return .nan }
                if isBytes { return DecimalText.double(UnsafeBufferPointer(rebasing: arena[data.range(row)])) ?? .nan }
                return Double(data.values[row])
            }
        }
        numbers[column] = values
        return values
    }
}
