/// A column of numbers to compare and add exactly, each text read once: as whole numbers of one unit where every text
/// is as plain as prices are (`0.5600`), else number by number.
public struct ExactColumn: Sendable {
    private enum Numbers: Sendable {
        /// In units of ten to the power of minus `fractionDigits`; 0 for null.
        case whole([Int64], fractionDigits: Int)
        /// nil for null and for what is no number.
        case mixed([ExactDecimal?])
    }

    private let numbers: Numbers
    private let nulls: [Bool]

    public init(_ batch: Batch, column: Int) {
        let data = batch.columns[column]
        nulls = data.nulls
        guard batch.schema.columns[column].type.isBytes else {
            numbers = .whole(data.values, fractionDigits: 0)
            return
        }
        numbers = data.arena.withUnsafeBufferPointer { arena in
            ExactColumn.whole(data, arena)
                ?? .mixed(
                    (0..<batch.count).map { row in
                        data.isNull(row) ? nil : ExactDecimal(UnsafeBufferPointer(rebasing: arena[data.range(row)]))
                    })
        }
    }

    /// nil where a text is not plain, or a number has no place in 64 bits in the unit of the others.
    private static func whole(_ data: ColumnData, _ arena: UnsafeBufferPointer<UInt8>) -> Numbers? {
        var most = 0
        var values: [Int64] = []
        var digits: [Int] = []
        values.reserveCapacity(data.values.count)
        digits.reserveCapacity(data.values.count)
        for row in data.values.indices {
            guard !data.nulls[row] else {
                values.append(0)
                digits.append(0)
                continue
            }
            guard let number = ExactDecimal.short(UnsafeBufferPointer(rebasing: arena[data.range(row)])) else {
                return nil
            }
            values.append(number.mantissa)
            digits.append(number.fractionDigits)
            most = max(most, number.fractionDigits)
        }
        for row in values.indices where digits[row] < most {
            let (value, overflow) = values[row].multipliedReportingOverflow(
                by: ExactDecimal.powersOfTen[most - digits[row]])
            guard !overflow else { return nil }
            values[row] = value
        }
        return .whole(values, fractionDigits: most)
    }

    /// nil for null, and for what is no number.
    public subscript(row: Int) -> ExactDecimal? {
        switch numbers {
        case .whole(let values, let digits):
            nulls[row] ? nil : ExactDecimal(mantissa: values[row], fractionDigits: digits)
        case .mixed(let values): values[row]
        }
    }

    /// Rows with a value that is no number, or that lies outside of two numbers.
    public func rows(outside lower: ExactDecimal, _ upper: ExactDecimal) -> [Int] {
        if case .whole(let values, let digits) = numbers, let lower = lower.whole(fractionDigits: digits),
            let upper = upper.whole(fractionDigits: digits)
        {
            return values.indices.filter { !nulls[$0] && (values[$0] < lower || values[$0] > upper) }
        }
        return nulls.indices.filter { row in
            !nulls[row] && (self[row].map { $0 < lower || $0 > upper } ?? true)
        }
    }

    /// Rows in which all columns have a value, and these do not add up to a number.
    public static func rows(of columns: [ExactColumn], notAddingUpTo total: ExactDecimal) -> [Int] {
        guard let first = columns.first else { return [] }
        let rows = first.nulls.indices.filter { row in !columns.contains { $0.nulls[row] } }
        return wholeRows(rows, of: columns, notAddingUpTo: total)
            ?? rows.filter { row in
                var sum: ExactDecimal? = ExactDecimal(0)
                for column in columns { sum = sum.flatMap { sum in column[row].flatMap { sum.adding($0) } } }
                return sum != total
            }
    }

    /// nil where not all of them are whole numbers of one unit.
    private static func wholeRows(_ rows: [Int], of columns: [ExactColumn], notAddingUpTo total: ExactDecimal) -> [Int]?
    {
        var parts: [[Int64]] = []
        var unit: Int?
        for column in columns {
            guard case .whole(let values, let digits) = column.numbers, unit ?? digits == digits else { return nil }
            unit = digits
            parts.append(values)
        }
        guard let unit, let total = total.whole(fractionDigits: unit) else { return nil }
        return rows.filter { row in
            var sum: Int128 = 0
            for part in parts { sum += Int128(part[row]) }
            return sum != Int128(total)
        }
    }
}
