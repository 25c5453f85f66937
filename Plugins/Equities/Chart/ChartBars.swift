import LosslessJSON
import MarketCalendar
import PluginKit
import Tabular

/// The bars of an answer on their way into rows: the hot loop.
struct ChartBars {
    let symbol: String
    let columns: ChartColumns
    let days: ChartDays
    let priceText: EquitiesOptions.PriceText

    /// A session without a whole bar.
    struct Hole {
        let day: Day
        let reason: Reason
    }

    /// Appends the rows and answers the holes.
    func append(_ events: [ChartEvent], to page: inout Page<Equities>) throws -> [Hole] {
        var holes: [Hole] = []
        var dividends = DayEvents(events.filter { $0.kind == .dividend }, none: "0.0")
        var splits = DayEvents(events.filter { $0.kind == .split }, none: "1.0")
        for day in dividends.doubled + splits.doubled {
            page.remark("E3", "\(symbol): two events of one kind on \(day); daily_bars has the first")
        }
        try page.rows(of: DailyBars.dataset) { builder in
            try append(to: &builder, dividends: &dividends, splits: &splits, holes: &holes)
        }
        return holes
    }

    /// Column by column: the type and the place of a column are looked at once an answer, not once a cell.
    private func append(to builder: inout BatchBuilder, dividends: inout DayEvents, splits: inout DayEvents, holes: inout [Hole]) throws {
        let kept = try keptRows(holes: &holes)
        let numbers = ChartNumbers(rows: kept, document: columns.timestamps.document)
        let sessions = kept.map { days.numbers[$0] }
        let name = Array(symbol.utf8)
        builder.append(columns: [
            ColumnData(values: sessions),
            ColumnData(
                values: (0..<kept.count).map { Int64(($0 + 1) * name.count) }, arena: Array(repeatElement(name, count: kept.count).joined())
            ),
            try numbers.prices(columns.quotes[0], priceText), try numbers.prices(columns.quotes[1], priceText),
            try numbers.prices(columns.quotes[2], priceText), try numbers.prices(columns.quotes[3], priceText),
            try numbers.prices(columns.adjustedCloses, priceText), try numbers.integers(columns.quotes[4]),
            dividends.column(sessions), splits.column(sessions),
        ])
    }

    /// The rows that are stored. Throws where a value is neither a number nor null.
    private func keptRows(holes: inout [Hole]) throws -> [Int] {
        var values = try (columns.quotes + [columns.adjustedCloses]).map { try $0.nodes }
        var isWhole = Array(repeating: true, count: days.numbers.count)
        for column in values.indices {
            var row = 0
            while let node = values[column].next() {
                if !node.isNumber { isWhole[row] = false }
                row += 1
            }
        }
        return try days.numbers.indices.filter { row in
            let day = Day(number: days.numbers[row])
            if day >= days.settled || row == days.dropped { return false }
            if isWhole[row] { return true }
            let hole = try hole(on: day, (columns.quotes + [columns.adjustedCloses]).map { try $0.element(row) })
            // Yahoo also has placeholders on days that are no session; those are nothing.
            if DailyBars.calendar.isSession(day) { holes.append(hole) }
            return false
        }
    }

    /// Throws where a value is neither a number nor null.
    private func hole(on day: Day, _ values: [JSONValue]) throws -> Hole {
        var names: [String] = []
        for (name, value) in zip(ChartColumns.names + ["adjclose"], values) where value.kind != .number {
            guard value.isNull else { throw PluginError.malformed("\(value.path) is \(value.kind) where a number or null is expected") }
            names.append(name)
        }
        return Hole(day: day, reason: Reason("null_bar", "Yahoo has null for \(names.joined(separator: ", "))"))
    }
}
