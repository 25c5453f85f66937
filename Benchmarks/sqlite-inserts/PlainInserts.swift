import Foundation
import GRDBSQLite
import Tabular

/// SQLite's C functions alone: what nothing that binds cells can outdo.
struct PlainInserts {
    /// Values as SQLite takes them: doubles, and texts that stand in memory for the whole run.
    private struct Row {
        let date: UnsafeMutablePointer<CChar>
        let symbol: UnsafeMutablePointer<CChar>
        let symbolLength: Int32
        let numbers: [Double]
        let volume: Int64
    }

    private struct Failure: Error {
        let message: String
    }

    private let rows: [Row]

    init(_ bars: Bars) {
        rows = bars.batches.flatMap { batch in
            let name = batch.text(row: 0, column: 1) ?? ""
            let symbol = strdup(name)
            let length = Int32(name.utf8.count)
            return (0..<batch.count).compactMap { row -> Row? in
                guard let symbol, let date = strdup(batch.text(row: row, column: 0) ?? "") else { return nil }
                let numbers = [2, 3, 4, 5, 6, 8, 9].map { DecimalText.double(batch.bytes(row: row, column: $0)) ?? 0 }
                return Row(
                    date: date, symbol: symbol, symbolLength: length, numbers: numbers,
                    volume: batch.integer(row: row, column: 7))
            }
        }
    }

    func run(_ path: String, table: String, insert: String, rowsInCommit: Int) throws -> Duration {
        var connection: OpaquePointer?
        guard
            sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
                == SQLITE_OK
        else {
            throw Failure(message: "\(path) cannot be opened")
        }
        defer { sqlite3_close(connection) }
        func execute(_ sql: String) throws {
            guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else {
                throw Failure(message: String(cString: sqlite3_errmsg(connection)))
            }
        }
        try execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        try execute(table)
        var statement: OpaquePointer?
        sqlite3_prepare_v3(connection, insert, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        defer { sqlite3_finalize(statement) }
        let clock = ContinuousClock()
        return try clock.measure {
            for start in stride(from: 0, to: rows.count, by: rowsInCommit) {
                try execute("BEGIN IMMEDIATE")
                for row in rows[start..<min(start + rowsInCommit, rows.count)] {
                    sqlite3_bind_text(statement, 1, row.date, 10, nil)
                    sqlite3_bind_text(statement, 2, row.symbol, row.symbolLength, nil)
                    // The texts of decimals stay NULL, and what is not bound is NULL.
                    row.numbers.withUnsafeBufferPointer { numbers in
                        for price in 0..<5 { sqlite3_bind_double(statement, Int32(3 + 2 * price), numbers[price]) }
                        sqlite3_bind_int64(statement, 13, row.volume)
                        sqlite3_bind_double(statement, 14, numbers[5])
                        sqlite3_bind_double(statement, 16, numbers[6])
                    }
                    guard sqlite3_step(statement) == SQLITE_DONE else {
                        throw Failure(message: String(cString: sqlite3_errmsg(connection)))
                    }
                    sqlite3_reset(statement)
                }
                try execute("COMMIT")
            }
        }
    }
}
