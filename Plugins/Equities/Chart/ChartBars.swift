import LosslessJSON
import MarketCalendar
import PluginKit
import Tabular

/// The bars of an answer on their way into rows: the hot loop.
///
/// A bar of which a number cannot be read is set aside with its text and costs its session alone; so is the bar of a
/// day on which an event cannot be read, because nobody knows its dividend or its split.
struct ChartBars {
    let symbol: String
    let span: Span
    let columns: ChartColumns
    let days: ChartDays
    let priceText: EquitiesOptions.PriceText

    /// A session without a whole bar.
    struct Hole {
        let day: Day
        let reason: Reason
    }

    private static let names = ChartColumns.names + ["adjclose"]
    private static let volume = ChartColumns.names.count - 1

    /// Appends the rows and answers the holes. `doubts`: days of which an event could not be read, and the rule it
    /// broke.
    func append(_ events: [ChartEvent], doubts: [Int64: String], to page: inout Page<Equities>) throws -> [Hole] {
        page.looks(at: days.numbers.count, of: DailyBars.dataset)
        var rows = try ReadRows(self)
        for row in rows.odd { setAside(row, &page) }
        rows.kept.removeAll { row in
            guard let rule = doubts[days.numbers[row]] else { return false }
            let day = Day(number: days.numbers[row])
            page.setAside(rule, of: DailyBars.dataset, key: "\(symbol)|\(day)", raw: text(of: row), tick: day.number)
            return true
        }
        var dividends = DayEvents(events.filter { $0.kind == .dividend }, none: "0.0")
        var splits = DayEvents(events.filter { $0.kind == .split }, none: "1.0")
        let sessions = rows.kept.map { days.numbers[$0] }
        let bars = WholeBars(
            symbol: symbol, sessions: sessions, volumes: rows.kept.map { rows.volumes[$0] },
            dividends: dividends.column(sessions),
            splits: splits.column(sessions), columns: columns,
            numbers: ChartNumbers(rows: rows.kept, document: columns.timestamps.document), priceText: priceText)
        try page.append(bars, by: DailyBars.plan)
        return rows.holes
    }

    /// Column by column: the type and the place of a column are looked at once, not once a cell.
    struct WholeBars {
        let symbol: String
        /// Day numbers.
        let sessions: [Int64]
        let volumes: [Int64]
        let dividends: ColumnData
        let splits: ColumnData
        fileprivate let columns: ChartColumns
        fileprivate let numbers: ChartNumbers
        fileprivate let priceText: EquitiesOptions.PriceText

        var symbols: ColumnData {
            let name = Array(symbol.utf8)
            return ColumnData(
                values: sessions.indices.map { Int64(($0 + 1) * name.count) },
                arena: Array(repeatElement(name, count: sessions.count).joined()))
        }

        func prices(at path: String) throws -> ColumnData { try numbers.prices(columns.array(at: path), priceText) }
    }

    private struct ReadRows {
        /// Whole bars, ascending.
        var kept: [Int] = []
        var holes: [Hole] = []
        /// Rows of which a value is neither a number nor null, or a stamp is no time.
        var odd: [Int] = []
        /// Row by row; 0 where there is none.
        var volumes: [Int64]

        init(_ bars: ChartBars) throws {
            let days = bars.days
            let document = bars.columns.timestamps.document
            volumes = Array(repeating: 0, count: days.numbers.count)
            // 0: whole, 1: something is null, 2: something cannot be read.
            var states = [UInt8](repeating: 0, count: days.numbers.count)
            for (column, array) in bars.arrays.enumerated() {
                var nodes = try array.nodes
                var row = 0
                while let node = nodes.next() {
                    if node.isNull {
                        states[row] = max(states[row], 1)
                    } else if column == ChartBars.volume {
                        if let volume = document.wholeNumber(node) { volumes[row] = volume } else { states[row] = 2 }
                    } else if !node.isNumber, !document.isDecimal(node) {
                        states[row] = 2
                    }
                    row += 1
                }
            }
            for (row, number) in days.numbers.enumerated() where row != days.dropped && number < days.settled.number {
                if number == ChartDays.unknown || states[row] == 2 {
                    if number == ChartDays.unknown || bars.span.contains(number) { odd.append(row) }
                } else if states[row] == 0 {
                    kept.append(row)
                } else if DailyBars.calendar.isSession(Day(number: number)) {
                    // Yahoo also has placeholders on days that are no session; those are nothing.
                    holes.append(try bars.hole(Day(number: number), row))
                }
            }
        }
    }

    private var arrays: [JSONValue] { columns.quotes + [columns.adjustedCloses] }

    private func hole(_ day: Day, _ row: Int) throws -> Hole {
        let nulls = try zip(ChartBars.names, arrays).filter { try $1.element(row).isNull }.map(\.0)
        return Hole(day: day, reason: Reason("null_bar", "Yahoo has null for \(nulls.joined(separator: ", "))"))
    }

    /// Under the rule of the first value that cannot be read: a volume that is no whole number is E7, all else is T2.
    private func setAside(_ row: Int, _ page: inout Page<Equities>) {
        let number = days.numbers[row]
        let day = number == ChartDays.unknown ? nil : Day(number: number)
        var found = OddMember("timestamp", expected: "a time", found: columns.timestamps[row])
        var rule = "T2"
        if day != nil,
            let (column, value) = arrays.enumerated().lazy.compactMap({ column, array in array[row].map { (column, $0) }
            })
            .first(where: { column, value in
                !value.isNull
                    && (column == ChartBars.volume
                        ? value.wholeNumber == nil : !value.document.isDecimal(value.node))
            })
        {
            let isVolume = column == ChartBars.volume
            found = OddMember(ChartBars.names[column], expected: isVolume ? "a whole number" : "a number", found: value)
            rule = isVolume && value.decimalText != nil ? "E7" : "T2"
        }
        page.setAside(
            found, nil, of: DailyBars.dataset, rule: rule, key: "\(symbol)|\(day.map { "\($0)" } ?? "row \(row)")",
            raw: text(of: row),
            tick: day?.number)
    }

    /// As sent: `timestamp=1736260200 open=10.0 high=...`.
    private func text(of row: Int) -> String {
        zip(["timestamp"] + ChartBars.names, [columns.timestamps] + arrays).map { "\($0)=\($1[row]?.rawText ?? "")" }
            .joined(separator: " ")
    }
}
