import PluginKit
import Tabular

/// Bars as numbers, for the rules that look at more than one row.
struct BarSeries {
    let batch: Batch
    /// Sessions, ascending.
    let ticks: [Int64]
    let opens: [Double]
    let highs: [Double]
    let lows: [Double]
    let closes: [Double]
    let volumes: [Int64]
    private let adjustedColumn: Int?

    init(_ batch: Batch) {
        self.batch = batch
        func column(_ name: String) -> [Double] { batch.schema.index(of: name).map { batch.doubles(column: $0) } ?? [] }
        ticks = batch.schema.index(of: "date").map { batch.columns[$0].values } ?? []
        opens = column("open")
        highs = column("high")
        lows = column("low")
        closes = column("close")
        adjustedColumn = batch.schema.index(of: "adj_close")
        volumes = batch.schema.index(of: "volume").map { batch.columns[$0].values } ?? []
    }

    init(_ comparison: [String: Batch]) {
        self.init(comparison[DailyBars.dataset.name] ?? Batch(empty: DailyBars.dataset.schema))
    }

    /// Of a first backfill nobody asks for more than a few of them.
    func adjusted(_ row: Int) -> Double {
        adjustedColumn.flatMap { DecimalText.double(batch.bytes(row: row, column: $0)) } ?? .nan
    }

    var isEmpty: Bool { ticks.isEmpty }

    /// The first row at or after a session; the number of rows where there is none.
    func index(from tick: Int64) -> Int {
        var (lower, upper) = (0, ticks.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if ticks[middle] < tick { lower = middle + 1 } else { upper = middle }
        }
        return lower
    }

    /// The row of a session; nil where there is none.
    func row(of tick: Int64) -> Int? {
        let row = index(from: tick)
        return row < ticks.count && ticks[row] == tick ? row : nil
    }

    /// What of a cell's value is only its rounding: half a unit of its last digit, of a cent at most.
    func rounding(_ row: Int, _ column: String) -> Double {
        guard let column = batch.schema.index(of: column) else { return 0 }
        let digits = batch.bytes(row: row, column: column)
        guard let point = digits.firstIndex(of: UInt8(ascii: ".")) else { return 0.005 }
        let places = max(2, digits.endIndex - point - 1)
        return (0..<places).reduce(0.5) { size, _ in size / 10 }
    }
}
