// Rows of daily bars a second into SQLite: its C functions alone, and the sink. Run it with ./run.
import Foundation
import GRDB
import SQLite

let directory = CommandLine.arguments[1]
let isCheck = CommandLine.arguments.contains("--check")
let rowsInCommit = 50_000
let bars = Bars(symbols: isCheck ? 12 : 503, sessions: isCheck ? 160 : 1510)

let layout = SQLiteFormat().layout(of: Bars.schema)
let columns = layout.columns.map { "\($0.name) \($0.type)\($0.isNullable ? "" : " NOT NULL")" }.joined(separator: ", ")
let table = "CREATE TABLE bars (\(columns), PRIMARY KEY (symbol, date))" + (layout.isClustered ? " WITHOUT ROWID" : "")
let insert = "INSERT INTO bars VALUES (\(layout.columns.map { _ in "?" }.joined(separator: ", ")))"

func path(_ name: String) -> String {
    let path = directory + "/" + name + ".db"
    for end in ["", "-wal", "-shm"] { unlink(path + end) }
    return path
}

func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

/// A duration by the clock and, since a machine that does other things distorts the clock, in the process's CPU time.
struct Cost {
    var clock = Duration.seconds(1_000)
    var cpu = Duration.seconds(1_000)

    mutating func improve(_ work: () throws -> Duration) rethrows {
        let before = Cost.processTime()
        clock = min(clock, try work())
        cpu = min(cpu, Cost.processTime() - before)
    }

    private static func processTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    var text: String { "\(rate(clock)), \(rate(cpu)) of CPU" }
}

func report(_ name: String, _ figure: String) {
    print("  " + name + String(repeating: " ", count: max(1, 58 - name.count)) + figure)
}

func rate(_ duration: Duration, _ rows: Int = bars.rows) -> String { "\(Int(Double(rows) / seconds(duration))) rows/s" }

/// What two tables with the same rows have in common.
func summary(_ path: String) throws -> String {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    let sums = layout.columns.map { "total(\($0.name)), count(\($0.name)), min(\($0.name)), max(\($0.name))" }.joined(
        separator: ", ")
    return try queue.read { "\(try Row.fetchAll($0, sql: "SELECT count(*), \(sums) FROM bars"))" }
}

let plain = PlainInserts(bars)
let sink = SinkInserts(bars: bars)
print(
    """
    \(bars.rows) rows of daily bars, WAL, synchronous FULL, commits of \(rowsInCommit) \
    rows\(isCheck ? "" : "; best of 3 in turn")
    """
)
var plainCost = Cost()
var sinkCost = Cost()
for _ in 0..<(isCheck ? 1 : 3) {
    try plainCost.improve { try plain.run(path("plain"), table: table, insert: insert, rowsInCommit: rowsInCommit) }
    try sinkCost.improve { try sink.run(path("sink"), table: table, insert: insert, rowsInCommit: rowsInCommit) }
}
guard try summary(directory + "/plain.db") == summary(directory + "/sink.db") else {
    print("the two tables differ")
    exit(1)
}
let back = try sink.read(directory + "/sink.db")
guard back.isSame, back.rows == bars.rows else {
    print("the rows that are read are not those that were written")
    exit(1)
}
print("  both tables hold the same, and the rows are read back digit for digit")
if isCheck { exit(0) }
let ratio = seconds(plainCost.cpu) / seconds(sinkCost.cpu)
report("SQLite's C functions, values ready to be bound", plainCost.text)
report("the sink: batches of decimals' texts, days and integers", sinkCost.text)
report("ratio", String(format: "%.2f, %.2f of CPU", seconds(plainCost.clock) / seconds(sinkCost.clock), ratio))
report("of which: making the cells", "\(Int(seconds(try sink.cellsAlone()) / Double(bars.rows) * 1e9)) ns/row")
report("reading all rows back, by symbol", rate(back.duration))
let long = SinkInserts(bars: Bars(symbols: 503, sessions: 1510, areLong: true))
var longCost = Cost()
try longCost.improve { try long.run(path("long"), table: table, insert: insert, rowsInCommit: rowsInCommit) }
report("the sink, prices of 16 and 17 digits", longCost.text)
if ratio < 0.7 {
    print("the sink is to have at least 0.7 of the rate of the C functions")
    exit(1)
}
