import GRDB
import PluginKit
import Tabular

#if canImport(FoundationEssentials)
    import struct FoundationEssentials.Data
#else
    import struct Foundation.Data
#endif

/// Rows that wait: pages of walks from new to old, until they have met what is stored, and parts of a replacement in a
/// table, until its last one is there. Table `spool`.
extension Record {
    /// A page of a walk from new to old.
    func spool(_ held: HeldRows, of unit: UnitRecord) throws {
        let schema = try schema(of: Series(unit, held.dataset))
        try write { db in
            try db.run(
                "INSERT INTO spool (unit, dataset, schema, first_tick, rows) VALUES (?, ?, ?, ?, ?)",
                [
                    unit.id, held.dataset.name, schema, held.dataset.firstTick(held.batch),
                    Data(SpoolPage.encode(held.batch)),
                ])
        }
    }

    /// A part of a replacement.
    func spool(_ batch: Batch, of unit: UnitRecord, _ dataset: Dataset, for sink: String) throws {
        let schema = try schema(of: Series(unit, dataset))
        try write { db in
            try db.run(
                "INSERT INTO spool (unit, dataset, schema, sink, rows) VALUES (?, ?, ?, ?, ?)",
                [unit.id, dataset.name, schema, sink, Data(SpoolPage.encode(batch))])
        }
    }

    /// Whether pages of a unit's walk wait in the spool.
    package func holdsRows(of unit: UnitRecord) throws -> Bool {
        try read { db in try db.integer("SELECT 1 FROM spool WHERE unit = ? AND sink IS NULL LIMIT 1", [unit.id]) != nil
        }
    }

    /// The datasets of which pages of a unit's walk wait.
    func spooledDatasets(of unit: UnitRecord) throws -> [String] {
        try read { db in
            try String.fetchAll(
                db.cachedStatement(
                    sql: "SELECT DISTINCT dataset FROM spool WHERE unit = ? AND sink IS NULL ORDER BY dataset"),
                arguments: [unit.id])
        }
    }

    /// The pages of a walk, the oldest rows last.
    func spooledPages(of unit: UnitRecord, _ dataset: Dataset) throws -> [(id: Int64, firstTick: Int64)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT id, first_tick FROM spool WHERE unit = ? AND dataset = ? AND sink IS NULL ORDER BY first_tick \
                DESC, id
                """,
                [unit.id, dataset.name])
            var pages: [(id: Int64, firstTick: Int64)] = []
            while let row = try rows.next() { pages.append((row[0], row[1])) }
            return pages
        }
    }

    /// The parts of a replacement, in the order in which they came.
    func spooledParts(of unit: UnitRecord, _ dataset: Dataset, for sink: String) throws -> [Int64] {
        try read { db in
            try Int64.fetchAll(
                db.cachedStatement(sql: "SELECT id FROM spool WHERE unit = ? AND dataset = ? AND sink = ? ORDER BY id"),
                arguments: [unit.id, dataset.name, sink])
        }
    }

    /// Rows as the spool has them, with the columns that the dataset has now.
    func spooledRows(_ id: Int64, of unit: UnitRecord, _ dataset: Dataset) throws -> Batch {
        let page = try read { db in
            let rows = try db.rows("SELECT schema, rows FROM spool WHERE id = ?", [id])
            return try rows.next().map { row in
                (schema: row[0] as Int, bytes: try row.withUnsafeData(atIndex: 1) { [UInt8]($0 ?? Data()) })
            }
        }
        let written = try page.map { page in try self.written(schema: page.schema, of: Series(unit, dataset)).dataset }
        guard let page, let written, let batch = SpoolPage.decode(page.bytes, schema: written.schema) else {
            throw ArchiveError(
                .wrongRecord, "\(unit.label), \(dataset.name): a page in the spool is not of the dataset",
                fix: "run with --no-resume")
        }
        return try Widening(from: written, to: dataset)(batch)
    }

    /// Nothing of a unit waits any more.
    package func emptySpool(of unit: Int64) throws {
        try write { db in try db.run("DELETE FROM spool WHERE unit = ?", [unit]) }
    }

    func emptySpool(of unit: UnitRecord, _ dataset: Dataset, for sink: String) throws {
        try write { db in
            try db.run("DELETE FROM spool WHERE unit = ? AND dataset = ? AND sink = ?", [unit.id, dataset.name, sink])
        }
    }

    /// The units of which parts of a replacement wait.
    func unitsWithSpooledParts() throws -> [Int64] {
        try read { db in try Int64.fetchAll(db, sql: "SELECT DISTINCT unit FROM spool WHERE sink IS NOT NULL") }
    }
}

/// A page of a walk from new to old as the spool keeps it: per column a byte per row for null, eight bytes per row for
/// the value, and the text.
enum SpoolPage {
    static func encode(_ batch: Batch) -> [UInt8] {
        var bytes: [UInt8] = []
        append(Int64(batch.count), to: &bytes)
        for column in batch.columns {
            for isNull in column.nulls { bytes.append(isNull ? 1 : 0) }
            for value in column.values { append(value, to: &bytes) }
            append(Int64(column.arena.count), to: &bytes)
            bytes.append(contentsOf: column.arena)
        }
        return bytes
    }

    /// nil when the bytes are not a page of the schema.
    static func decode(_ bytes: [UInt8], schema: Schema) -> Batch? {
        var reader = Reader(bytes: bytes)
        guard let count = reader.integer().flatMap(Int.init(exactly:)), count >= 0, count <= bytes.count else {
            return nil
        }
        var columns: [(nulls: ArraySlice<UInt8>, values: [Int64], arena: [UInt8])] = []
        for _ in schema.columns {
            guard let nulls = reader.take(count) else { return nil }
            var values: [Int64] = []
            values.reserveCapacity(count)
            for _ in 0..<count {
                guard let value = reader.integer() else { return nil }
                values.append(value)
            }
            guard let length = reader.integer().flatMap(Int.init(exactly:)), let arena = reader.take(length) else {
                return nil
            }
            columns.append((nulls, values, Array(arena)))
        }
        var builder = BatchBuilder(schema, reservingRows: count)
        for row in 0..<count {
            for (index, column) in columns.enumerated() {
                let type = schema.columns[index].type
                if column.nulls[column.nulls.startIndex + row] != 0 {
                    builder.null()
                } else if type.isBytes {
                    builder.bytes(column.arena, (row == 0 ? 0 : Int(column.values[row - 1]))..<Int(column.values[row]))
                } else {
                    builder.number(column.values[row])
                }
            }
            builder.endRow()
        }
        return builder.finish()
    }

    private static func append(_ value: Int64, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard count >= 0, count <= bytes.count - position else { return nil }
            defer { position += count }
            return bytes[position..<position + count]
        }

        mutating func integer() -> Int64? {
            guard let bytes = take(8) else { return nil }
            return Int64(bitPattern: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        }
    }
}
