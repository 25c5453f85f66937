import GRDB
import Testing

@testable import Archive

/// The table writer's statements: bindings, refusals, conflicts, and when they are finalised.
@Suite("Statements of the table writer")
struct TableStatementTests {
    /// A connection of its own, and whether what a body leaves is finalised: SQLite refuses to close a connection with
    /// statements.
    private func database(_ body: (OpaquePointer, Database) throws -> Void) throws {
        let queue = try DatabaseQueue()
        try queue.write { db in
            try db.execute(sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT, number REAL)")
            try body(try #require(db.sqliteConnection), db)
        }
        try queue.close()
    }

    private func text(_ text: String, to statement: TableStatement) {
        var text = text
        text.withUTF8 { statement.text($0) }
    }

    private func insert(_ id: Int64, _ text: String?, _ number: Double?, with statement: TableStatement) throws {
        statement.integer(id)
        if let text { self.text(text, to: statement) } else { statement.null() }
        if let number { statement.real(number) } else { statement.null() }
        try statement.endRow()
    }

    private func code(_ body: () throws -> Void) -> ResultCode? {
        do {
            try body()
            return nil
        } catch {
            return (error as? DatabaseError)?.resultCode
        }
    }

    @Test("cells are bound in order, rows are counted, what is read has the kind that was written")
    func cells() throws {
        try database { connection, db in
            let insert = try TableStatement(connection, "INSERT INTO t VALUES (?, ?, ?)")
            try self.insert(1, "a", 1.5, with: insert)
            try self.insert(2, "", nil, with: insert)
            try self.insert(.min, nil, -0.5, with: insert)
            #expect(insert.changes == 3)
            insert.close()
            let select = try TableStatement(connection, "SELECT id, text, number FROM t ORDER BY id")
            var found: [String] = []
            try select.forEachRow { row in
                let text = row.withText(1) { String(decoding: $0, as: UTF8.self) }
                found.append(
                    "\(row.integer(0) ?? 0) \(text ?? "-") \(row.real(2) ?? 0) \(row.isNull(1)) \(row.isNull(2))")
                #expect(
                    row.real(0) == nil && row.integer(1) == nil && row.integer(2) == nil
                        && row.withText(2) { $0.count } == nil)
            }
            #expect(found == ["\(Int64.min) - -0.5 true false", "1 a 1.5 false false", "2  0.0 false true"])
            select.close()
        }
    }

    @Test("texts of any length stand side by side, whatever was bound before them")
    func texts() throws {
        try database { connection, _ in
            let lengths = [0, 1, 500, 600, 1023, 1024, 1025, 3, 5_000, 70_000, 4_000, 65_536, 65_537, 2, 300_000, 0, 1]
            let insert = try TableStatement(
                connection, "INSERT INTO t (id, text, number) VALUES (?, ? || '.' || ?, NULL)")
            for (id, length) in lengths.enumerated() {
                insert.integer(Int64(id))
                text(String(repeating: "a", count: length), to: insert)
                text(String(repeating: "b", count: lengths[lengths.count - 1 - id]), to: insert)
                try insert.endRow()
            }
            let select = try TableStatement(connection, "SELECT text FROM t ORDER BY id")
            var row = 0
            try select.forEachRow {
                let text = $0.withText(0) { String(decoding: $0, as: UTF8.self) }
                let wanted =
                    String(repeating: "a", count: lengths[row]) + "."
                    + String(repeating: "b", count: lengths[lengths.count - 1 - row])
                let isSame = text == wanted
                #expect(isSame, "row \(row)")
                row += 1
            }
            #expect(row == lengths.count)
            insert.close()
            select.close()
        }
    }

    @Test("a refused row is SQLite's error with the statement, and the next row is none the worse")
    func refused() throws {
        try database { connection, _ in
            let insert = try TableStatement(connection, "INSERT INTO t VALUES (?, ?, ?)")
            try self.insert(1, "a", nil, with: insert)
            #expect(code { try self.insert(1, "b", nil, with: insert) } == .SQLITE_CONSTRAINT)
            do {
                try self.insert(1, "b", nil, with: insert)
                Issue.record("the key was taken")
            } catch let error as DatabaseError {
                #expect(error.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY)
                #expect(error.message == "UNIQUE constraint failed: t.id")
                #expect(error.sql == "INSERT INTO t VALUES (?, ?, ?)")
            }
            try self.insert(2, "c", nil, with: insert)
            #expect(insert.changes == 2)
            insert.close()
        }
    }

    @Test("too few or too many cells are refused, and none of them stays for the next row")
    func widths() throws {
        try database { connection, db in
            let insert = try TableStatement(connection, "INSERT INTO t VALUES (?, ?, ?)")
            #expect(code { try insert.endRow() } == .SQLITE_RANGE)
            insert.integer(Int64(1))
            #expect(code { try insert.endRow() } == .SQLITE_RANGE)
            for value in 1...4 { insert.integer(Int64(value)) }
            #expect(code { try insert.endRow() } == .SQLITE_RANGE)
            insert.integer(Int64(1))
            insert.abandonRow()
            try self.insert(5, "a", 2, with: insert)
            #expect(try Int.fetchAll(db, sql: "SELECT id FROM t") == [5])
            insert.close()
        }
    }

    @Test("rows that a conflict clause passes over are not counted")
    func conflicts() throws {
        try database { connection, _ in
            let insert = try TableStatement(connection, "INSERT INTO t VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
            try self.insert(1, "a", nil, with: insert)
            try self.insert(1, "b", nil, with: insert)
            #expect(insert.changes == 1)
            insert.close()
        }
    }

    @Test("a reading that a body ends with an error is over, and can begin again with other parameters")
    func ended() throws {
        struct Enough: Error {}
        try database { connection, db in
            let insert = try TableStatement(connection, "INSERT INTO t VALUES (?, ?, ?)")
            for id in 1...5 { try self.insert(Int64(id), "a", nil, with: insert) }
            let select = try TableStatement(connection, "SELECT id FROM t WHERE id >= ? ORDER BY id")
            select.integer(Int64(1))
            #expect(throws: Enough.self) { try select.forEachRow { _ in throw Enough() } }
            // A statement that is under way would refuse the parameter, and hold the table.
            select.integer(Int64(4))
            var found: [Int64] = []
            try select.forEachRow { found.append($0.integer(0) ?? 0) }
            #expect(found == [4, 5])
            try db.execute(sql: "DROP TABLE t")
            insert.close()
            select.close()
        }
    }

    @Test("a statement that is wrong, empty or closed, and one that answers with rows, is an error")
    func misuse() throws {
        try database { connection, _ in
            #expect(code { _ = try TableStatement(connection, "SELECT * FROM nowhere") } == .SQLITE_ERROR)
            #expect(code { _ = try TableStatement(connection, "-- nothing") } == .SQLITE_MISUSE)
            let select = try TableStatement(connection, "SELECT 1")
            #expect(code { try select.endRow() } == .SQLITE_MISUSE)
            select.close()
            select.close()
            select.integer(Int64(1))
            self.text("a", to: select)
            #expect(code { try select.endRow() } == .SQLITE_MISUSE)
            #expect(code { try select.forEachRow { _ in } } == .SQLITE_MISUSE)
        }
    }

    @Test("a statement that is let go is finalised; one that is kept holds its connection open")
    func finalised() throws {
        try database { connection, _ in
            var statement: TableStatement? = try TableStatement(connection, "SELECT 1")
            try statement?.forEachRow { #expect($0.integer(0) == 1) }
            statement = nil
        }
        let queue = try DatabaseQueue()
        let kept = try queue.inDatabase { try TableStatement(try #require($0.sqliteConnection), "SELECT 1") }
        #expect(code { try queue.close() } == .SQLITE_BUSY)
        kept.close()
        try queue.close()
    }
}
