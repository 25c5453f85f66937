import LosslessJSON
import PluginKit
import Tabular

/// Sets aside what cannot have been paid: as much as the share cost at the close before it, or more (E12). The bar of
/// that day goes by the same rule of `daily_bars`.
struct ChartPayments {
    let symbol: String
    let columns: ChartColumns
    let days: ChartDays

    /// The events that can be.
    func believable(_ events: [ChartEvent], page: inout Page<Equities>) throws -> [ChartEvent] {
        let paid = events.filter { $0.kind != .split }
        guard !paid.isEmpty else { return events }
        let closes = try closes(before: paid.map(\.day.number))
        return events.filter { event in
            guard event.kind != .split, let close = closes[event.day.number],
                let amount = DecimalText.double(event.amount[...]),
                amount >= close
            else { return true }
            page.setAside(
                "E12", of: Actions.dataset, key: "\(symbol)|\(event.day)|\(event.kind.rawValue)",
                raw:
                    "symbol=\(symbol) date=\(event.day) kind=\(event.kind.rawValue) amount=\(event.figures)",
                tick: event.day.number
            )
            return false
        }
    }

    /// By day the close of the row before it. One pass, for the days ascend as the rows do.
    private func closes(before wanted: [Int64]) throws -> [Int64: Double] {
        var closes: [Int64: Double] = [:]
        var last: Double?
        var next = wanted.startIndex
        var nodes = try columns.array(at: "indicators.quote.close").nodes
        let document = columns.timestamps.document
        for day in days.numbers {
            while next < wanted.endIndex, wanted[next] <= day {
                closes[wanted[next]] = last
                next += 1
            }
            guard next < wanted.endIndex, let node = nodes.next() else { break }
            // A close that is no price is set aside itself, and costs no payment of the day after.
            if document.isDecimal(node), let close = DecimalText.double(document.bytes[node.textRange]), close > 0 {
                last = close
            }
        }
        return closes
    }
}
