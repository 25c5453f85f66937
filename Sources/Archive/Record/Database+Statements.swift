import GRDB
import Tabular

/// Statements that are prepared once per connection, and instants as the record keeps them.
extension Database {
    /// Runs a statement that is prepared once per connection.
    func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws {
        try cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
    }

    /// The rows of a statement that is prepared once per connection.
    func rows(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws -> RowCursor {
        try Row.fetchCursor(cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    }

    /// What is made of the first row of a statement; nil without one. A row is there only while its cursor is.
    func first<Value>(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = [], _ read: (Row) throws -> Value
    ) throws -> Value? {
        let rows = try rows(sql, arguments)
        return try withExtendedLifetime(rows) { try rows.next().map(read) }
    }

    func integer(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws -> Int64? {
        try Int64.fetchOne(cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    }

    func text(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws -> String? {
        try String.fetchOne(cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    }
}

extension Instant {
    /// As the record keeps instants: UTC with six fraction digits, so that the order of texts is the order in time.
    var record: String { text(fractionDigits: 6) }

    init?(record: String?) {
        guard let record, let instant = Instant(record) else { return nil }
        self = instant
    }
}
