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
        var dividends = DayEvents(events.filter { $0.kind == .dividend }, none: "0")
        var splits = DayEvents(events.filter { $0.kind == .split }, none: "1")
        for day in dividends.doubled + splits.doubled {
            page.flag("E3", "\(symbol): two events of one kind on \(day); daily_bars has the first")
        }
        try page.rows(of: DailyBars.dataset) { builder in
            try append(to: &builder, dividends: &dividends, splits: &splits, holes: &holes)
        }
        return holes
    }

    private func append(to builder: inout BatchBuilder, dividends: inout DayEvents, splits: inout DayEvents, holes: inout [Hole]) throws {
        let document = columns.timestamps.document
        let bytes = document.bytes
        let name = Array(symbol.utf8)
        var opens = try columns.quotes[0].nodes
        var highs = try columns.quotes[1].nodes
        var lows = try columns.quotes[2].nodes
        var closes = try columns.quotes[3].nodes
        var volumes = try columns.quotes[4].nodes
        var adjustedCloses = try columns.adjustedCloses.nodes
        var row = 0
        while let open = opens.next(), let high = highs.next(), let low = lows.next(), let close = closes.next(),
            let volume = volumes.next(), let adjustedClose = adjustedCloses.next()
        {
            let day = Day(number: days.numbers[row])
            let isDropped = day >= days.settled || row == days.dropped
            row += 1
            if isDropped { continue }
            guard open.isNumber, high.isNumber, low.isNumber, close.isNumber, volume.isNumber, adjustedClose.isNumber else {
                // Yahoo also has placeholders on days that are no session; those are nothing.
                let hole = try hole(on: day, [open, high, low, close, volume, adjustedClose].map(document.value))
                if DailyBars.calendar.isSession(day) { holes.append(hole) }
                continue
            }
            builder.day(day)
            builder.bytes(name, 0..<name.count)
            append(open, of: bytes, to: &builder)
            append(high, of: bytes, to: &builder)
            append(low, of: bytes, to: &builder)
            append(close, of: bytes, to: &builder)
            append(adjustedClose, of: bytes, to: &builder)
            builder.integer(try document.value(volume).integer())
            dividends.append(on: day, to: &builder)
            splits.append(on: day, to: &builder)
            builder.endRow()
        }
    }

    @inline(__always)
    private func append(_ price: JSONNode, of bytes: [UInt8], to builder: inout BatchBuilder) {
        let range = price.textRange
        switch priceText {
        case .sent: builder.bytes(bytes, range)
        case .shortest:
            bytes.withUnsafeBufferPointer { all in
                builder.decimal { Float32Text.appendShortest(of: UnsafeBufferPointer(rebasing: all[range]), to: &$0) }
            }
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
