import GRDB
import PluginKit
import SQLite
import Tabular

/// The sink: batches through a format that is not known when this is compiled, into statements on GRDB's connection, as
/// the archive has it.
struct SinkInserts {
    let bars: Bars
    let format: any TableFormat = SQLiteFormat()

    func run(_ path: String, table: String, insert: String, rowsInCommit: Int) throws -> Duration {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL") }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.inDatabase { db in
            try db.execute(sql: table)
            guard let connection = db.sqliteConnection else { return .zero }
            let statement = try TableStatement(connection, insert)
            defer { statement.close() }
            let clock = ContinuousClock()
            return try clock.measure {
                var pending = 0
                try db.execute(sql: "BEGIN IMMEDIATE")
                for batch in bars.batches {
                    if pending >= rowsInCommit {
                        try db.execute(sql: "COMMIT")
                        try db.execute(sql: "BEGIN IMMEDIATE")
                        pending = 0
                    }
                    try format.write(batch, to: statement)
                    pending += batch.count
                }
                try db.execute(sql: "COMMIT")
            }
        }
    }

    /// The cells alone, into a table that forgets them.
    func cellsAlone() throws -> Duration {
        let table = Oblivion()
        return try ContinuousClock().measure { for batch in bars.batches { try format.write(batch, to: table) } }
    }

    /// All rows, read as the archive reads them.
    func read(_ path: String) throws -> (rows: Int, duration: Duration, isSame: Bool) {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.inDatabase { db in
            guard let connection = db.sqliteConnection else { return (0, .zero, false) }
            let statement = try TableStatement(connection, "SELECT * FROM bars WHERE symbol = ? ORDER BY symbol, date")
            defer { statement.close() }
            var rows = 0
            var isSame = true
            let duration = try ContinuousClock().measure {
                for batch in bars.batches {
                    var builder = BatchBuilder(Bars.schema, reservingRows: batch.count)
                    Array((batch.text(row: 0, column: 1) ?? "").utf8).withUnsafeBufferPointer { statement.text($0) }
                    try statement.forEachRow { try format.read($0, schema: Bars.schema, into: &builder) }
                    let read = builder.finish()
                    rows += read.count
                    if read != batch { isSame = false }
                }
            }
            return (rows, duration, isSame)
        }
    }
}

private final class Oblivion: TableWriter {
    private var sum = 0

    func null() { sum &+= 1 }
    func integer(_ value: Int64) { sum &+= Int(value) }
    func real(_ value: Double) { sum &+= Int(value.bitPattern & 0xFF) }
    func text(_ bytes: UnsafeBufferPointer<UInt8>) { sum &+= bytes.count }
    func endRow() {}
}
