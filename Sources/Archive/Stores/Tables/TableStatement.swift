import GRDB
import GRDBSQLite
import PluginKit

/// A statement that is prepared once on the connection's own handle and run for many rows.
///
/// The cells that a format hands over become the parameters 1, 2 and so on; `endRow()` runs the statement with them,
/// `forEachRow` reads what it finds. GRDB's own statements box every value, which halves the rate of inserts. Used by
/// the one task that uses the connection and, where it writes, in a transaction that GRDB began: GRDB's hooks trap on a
/// commit that they do not expect. `close()` it before the connection ends.
///
/// Failures are GRDB's `DatabaseError` with SQLite's message and the SQL.
final class TableStatement: TableWriter, TableReader {
    /// Rows that were inserted, updated or deleted by all runs so far.
    private(set) var changes = 0

    private let connection: OpaquePointer
    private let sql: String
    private let parameters: Int32
    private var statement: OpaquePointer?
    /// Cells of the row that was begun.
    private var bound: Int32 = 0
    /// The first cell that SQLite did not take.
    private var failure: Int32 = SQLITE_OK
    private var texts: CellTexts

    init(_ connection: OpaquePointer, _ sql: String) throws {
        var statement: OpaquePointer?
        let result = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard result == SQLITE_OK else { throw Self.error(result, connection, sql) }
        guard let statement else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "there is no statement", sql: sql)
        }
        self.connection = connection
        self.sql = sql
        self.statement = statement
        self.parameters = sqlite3_bind_parameter_count(statement)
        self.texts = CellTexts()
    }

    deinit { close() }

    /// Gives the statement back to SQLite. Nothing can be run afterwards; a second call does nothing.
    func close() {
        sqlite3_finalize(statement)
        statement = nil
        texts.close()
    }

    // MARK: Cells of a row to be written

    func null() {
        bound += 1
        note(sqlite3_bind_null(statement, bound))
    }

    func integer(_ value: Int64) {
        bound += 1
        note(sqlite3_bind_int64(statement, bound, value))
    }

    func real(_ value: Double) {
        bound += 1
        note(sqlite3_bind_double(statement, bound, value))
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        bound += 1
        if let copy = texts.keep(bytes) {
            note(sqlite3_bind_text(statement, bound, copy, Int32(bytes.count), nil))
        } else {
            let transient = unsafeBitCast(OpaquePointer(bitPattern: -1), to: sqlite3_destructor_type.self)
            bytes.withMemoryRebound(to: CChar.self) {
                note(
                    sqlite3_bind_text64(
                        statement, bound, $0.baseAddress, UInt64($0.count), transient, UInt8(SQLITE_UTF8)))
            }
        }
    }

    /// Runs the statement. Whether it succeeds or not, the next cell is the first of another row.
    func endRow() throws {
        defer { endCells() }
        let statement = try ready()
        let result = sqlite3_step(statement)
        guard result == SQLITE_DONE else { throw stopped(statement, result) }
        changes += Int(sqlite3_changes(connection))
        sqlite3_reset(statement)
    }

    /// Takes back the cells of a row that was begun and cannot be ended.
    func abandonRow() { endCells() }

    // MARK: Cells of the rows that are found

    /// Hands out each row that the statement finds with the parameters bound before, as this reader itself. Nothing of
    /// it is left running, whatever the body throws.
    func forEachRow(_ body: (TableStatement) throws -> Void) throws {
        defer { endCells() }
        let statement = try ready()
        defer { sqlite3_reset(statement) }
        while true {
            let result = sqlite3_step(statement)
            if result == SQLITE_DONE { return }
            guard result == SQLITE_ROW else { throw stopped(statement, result) }
            try body(self)
        }
    }

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL }

    func integer(_ column: Int) -> Int64? {
        sqlite3_column_type(statement, Int32(column)) == SQLITE_INTEGER
            ? sqlite3_column_int64(statement, Int32(column)) : nil
    }

    func real(_ column: Int) -> Double? {
        sqlite3_column_type(statement, Int32(column)) == SQLITE_FLOAT
            ? sqlite3_column_double(statement, Int32(column)) : nil
    }

    func withText<Result>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result? {
        guard sqlite3_column_type(statement, Int32(column)) == SQLITE_TEXT,
            let text = sqlite3_column_text(statement, Int32(column))
        else { return nil }
        return try body(UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, Int32(column)))))
    }

    // MARK: Failures

    private func note(_ result: Int32) {
        if result != SQLITE_OK, failure == SQLITE_OK { failure = result }
    }

    /// The statement with all of its parameters bound. A parameter that is not keeps the cell of an earlier row.
    private func ready() throws -> OpaquePointer {
        guard let statement else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the statement is closed", sql: sql)
        }
        guard bound == parameters else {
            throw DatabaseError(
                resultCode: .SQLITE_RANGE, message: "the row has \(bound) cells, the statement takes \(parameters)",
                sql: sql)
        }
        guard failure == SQLITE_OK else { throw Self.error(failure, connection, sql) }
        return statement
    }

    private func endCells() {
        bound = 0
        failure = SQLITE_OK
        // The parameters of the last row may still point into the texts.
        if texts.endRow(), let statement { sqlite3_clear_bindings(statement) }
    }

    private func stopped(_ statement: OpaquePointer, _ result: Int32) -> DatabaseError {
        // The message is of the connection's last call, and the reset is one.
        let error =
            result == SQLITE_ROW
            ? DatabaseError(resultCode: .SQLITE_MISUSE, message: "the statement answers with rows", sql: sql)
            : Self.error(result, connection, sql)
        sqlite3_reset(statement)
        return error
    }

    private static func error(_ result: Int32, _ connection: OpaquePointer, _ sql: String) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: result), message: sqlite3_errmsg(connection).map { String(cString: $0) },
            sql: sql)
    }
}

/// The texts of one row, so that SQLite can read them where they are and makes no copy of its own.
private struct CellTexts {
    /// Beyond it SQLite copies.
    private static let limit = 1 << 16

    private var room: UnsafeMutableBufferPointer<CChar>
    private var used = 0

    init() {
        room = .allocate(capacity: 1024)
    }

    /// Where the copy stands until the row ends; nil when there is no room for it: what stands already must not move.
    mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafePointer<CChar>? {
        let start = used
        used += bytes.count
        guard used <= room.count, let base = room.baseAddress else { return nil }
        UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[start..<used]).copyMemory(
            from: UnsafeRawBufferPointer(bytes))
        return UnsafePointer(base + start)
    }

    /// Makes room for another row like this one; whether the texts have moved.
    mutating func endRow() -> Bool {
        defer { used = 0 }
        guard used > room.count, room.count < Self.limit else { return false }
        room.deallocate()
        room = .allocate(capacity: min(max(used, 2 * room.count), Self.limit))
        return true
    }

    mutating func close() {
        room.deallocate()
        room = UnsafeMutableBufferPointer(start: nil, count: 0)
    }
}
